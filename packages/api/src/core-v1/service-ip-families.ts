/**
 * Which IP families a Service has, decided before its addresses are chosen: from what it asks for, what it had before
 * and what the cluster has. Unlike the other rules this needs to know the cluster, so the registry calls it.
 */
import { ipFamilyOf, validateServiceIps } from './service-ip-validation.ts';
import { needsClusterIp } from './service-traits.ts';
import type { Service, ServiceSpec } from './service.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

export type ClusterIpFamily = 'IPv4' | 'IPv6';

const SPEC = FieldPath.of('spec');
const CLUSTER_IPS = SPEC.child('clusterIPs');
const IP_FAMILIES = SPEC.child('ipFamilies');
const IP_FAMILY_POLICY = SPEC.child('ipFamilyPolicy');

/**
 * Fills in ipFamilyPolicy and ipFamilies, in place, and says what is wrong with what was asked for.
 * `families`: those of the cluster's service ranges, the default one first.
 */
export function decideIpFamilies(
  service: Service,
  { old, families }: { old?: Readonly<Service>; families: readonly ClusterIpFamily[] },
): FieldError[] {
  const { spec } = service;
  if (!needsClusterIp(service) || (old !== undefined && keepsDualStackPreference(spec, old.spec))) {
    return [];
  }
  const isOpen = spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0;
  spec.ipFamilyPolicy ??= old?.spec.ipFamilyPolicy ?? (isOpen ? 'RequireDualStack' : 'SingleStack');
  const formErrors = validateServiceIps(service, old);
  if (formErrors.length > 0) {
    return formErrors;
  }
  const errors = [
    ...(old === undefined ? [] : releaseSecondary(spec, old.spec)),
    ...validatePolicy(spec),
    ...inferFamilies(spec, families),
  ];
  if (errors.length > 0) {
    return errors;
  }
  // Nobody chooses the endpoints of an open headless Service for it, so it may have families that the cluster lacks.
  const clusterErrors = isOpen ? [] : validateAgainstCluster(spec, families);
  if (clusterErrors.length === 0) {
    completeFamilies(spec, { families, mayAdd: isOpen || families.length > 1 });
  }
  return clusterErrors;
}

/** A Service that prefers two families is not moved to or from them just because it is written again. */
function keepsDualStackPreference(spec: ServiceSpec, old: Readonly<ServiceSpec>): boolean {
  return (
    old.type === spec.type &&
    spec.ipFamilyPolicy === 'PreferDualStack' &&
    old.ipFamilyPolicy === 'PreferDualStack' &&
    semanticEqual(spec.clusterIPs, old.clusterIPs) &&
    semanticEqual(spec.ipFamilies, old.ipFamilies)
  );
}

function releaseSecondary(spec: ServiceSpec, old: Readonly<ServiceSpec>): FieldError[] {
  if (spec.ipFamilyPolicy === 'SingleStack') {
    if (semanticEqual(spec.clusterIPs, old.clusterIPs)) {
      spec.clusterIPs?.splice(1);
    }
    if (semanticEqual(spec.ipFamilies, old.ipFamilies)) {
      spec.ipFamilies?.splice(1);
    }
    return [];
  }
  const isReduced = (name: 'clusterIPs' | 'ipFamilies'): boolean => {
    const [now = [], before = []] = [spec[name], old[name]];
    return now.length > 0 && now.length < before.length;
  };
  const released = { 'cluster IP': isReduced('clusterIPs'), 'IP family': isReduced('ipFamilies') };
  return Object.entries(released).flatMap(([what, isReleased]) =>
    isReleased ? [policyError(spec, `must be 'SingleStack' to release the secondary ${what}`)] : [],
  );
}

function validatePolicy(spec: ServiceSpec): FieldError[] {
  if (spec.ipFamilyPolicy !== 'SingleStack') {
    return [];
  }
  const several = { 'cluster IPs': spec.clusterIPs?.length === 2, 'IP families': spec.ipFamilies?.length === 2 };
  return Object.entries(several).flatMap(([what, isGiven]) =>
    isGiven
      ? [policyError(spec, `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`)]
      : [],
  );
}

function inferFamilies(spec: ServiceSpec, families: readonly ClusterIpFamily[]): FieldError[] {
  const errors: FieldError[] = [];
  const inferred = [...(spec.ipFamilies ?? [])];
  for (const [index, ip] of (spec.clusterIPs ?? []).entries()) {
    if (ip === 'None') break;
    if (index < inferred.length) continue;
    const family = ipFamilyOf(ip);
    if (families.includes(family)) {
      inferred.push(family);
    } else {
      const detail = `${family} is not configured on this cluster`;
      errors.push(FieldError.invalid(CLUSTER_IPS.index(index), spec.clusterIPs, detail));
    }
  }
  if (inferred.length > 0) {
    spec.ipFamilies = inferred;
  }
  return errors;
}

function validateAgainstCluster(spec: ServiceSpec, families: readonly ClusterIpFamily[]): FieldError[] {
  const errors: FieldError[] = [];
  if (spec.ipFamilyPolicy === 'RequireDualStack' && families.length < 2) {
    errors.push(policyError(spec, 'this cluster is not configured for dual-stack services'));
  }
  for (const [index, family] of (spec.ipFamilies ?? []).entries()) {
    if (!families.some((known) => known === family)) {
      errors.push(FieldError.invalid(IP_FAMILIES.index(index), family, 'not configured on this cluster'));
    }
  }
  return errors;
}

function completeFamilies(
  spec: ServiceSpec,
  { families, mayAdd }: { families: readonly ClusterIpFamily[]; mayAdd: boolean },
): void {
  const [first = families[0] ?? 'IPv4', second] = spec.ipFamilies ?? [];
  spec.ipFamilies = second === undefined ? [first] : [first, second];
  if (mayAdd && spec.ipFamilyPolicy !== 'SingleStack' && second === undefined) {
    spec.ipFamilies.push(first === 'IPv4' ? 'IPv6' : 'IPv4');
  }
}

function policyError(spec: ServiceSpec, detail: string): FieldError {
  return FieldError.invalid(IP_FAMILY_POLICY, spec.ipFamilyPolicy, detail);
}
