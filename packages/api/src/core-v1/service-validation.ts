/** Everything that a Service has to satisfy, in the order in which Kubernetes reports it. */
import { validateEndpointIp, validateOldIp } from './endpoint-ip-validation.ts';
import { validateServiceIps, validateServiceIpsUpdate } from './service-ip-validation.ts';
import { validatePortsGiven, validatePortUses, validateServicePorts } from './service-port-validation.ts';
import {
  validateLoadBalancerSettings,
  validateSessionAffinity,
  validateSourceRanges,
  validateTrafficPolicies,
  validateTrafficUpdate,
} from './service-traffic-validation.ts';
import { isHeadless } from './service-traits.ts';
import { LoadBalancerIPMode, ServiceType } from './service.ts';
import type { LoadBalancerIngress, Service } from './service.ts';
import { invalidFor, validateChoice, validateRequiredChoice } from '../meta-v1/field-rules.ts';
import { validateLabels } from '../meta-v1/labels-validation.ts';
import { validateDns1123Subdomain } from '../names/dns-names.ts';
import { parseIp } from '../names/ip-address.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const SPEC = FieldPath.of('spec');
const ANNOTATIONS = FieldPath.of('metadata', 'annotations');
const INGRESS = FieldPath.of('status', 'loadBalancer', 'ingress');

export const TOPOLOGY_MODE_ANNOTATION = 'service.kubernetes.io/topology-mode';
export const TOPOLOGY_HINTS_ANNOTATION = 'service.kubernetes.io/topology-aware-hints';

/** Everything wrong with a Service; `old` is what it was before, when it is changed. */
export function validateService(service: Readonly<Service>, old?: Readonly<Service>): FieldError[] {
  const { spec } = service;
  return [
    ...validateTopologyAnnotations(service),
    ...validatePortsGiven(service),
    ...validateByType(service),
    ...validateServicePorts(service),
    ...validateLabels(SPEC.child('selector'), spec.selector),
    ...validateSessionAffinity(service),
    ...validateServiceIps(service, old),
    ...validateExternalIps(spec.externalIPs ?? [], old?.spec.externalIPs ?? []),
    ...validateRequiredChoice(SPEC.child('type'), spec.type, ServiceType.values ?? []),
    ...validatePortUses(service),
    ...validateSourceRanges(service, old),
    ...validateLoadBalancerSettings(service),
    ...validateTrafficPolicies(service),
  ];
}

/** Everything wrong with a changed Service. */
export function validateServiceUpdate(service: Readonly<Service>, old: Readonly<Service>): FieldError[] {
  return [
    ...validateServiceIpsUpdate(service, old),
    ...validateTrafficUpdate(service, old),
    ...validateService(service, old),
  ];
}

/** Everything wrong with a changed status. */
export function validateServiceStatusUpdate(service: Readonly<Service>, old: Readonly<Service>): FieldError[] {
  const ingress = service.status.loadBalancer.ingress ?? [];
  if (service.spec.type !== 'LoadBalancer' && ingress.length > 0) {
    return [FieldError.forbidden(INGRESS, "may only be used when `spec.type` is 'LoadBalancer'")];
  }
  const before = (old.status.loadBalancer.ingress ?? []).map(({ ip = '' }) => ip).filter((ip) => ip !== '');
  return ingress.flatMap((point, index) => validateIngressPoint(INGRESS.index(index), point, before));
}

function validateTopologyAnnotations({ metadata }: Readonly<Service>): FieldError[] {
  const mode = metadata.annotations?.[TOPOLOGY_MODE_ANNOTATION];
  const hints = metadata.annotations?.[TOPOLOGY_HINTS_ANNOTATION];
  if (mode === undefined || hints === undefined || mode === hints) {
    return [];
  }
  const detail = `must match annotations[${TOPOLOGY_HINTS_ANNOTATION}] when both are specified`;
  return [FieldError.invalid(ANNOTATIONS.key(TOPOLOGY_MODE_ANNOTATION), mode, detail)];
}

function validateByType(service: Readonly<Service>): FieldError[] {
  const { spec } = service;
  switch (spec.type) {
    case 'LoadBalancer':
    case 'NodePort': {
      const detail = `may not be set to 'None' for ${spec.type} services`;
      return isHeadless(service) ? [FieldError.invalid(SPEC.child('clusterIPs').index(0), 'None', detail)] : [];
    }
    case 'ExternalName':
      return [...validateNoAddresses(service), ...validateExternalName(spec.externalName ?? '')];
    case 'ClusterIP':
    case undefined:
    default:
      return [];
  }
}

function validateNoAddresses({ spec }: Readonly<Service>): FieldError[] {
  const given = {
    clusterIPs: (spec.clusterIPs ?? []).length > 0,
    ipFamilies: (spec.ipFamilies ?? []).length > 0,
    ipFamilyPolicy: spec.ipFamilyPolicy !== undefined,
  };
  return Object.entries(given).flatMap(([name, isGiven]) =>
    isGiven ? [FieldError.forbidden(SPEC.child(name), 'may not be set for ExternalName services')] : [],
  );
}

function validateExternalName(name: string): FieldError[] {
  const path = SPEC.child('externalName');
  // A dot at the end says that the name is complete.
  const cname = name.endsWith('.') ? name.slice(0, -1) : name;
  return cname === '' ? [FieldError.required(path)] : invalidFor(path, cname, validateDns1123Subdomain(cname));
}

function validateExternalIps(ips: readonly string[], before: readonly string[]): FieldError[] {
  return ips.flatMap((ip, index) => {
    const path = SPEC.child('externalIPs').index(index);
    const errors = validateOldIp(path, ip, before);
    return errors.length > 0 ? errors : validateEndpointIp(path, ip);
  });
}

function validateIngressPoint(path: FieldPath, point: LoadBalancerIngress, before: readonly string[]): FieldError[] {
  const { ip = '', hostname = '' } = point;
  const errors = ip === '' ? [] : validateOldIp(path.child('ip'), ip, before);
  errors.push(...validateIpMode(path.child('ipMode'), point));
  if (hostname !== '') {
    errors.push(...invalidFor(path.child('hostname'), hostname, validateDns1123Subdomain(hostname)));
    if (parseIp(hostname) !== undefined) {
      errors.push(FieldError.invalid(path.child('hostname'), hostname, 'must be a DNS name, not an IP address'));
    }
  }
  return errors;
}

function validateIpMode(path: FieldPath, { ip = '', ipMode }: LoadBalancerIngress): FieldError[] {
  if (ipMode === undefined) {
    return ip === '' ? [] : [FieldError.required(path, 'must be specified when `ip` is set')];
  }
  return ip === ''
    ? [FieldError.forbidden(path, 'may not be specified when `ip` is not set')]
    : validateChoice(path, ipMode, LoadBalancerIPMode.values ?? []);
}
