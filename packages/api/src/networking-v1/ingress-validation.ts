/** What an Ingress has to satisfy: its rules with their paths, its certificates, its class and its status. */
import type { HTTPIngressPath, Ingress, IngressRule, IngressSpec, IngressTLS } from './ingress.ts';
import { backendLeniencyOf, validateIngressBackend } from './ingress-backend-validation.ts';
import type { BackendLeniency } from './ingress-backend-validation.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateDns1123Subdomain, validateWildcardDns1123Subdomain } from '../names/dns-names.ts';
import { parseIp, validateLegacyIp } from '../names/ip-address.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

/** The annotation that named the class before there was `spec.ingressClassName`. */
export const INGRESS_CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const FORBIDDEN_SEQUENCES = ['//', '/./', '/../', '%2f', '%2F'];
const FORBIDDEN_ENDS = ['/..', '/.'];
const NOT_A_HOST = 'must be a DNS name, not an IP address';

interface Leniency extends BackendLeniency {
  readonly allowInvalidSecretName: boolean;
  /** Rules for wildcard hosts are not looked into. */
  readonly allowInvalidWildcardRules: boolean;
}

/** Everything wrong with a new Ingress. */
export function validateIngress(ingress: Readonly<Ingress>): FieldError[] {
  const errors = validateSpec(ingress.spec, leniencyOf(undefined));
  const annotation = ingress.metadata.annotations?.[INGRESS_CLASS_ANNOTATION];
  const className = ingress.spec.ingressClassName;
  if (annotation !== undefined && className !== undefined && annotation !== className) {
    const path = FieldPath.of('annotations', INGRESS_CLASS_ANNOTATION);
    errors.push(FieldError.invalid(path, annotation, 'must match `ingressClassName` when both are specified'));
  }
  return errors;
}

/** Everything wrong with a changed Ingress. What was let in by an older release may stay. */
export function validateIngressUpdate(ingress: Readonly<Ingress>, old: Readonly<Ingress>): FieldError[] {
  return validateSpec(ingress.spec, leniencyOf(old));
}

/** Everything wrong with the addresses that a controller reports. */
export function validateIngressStatus(ingress: Readonly<Ingress>, old: Readonly<Ingress>): FieldError[] {
  const known = new Set((old.status.loadBalancer.ingress ?? []).map(({ ip }) => ip));
  const path = FieldPath.of('status', 'loadBalancer', 'ingress');
  return (ingress.status.loadBalancer.ingress ?? []).flatMap(({ ip = '', hostname = '' }, index) => {
    const at = path.index(index);
    const errors = ip === '' || known.has(ip) ? [] : invalidFor(at.child('ip'), ip, validateLegacyIp(ip));
    if (hostname !== '') {
      errors.push(...invalidFor(at.child('hostname'), hostname, validateDns1123Subdomain(hostname)));
      if (parseIp(hostname) !== undefined) errors.push(FieldError.invalid(at.child('hostname'), hostname, NOT_A_HOST));
    }
    return errors;
  });
}

/** Warns of the old way to name a class. */
export function ingressWarnings({ metadata, spec }: Readonly<Ingress>): string[] {
  const isOldWay =
    metadata.annotations?.[INGRESS_CLASS_ANNOTATION] !== undefined && spec.ingressClassName === undefined;
  return isOldWay
    ? [`annotation "${INGRESS_CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`]
    : [];
}

function leniencyOf(old: Readonly<Ingress> | undefined): Leniency {
  const backends = backendLeniencyOf(old);
  const strict = { allowDigitFirst: false, allowInvalidSecretName: false, allowInvalidWildcardRules: false };
  return {
    ...backends,
    allowInvalidSecretName: (old?.spec.tls ?? []).some((tls) => secretNameMessages(tls).length > 0),
    allowInvalidWildcardRules: (old?.spec.rules ?? []).some(
      (rule) => (rule.host ?? '').includes('*') && validatePaths(rule, FieldPath.of('rule'), strict).length > 0,
    ),
  };
}

function validateSpec(spec: IngressSpec, leniency: Leniency): FieldError[] {
  const path = FieldPath.of('spec');
  const { defaultBackend, rules = [], tls = [], ingressClassName } = spec;
  const errors: FieldError[] = [];
  if (rules.length === 0 && defaultBackend === undefined) {
    errors.push(FieldError.invalid(path, spec.rules, 'either `defaultBackend` or `rules` must be specified'));
  }
  if (defaultBackend !== undefined) {
    errors.push(...validateIngressBackend(defaultBackend, path.child('defaultBackend'), leniency));
  }
  errors.push(
    ...rules.flatMap((rule, index) => validateRule(rule, path.child('rules').index(index), leniency)),
    ...tls.flatMap((item, index) => validateTls(item, path.child('tls').index(index), leniency)),
  );
  if (ingressClassName !== undefined) {
    const messages = validateDns1123Subdomain(ingressClassName);
    errors.push(...invalidFor(path.child('ingressClassName'), ingressClassName, messages));
  }
  return errors;
}

function validateRule(rule: IngressRule, path: FieldPath, leniency: Leniency): FieldError[] {
  const { host = '' } = rule;
  const errors: FieldError[] = [];
  if (host !== '') {
    if (parseIp(host) !== undefined) errors.push(FieldError.invalid(path.child('host'), host, NOT_A_HOST));
    errors.push(...invalidFor(path.child('host'), host, hostMessages(host)));
  }
  if (!(host.includes('*') && leniency.allowInvalidWildcardRules)) {
    errors.push(...validatePaths(rule, path, leniency));
  }
  return errors;
}

function hostMessages(host: string): string[] {
  return host.includes('*') ? validateWildcardDns1123Subdomain(host) : validateDns1123Subdomain(host);
}

function validatePaths({ http }: IngressRule, path: FieldPath, leniency: BackendLeniency): FieldError[] {
  if (http === undefined) {
    return [];
  }
  const at = path.child('http', 'paths');
  if (http.paths.length === 0) {
    return [FieldError.required(at)];
  }
  return http.paths.flatMap((item, index) => validatePath(item, at.index(index), leniency));
}

function validatePath(item: HTTPIngressPath, path: FieldPath, leniency: BackendLeniency): FieldError[] {
  if (item.pathType === undefined) {
    return [FieldError.required(path.child('pathType'), 'pathType must be specified')];
  }
  const { path: text = '' } = item;
  const isExact = item.pathType === 'Exact' || item.pathType === 'Prefix';
  const bad = (detail: string): FieldError => FieldError.invalid(path.child('path'), text, detail);
  const errors: FieldError[] = [];
  if (!PATH_TYPES.includes(item.pathType)) {
    errors.push(FieldError.notSupported(path.child('pathType'), item.pathType, PATH_TYPES));
  } else if (!text.startsWith('/') && (isExact || text !== '')) {
    errors.push(bad('must be an absolute path'));
  }
  if (isExact) {
    errors.push(
      ...FORBIDDEN_SEQUENCES.filter((part) => text.includes(part)).map((part) => bad(`must not contain '${part}'`)),
      ...FORBIDDEN_ENDS.filter((end) => text.endsWith(end)).map((end) => bad(`cannot end with '${end}'`)),
    );
  }
  return [...errors, ...validateIngressBackend(item.backend, path.child('backend'), leniency)];
}

function validateTls(tls: IngressTLS, path: FieldPath, { allowInvalidSecretName }: Leniency): FieldError[] {
  const errors = (tls.hosts ?? []).flatMap((host, index) =>
    invalidFor(path.child('hosts').index(index), host, hostMessages(host)),
  );
  if (!allowInvalidSecretName) {
    errors.push(...invalidFor(path.child('secretName'), tls.secretName, secretNameMessages(tls)));
  }
  return errors;
}

function secretNameMessages({ secretName = '' }: IngressTLS): string[] {
  return secretName === '' ? [] : validateDns1123Subdomain(secretName);
}
