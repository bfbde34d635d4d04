/** What a Service's writer should know although it is accepted. */
import { TOPOLOGY_HINTS_ANNOTATION, TOPOLOGY_MODE_ANNOTATION } from './service-validation.ts';
import type { Service, ServiceSpec } from './service.ts';
import { cidrWarnings } from '../names/cidr.ts';
import { ipWarnings } from '../names/ip-address.ts';
import { FieldPath } from '../status/field-path.ts';

const SPEC = FieldPath.of('spec');

/** Texts for `Warning:` headers. */
export function serviceWarnings({ metadata, spec }: Readonly<Service>): string[] {
  const warnings: string[] = [];
  if (metadata.annotations?.[TOPOLOGY_HINTS_ANNOTATION] !== undefined) {
    warnings.push(
      `annotation ${TOPOLOGY_HINTS_ANNOTATION} is deprecated, please use ${TOPOLOGY_MODE_ANNOTATION} instead`,
    );
  }
  warnings.push(...addressWarnings(spec));
  if (spec.type === 'ExternalName') {
    if ((spec.externalIPs ?? []).length > 0) {
      warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
    }
  } else if ((spec.externalName ?? '') !== '') {
    warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  }
  if (spec.trafficDistribution === 'PreferClose') {
    warnings.push('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"');
  }
  return warnings;
}

function addressWarnings(spec: ServiceSpec): string[] {
  const { clusterIP = '', clusterIPs = [], externalIPs = [], loadBalancerIP = '' } = spec;
  const ipsAt = (name: string, ips: readonly string[]): string[] =>
    ips.flatMap((ip, index) => ipWarnings(SPEC.child(name).index(index), ip));
  return [
    ...(clusterIP === '' || clusterIP === 'None' ? [] : ipsAt('clusterIPs', clusterIPs)),
    ...(spec.type === 'ClusterIP' && clusterIP === 'None' ? headlessWarnings(spec) : []),
    ...ipsAt('externalIPs', externalIPs),
    ...(loadBalancerIP === '' ? [] : ipWarnings(SPEC.child('loadBalancerIP'), loadBalancerIP)),
    ...(spec.loadBalancerSourceRanges ?? []).flatMap((range, index) =>
      cidrWarnings(SPEC.child('loadBalancerSourceRanges').index(index), range),
    ),
  ];
}

function headlessWarnings({ loadBalancerIP = '', externalIPs = [], sessionAffinity }: ServiceSpec): string[] {
  const ignored = {
    'spec.loadBalancerIP': loadBalancerIP !== '',
    'spec.externalIPs': externalIPs.length > 0,
    'spec.SessionAffinity': sessionAffinity !== 'None',
  };
  return Object.entries(ignored).flatMap(([name, isGiven]) =>
    isGiven ? [`${name} is ignored for headless services`] : [],
  );
}
