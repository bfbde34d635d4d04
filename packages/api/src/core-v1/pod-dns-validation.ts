/** Rules for what a pod is called and how it resolves names. */
import type { HostAlias, PodDNSConfig, PodSpec } from './pod.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import {
  validateDns1123Label,
  validateDns1123Subdomain,
  validateDns1123SubdomainWithUnderscore,
} from '../names/dns-names.ts';
import { validateLegacyIp } from '../names/ip-address.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

// The limits of the resolver of the C library.
const MAX_NAMESERVERS = 3;
const MAX_SEARCH_PATHS = 32;
const MAX_SEARCH_CHARACTERS = 2048;
/** The longest host name that Linux takes. */
const MAX_HOSTNAME_LENGTH = 64;

const POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

export function validateDnsPolicy(policy: string | undefined, field: FieldPath): FieldError[] {
  if (policy === undefined || policy === '') return [FieldError.required(field)];
  return POLICIES.includes(policy) ? [] : [FieldError.notSupported(field, policy, POLICIES)];
}

export function validateDnsConfig(
  { dnsConfig: config, dnsPolicy }: Pick<PodSpec, 'dnsConfig' | 'dnsPolicy'>,
  path: FieldPath,
): FieldError[] {
  if (dnsPolicy === 'None') {
    if (config === undefined) {
      return [FieldError.required(path, 'must provide `dnsConfig` when `dnsPolicy` is None')];
    }
    if ((config.nameservers ?? []).length === 0) {
      const detail = 'must provide at least one DNS nameserver when `dnsPolicy` is None';
      return [FieldError.required(path.child('nameservers'), detail)];
    }
  }
  return config === undefined ? [] : validateResolver(config, path);
}

function validateResolver(
  { nameservers = [], searches = [], options = [] }: PodDNSConfig,
  path: FieldPath,
): FieldError[] {
  const errors: FieldError[] = [];
  if (nameservers.length > MAX_NAMESERVERS) {
    const detail = `must not have more than ${MAX_NAMESERVERS} nameservers`;
    errors.push(FieldError.invalid(path.child('nameservers'), nameservers, detail));
  }
  for (const [index, address] of nameservers.entries()) {
    errors.push(...invalidFor(path.child('nameservers').index(index), address, validateLegacyIp(address)));
  }
  if (searches.length > MAX_SEARCH_PATHS) {
    const detail = `must not have more than ${MAX_SEARCH_PATHS} search paths`;
    errors.push(FieldError.invalid(path.child('searches'), searches, detail));
  }
  if (searches.join(' ').length > MAX_SEARCH_CHARACTERS) {
    const detail = `must not have more than ${MAX_SEARCH_CHARACTERS} characters (including spaces) in the search list`;
    errors.push(FieldError.invalid(path.child('searches'), searches, detail));
  }
  for (const [index, search] of searches.entries()) {
    if (search === '.') continue;
    const domain = search.endsWith('.') ? search.slice(0, -1) : search;
    const messages = validateDns1123SubdomainWithUnderscore(domain);
    errors.push(...invalidFor(path.child('searches').index(index), domain, messages));
  }
  for (const [index, { name = '' }] of options.entries()) {
    if (name === '') errors.push(FieldError.required(path.child('options').index(index), 'must not be empty'));
  }
  return errors;
}

export function validateHostAliases(aliases: readonly HostAlias[], path: FieldPath): FieldError[] {
  return aliases.flatMap(({ ip, hostnames = [] }, index) => [
    ...invalidFor(path.index(index).child('ip'), ip, validateLegacyIp(ip)),
    ...hostnames.flatMap((name, position) =>
      invalidFor(path.index(index).child('hostnames').index(position), name, validateDns1123Subdomain(name)),
    ),
  ]);
}

/** hostname and subdomain: each one DNS label. */
export function validateHostname(
  { hostname = '', subdomain = '' }: Pick<PodSpec, 'hostname' | 'subdomain'>,
  path: FieldPath,
): FieldError[] {
  return [
    ...(hostname === '' ? [] : invalidFor(path.child('hostname'), hostname, validateDns1123Label(hostname))),
    ...(subdomain === '' ? [] : invalidFor(path.child('subdomain'), subdomain, validateDns1123Label(subdomain))),
  ];
}

export function validateHostnameOverride(spec: Readonly<PodSpec>, path: FieldPath): FieldError[] {
  const name = spec.hostnameOverride;
  if (name === undefined) return [];
  const field = path.child('hostnameOverride');
  const errors: FieldError[] = [];
  if (spec.setHostnameAsFQDN === true) {
    errors.push(FieldError.forbidden(field, 'may not be specified when setHostnameAsFQDN is true'));
  }
  if (spec.hostNetwork === true) {
    errors.push(FieldError.forbidden(field, 'may not be specified when hostNetwork is true'));
  }
  if (Buffer.byteLength(name) > MAX_HOSTNAME_LENGTH) errors.push(FieldError.tooLong(field, MAX_HOSTNAME_LENGTH));
  return [...errors, ...invalidFor(field, name, validateDns1123Subdomain(name))];
}
