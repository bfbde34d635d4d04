/** The rules for how traffic to a Service is led: affinity, traffic policies, load balancer settings. */
import { isExternallyAccessible, needsHealthCheckPort } from './service-traits.ts';
import { ServiceAffinity, ServiceExternalTrafficPolicy, ServiceInternalTrafficPolicy } from './service.ts';
import type { Service, ServiceSpec } from './service.ts';
import { IMMUTABLE_MESSAGE, invalidFor, validateChoice, validateRequiredChoice } from '../meta-v1/field-rules.ts';
import { validateLegacyCidr } from '../names/cidr.ts';
import { validatePortNumber } from '../names/identifiers.ts';
import { validateQualifiedName } from '../names/label-syntax.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const SPEC = FieldPath.of('spec');
const AFFINITY_CONFIG = SPEC.child('sessionAffinityConfig');
const HEALTH_CHECK_PORT = SPEC.child('healthCheckNodePort');
const LOAD_BALANCER_CLASS = SPEC.child('loadBalancerClass');

/** A day. */
const MAX_CLIENT_IP_TIMEOUT = 86_400;
const SOURCE_RANGES_ANNOTATION = 'service.beta.kubernetes.io/load-balancer-source-ranges';
const ONLY_LOAD_BALANCER = "may only be used when `type` is 'LoadBalancer'";
const TRAFFIC_DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];

/** That a client is kept with a pod only in a way that exists. */
export function validateSessionAffinity({ spec }: Readonly<Service>): FieldError[] {
  const errors = validateRequiredChoice(
    SPEC.child('sessionAffinity'),
    spec.sessionAffinity,
    ServiceAffinity.values ?? [],
  );
  if (spec.sessionAffinity === 'ClientIP') {
    return [...errors, ...validateClientIp(spec)];
  }
  if (spec.sessionAffinity === 'None' && spec.sessionAffinityConfig !== undefined) {
    errors.push(FieldError.forbidden(AFFINITY_CONFIG, 'must not be set when session affinity is None'));
  }
  return errors;
}

function validateClientIp({ sessionAffinityConfig: config }: ServiceSpec): FieldError[] {
  const detail = 'when session affinity type is ClientIP';
  const path = AFFINITY_CONFIG.child('clientIP');
  if (config === undefined) {
    return [FieldError.required(AFFINITY_CONFIG, detail)];
  }
  if (config.clientIP === undefined) {
    return [FieldError.required(path, detail)];
  }
  const { timeoutSeconds } = config.clientIP;
  if (timeoutSeconds === undefined) {
    return [FieldError.required(path.child('timeoutSeconds'), detail)];
  }
  if (timeoutSeconds > 0 && timeoutSeconds <= MAX_CLIENT_IP_TIMEOUT) {
    return [];
  }
  const range = `must be greater than 0 and less than ${MAX_CLIENT_IP_TIMEOUT}`;
  return [FieldError.invalid(path.child('timeoutSeconds'), timeoutSeconds, range)];
}

/** The blocks of addresses that a load balancer lets in, in the field or in the annotation that came before it. */
export function validateSourceRanges(service: Readonly<Service>, old?: Readonly<Service>): FieldError[] {
  const ranges = service.spec.loadBalancerSourceRanges ?? [];
  // Blocks may be padded with spaces: the annotation was read so, and then the field had to be, too.
  if (ranges.length > 0) {
    const path = SPEC.child('LoadBalancerSourceRanges');
    const before = (old?.spec.loadBalancerSourceRanges ?? []).map((range) => range.trim());
    return [
      ...forbidUnlessLoadBalancer(service, path),
      ...ranges.flatMap((range, index) => validateOldCidr(path.index(index), range.trim(), before)),
    ];
  }
  const annotation = service.metadata.annotations?.[SOURCE_RANGES_ANNOTATION];
  if (annotation === undefined) {
    return [];
  }
  const path = FieldPath.of('metadata', 'annotations').key(SOURCE_RANGES_ANNOTATION);
  const isKnown = annotation === old?.metadata.annotations?.[SOURCE_RANGES_ANNOTATION];
  const listed = isKnown || annotation.trim() === '' ? [] : annotation.split(',');
  return [
    ...forbidUnlessLoadBalancer(service, path),
    ...listed.flatMap((range) => validateOldCidr(path, range.trim(), [])),
  ];
}

function forbidUnlessLoadBalancer({ spec }: Readonly<Service>, path: FieldPath): FieldError[] {
  return spec.type === 'LoadBalancer' ? [] : [FieldError.forbidden(path, ONLY_LOAD_BALANCER)];
}

function validateOldCidr(path: FieldPath, range: string, before: readonly string[]): FieldError[] {
  return before.includes(range) ? [] : invalidFor(path, range, validateLegacyCidr(range));
}

/** What only a load balancer has: whether it uses node ports, and its class. */
export function validateLoadBalancerSettings(service: Readonly<Service>): FieldError[] {
  const { spec } = service;
  const errors: FieldError[] = [];
  if (spec.type === 'LoadBalancer') {
    if (spec.allocateLoadBalancerNodePorts === undefined) {
      errors.push(FieldError.required('allocateLoadBalancerNodePorts'));
    }
  } else if (spec.allocateLoadBalancerNodePorts !== undefined) {
    errors.push(FieldError.forbidden(SPEC.child('allocateLoadBalancerNodePorts'), ONLY_LOAD_BALANCER));
  }
  return [...errors, ...validateLoadBalancerClass(service)];
}

function validateLoadBalancerClass(service: Readonly<Service>): FieldError[] {
  const { loadBalancerClass } = service.spec;
  if (loadBalancerClass === undefined) {
    return [];
  }
  return service.spec.type === 'LoadBalancer'
    ? invalidFor(LOAD_BALANCER_CLASS, loadBalancerClass, validateQualifiedName(loadBalancerClass))
    : [FieldError.forbidden(LOAD_BALANCER_CLASS, ONLY_LOAD_BALANCER)];
}

/** Traffic policies and distribution, and the health check port that goes with one of them. */
export function validateTrafficPolicies(service: Readonly<Service>): FieldError[] {
  const { spec } = service;
  return [
    ...validateExternalPolicy(service),
    ...validateHealthCheckPort(service),
    ...validateInternalPolicy(spec),
    ...(spec.trafficDistribution === undefined || TRAFFIC_DISTRIBUTIONS.includes(spec.trafficDistribution)
      ? []
      : [FieldError.notSupported(SPEC.child('trafficDistribution'), spec.trafficDistribution, TRAFFIC_DISTRIBUTIONS)]),
  ];
}

function validateExternalPolicy(service: Readonly<Service>): FieldError[] {
  const path = SPEC.child('externalTrafficPolicy');
  const { externalTrafficPolicy } = service.spec;
  if (isExternallyAccessible(service)) {
    return validateRequiredChoice(path, externalTrafficPolicy, ServiceExternalTrafficPolicy.values ?? []);
  }
  return externalTrafficPolicy === undefined
    ? []
    : [FieldError.invalid(path, externalTrafficPolicy, 'may only be set for externally-accessible services')];
}

// Where it is needed and not given, the registry chooses one after validation, so that its absence is no error.
function validateHealthCheckPort(service: Readonly<Service>): FieldError[] {
  const port = service.spec.healthCheckNodePort ?? 0;
  if (port === 0) {
    return [];
  }
  return needsHealthCheckPort(service)
    ? invalidFor(HEALTH_CHECK_PORT, port, validatePortNumber(port))
    : [
        FieldError.invalid(
          HEALTH_CHECK_PORT,
          port,
          "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
        ),
      ];
}

function validateInternalPolicy({ internalTrafficPolicy, type }: ServiceSpec): FieldError[] {
  const path = SPEC.child('internalTrafficPolicy');
  if (internalTrafficPolicy !== undefined) {
    return validateChoice(path, internalTrafficPolicy, ServiceInternalTrafficPolicy.values ?? []);
  }
  const isNeeded = type === 'ClusterIP' || type === 'NodePort' || type === 'LoadBalancer';
  return isNeeded ? [FieldError.required(path)] : [];
}

/** What a change does to the load balancer's settings that it may not do. */
export function validateTrafficUpdate(service: Readonly<Service>, old: Readonly<Service>): FieldError[] {
  const errors: FieldError[] = [];
  const staysLoadBalancer = service.spec.type === 'LoadBalancer' && old.spec.type === 'LoadBalancer';
  if (staysLoadBalancer && service.spec.loadBalancerClass !== old.spec.loadBalancerClass) {
    errors.push(FieldError.invalid(LOAD_BALANCER_CLASS, service.spec.loadBalancerClass, 'may not change once set'));
  }
  errors.push(...validateLoadBalancerClass(service));
  const keepsHealthCheck = needsHealthCheckPort(old) && needsHealthCheckPort(service);
  if (keepsHealthCheck && service.spec.healthCheckNodePort !== old.spec.healthCheckNodePort) {
    errors.push(FieldError.forbidden(HEALTH_CHECK_PORT, IMMUTABLE_MESSAGE));
  }
  return errors;
}
