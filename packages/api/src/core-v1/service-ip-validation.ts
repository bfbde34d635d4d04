/**
 * The rules for the addresses of a Service: clusterIP and clusterIPs must agree with each other and with ipFamilies,
 * and once given they stay, except that a second address can be added and released.
 */
import { validateOldIp } from './endpoint-ip-validation.ts';
import { isHeadless } from './service-traits.ts';
import { IPFamilyPolicy } from './service.ts';
import type { Service } from './service.ts';
import { validateChoice } from '../meta-v1/field-rules.ts';
import { isIpv4, parseIp } from '../names/ip-address.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const SPEC = FieldPath.of('spec');
const CLUSTER_IPS = SPEC.child('clusterIPs');
const IP_FAMILIES = SPEC.child('ipFamilies');
const IP_FAMILY_POLICY = SPEC.child('ipFamilyPolicy');
const ONCE_SET = 'may not change once set';

/** The family of an address in a Service. */
export function ipFamilyOf(ip: string): 'IPv4' | 'IPv6' {
  const address = parseIp(ip);
  return address === undefined || isIpv4(address) ? 'IPv4' : 'IPv6';
}

/** Everything wrong with the addresses and families of a Service, as far as it can be said without the cluster's ranges. */
export function validateServiceIps(service: Readonly<Service>, old?: Readonly<Service>): FieldError[] {
  const { spec } = service;
  if (spec.type === 'ExternalName') {
    return [];
  }
  const clusterIps = spec.clusterIPs ?? [];
  const ipErrors = validateClusterIps(clusterIps, old?.spec.clusterIPs ?? []);
  const errors = [
    ...validateSingular(spec.clusterIP ?? '', clusterIps),
    ...validateFamilies(spec.ipFamilies ?? []),
    ...(spec.ipFamilyPolicy === undefined
      ? []
      : validateChoice(IP_FAMILY_POLICY, spec.ipFamilyPolicy, IPFamilyPolicy.values ?? [])),
    ...ipErrors,
  ];
  if (clusterIps.length > 2) {
    errors.push(FieldError.invalid(CLUSTER_IPS, clusterIps, 'may only hold up to 2 values'));
  }
  // What is no address at all would only draw further errors about its family.
  return ipErrors.length > 0 ? errors : [...errors, ...validateStack(service, clusterIps)];
}

function validateSingular(clusterIp: string, clusterIps: readonly string[]): FieldError[] {
  if (clusterIp === '') {
    return clusterIps.length === 0
      ? []
      : [FieldError.invalid(CLUSTER_IPS, clusterIps, 'must be empty when `clusterIP` is not specified')];
  }
  if (clusterIps.length === 0) {
    return [FieldError.required(CLUSTER_IPS)];
  }
  return clusterIps[0] === clusterIp
    ? []
    : [FieldError.invalid(CLUSTER_IPS, clusterIps, 'first value must match `clusterIP`')];
}

function validateFamilies(families: readonly string[]): FieldError[] {
  return families.flatMap((family, index) => [
    ...validateChoice(IP_FAMILIES.index(index), family, ['IPv4', 'IPv6']),
    ...(families.indexOf(family) < index ? [FieldError.duplicate(IP_FAMILIES.index(index), family)] : []),
  ]);
}

function validateClusterIps(ips: readonly string[], before: readonly string[]): FieldError[] {
  return ips.flatMap((ip, index) => {
    if (index > 0 || ip !== 'None') {
      return validateOldIp(CLUSTER_IPS.index(index), ip, before);
    }
    return ips.length > 1 ? [FieldError.invalid(CLUSTER_IPS, ips, "'None' must be the first and only value")] : [];
  });
}

function validateStack(service: Readonly<Service>, clusterIps: readonly string[]): FieldError[] {
  const errors: FieldError[] = [];
  if (clusterIps.length > 1 && new Set(clusterIps.map(ipFamilyOf)).size < 2) {
    errors.push(FieldError.invalid(CLUSTER_IPS, clusterIps, 'may specify no more than one IP for each IP family'));
  }
  if (isHeadless(service)) {
    return errors;
  }
  for (const [index, ip] of clusterIps.entries()) {
    const family = service.spec.ipFamilies?.[index];
    if ((family === 'IPv4' || family === 'IPv6') && ipFamilyOf(ip) !== family) {
      const detail = `expected an ${family} value as indicated by \`ipFamilies[${index}]\``;
      errors.push(FieldError.invalid(CLUSTER_IPS.index(index), ip, detail));
    }
  }
  return errors;
}

/** What a change does to addresses that it may not do. */
export function validateServiceIpsUpdate(service: Readonly<Service>, old: Readonly<Service>): FieldError[] {
  if (service.spec.type === 'ExternalName' || old.spec.type === 'ExternalName') {
    return [];
  }
  const errors = isHeadless(service) && isHeadless(old) ? [] : validateClusterIpsUpdate(service, old);
  const keepsFamilies = !isHeadless(service) && !isHeadless(old);
  return keepsFamilies ? [...errors, ...validateFamiliesUpdate(service, old)] : errors;
}

function validateClusterIpsUpdate(service: Readonly<Service>, old: Readonly<Service>): FieldError[] {
  const [now, before] = [service.spec.clusterIPs ?? [], old.spec.clusterIPs ?? []];
  if (now.length === before.length) {
    return before.flatMap((ip, index) =>
      ip === now[index] ? [] : [FieldError.invalid(CLUSTER_IPS.index(index), now, ONCE_SET)],
    );
  }
  const errors: FieldError[] = [];
  if (now.length === 0) {
    errors.push(FieldError.invalid(CLUSTER_IPS.index(0), now, 'primary clusterIP can not be unset'));
  } else if (before.length > 0 && now[0] !== before[0]) {
    errors.push(FieldError.invalid(CLUSTER_IPS.index(0), now, ONCE_SET));
  }
  return [...errors, ...validateRelease(service, { now, before, what: 'clusterIP' })];
}

function validateFamiliesUpdate(service: Readonly<Service>, old: Readonly<Service>): FieldError[] {
  const [now, before] = [service.spec.ipFamilies ?? [], old.spec.ipFamilies ?? []];
  if (now.length === before.length) {
    return before.flatMap((family, index) =>
      family === now[index] ? [] : [FieldError.invalid(IP_FAMILIES.index(0), now, ONCE_SET)],
    );
  }
  const errors: FieldError[] = [];
  const clusterIps = service.spec.clusterIPs ?? [];
  if (now.length < before.length && clusterIps.length === 0) {
    errors.push(FieldError.invalid(IP_FAMILIES.index(0), now, 'primary ipFamily can not be unset'));
  }
  if (now.length > 0 && before.length > 0 && now[0] !== before[0]) {
    // Kubernetes shows the addresses here, not the families.
    errors.push(FieldError.invalid(IP_FAMILIES.index(0), clusterIps, ONCE_SET));
  }
  return [...errors, ...validateRelease(service, { now, before, what: 'ipFamily' })];
}

function validateRelease(
  { spec }: Readonly<Service>,
  { now, before, what }: { now: readonly string[]; before: readonly string[]; what: string },
): FieldError[] {
  if (now.length !== 1 || before.length < 2 || spec.ipFamilyPolicy === 'SingleStack') {
    return [];
  }
  const detail = `must be set to 'SingleStack' when releasing the secondary ${what}`;
  return [FieldError.invalid(IP_FAMILY_POLICY, spec.ipFamilyPolicy, detail)];
}
