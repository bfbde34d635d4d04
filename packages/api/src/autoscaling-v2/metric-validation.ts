/** What the metrics of a HorizontalPodAutoscaler have to satisfy: one source each, of its type, with a target. */
import type {
  ContainerResourceMetricSource,
  ExternalMetricSource,
  MetricIdentifier,
  MetricSpec,
  MetricTarget,
  ObjectMetricSource,
  PodsMetricSource,
  ResourceMetricSource,
} from './metric-spec.ts';
import { validateObjectReference } from './object-reference-validation.ts';
import type { ApiVersionRule } from './object-reference-validation.ts';
import { validateContainerResourceName } from '../core-v1/resource-requirements-validation.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateDns1123Label } from '../names/dns-names.ts';
import { validateRequiredSegment } from '../networking-v1/resource-reference-validation.ts';
import { Quantity } from '../scalars/quantity.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

/** The field that goes with each type of metric. */
const SOURCES = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
} as const satisfies Record<string, keyof MetricSpec>;
const TYPES = Object.keys(SOURCES);
const TARGET_TYPES = ['Utilization', 'Value', 'AverageValue'];

/** Everything wrong with a metric. `objects`: how much the apiVersion of a described object must say. */
export function validateMetric(metric: MetricSpec, path: FieldPath, objects: ApiVersionRule): FieldError[] {
  const errors: FieldError[] = [];
  const expected = Object.entries(SOURCES).find(([type]) => type === metric.type)?.[1];
  if (expected === undefined) {
    // Kubernetes says so twice; equal messages are shown once.
    if ((metric.type as string) === '')
      errors.push(FieldError.required(path.child('type'), 'must specify a metric source type'));
    errors.push(FieldError.notSupported(path.child('type'), metric.type, TYPES));
  }
  const present = (['object', 'external', 'pods', 'resource', 'containerResource'] as const).filter(
    (source) => metric[source] !== undefined,
  );
  errors.push(...validateFirstSource(metric, path, objects));
  if (expected !== undefined && metric[expected] === undefined) {
    errors.push(FieldError.required(path.child(expected), 'must populate information for the given metric source'));
  }
  if (present.length > 1) {
    const others = present.filter((source) => source !== expected);
    const detail = 'must populate the given metric source only';
    errors.push(...others.map((source) => FieldError.forbidden(path.child(source), detail)));
  }
  return errors;
}

// Only the first source given is looked into, in this order; the others are wrong just by being there.
function validateFirstSource(metric: MetricSpec, path: FieldPath, objects: ApiVersionRule): FieldError[] {
  const { object, external, pods, resource, containerResource } = metric;
  if (object !== undefined) return validateObject(object, path.child('object'), objects);
  if (external !== undefined) return validateExternal(external, path.child('external'));
  if (pods !== undefined) return validatePods(pods, path.child('pods'));
  if (resource !== undefined) return validateResource(resource, path.child('resource'));
  if (containerResource !== undefined) {
    return validateContainerResource(containerResource, path.child('containerResource'));
  }
  return [];
}

function validateObject(source: ObjectMetricSource, path: FieldPath, objects: ApiVersionRule): FieldError[] {
  const { describedObject, metric, target } = source;
  const errors = [
    ...validateObjectReference(describedObject, path.child('describedObject'), objects),
    ...validateIdentifier(metric, path.child('metric')),
    ...validateTarget(target, path.child('target')),
  ];
  if (target.value === undefined && target.averageValue === undefined) {
    const detail = 'must set either a target value or averageValue';
    errors.push(FieldError.required(path.child('target', 'averageValue'), detail));
  }
  return errors;
}

function validateExternal({ metric, target }: ExternalMetricSource, path: FieldPath): FieldError[] {
  const errors = [...validateIdentifier(metric, path.child('metric')), ...validateTarget(target, path.child('target'))];
  if (target.value === undefined && target.averageValue === undefined) {
    const detail = 'must set either a target value for metric or a per-pod target';
    errors.push(FieldError.required(path.child('target', 'averageValue'), detail));
  }
  if (target.value !== undefined && target.averageValue !== undefined) {
    const detail = 'may not set both a target value for metric and a per-pod target';
    errors.push(FieldError.forbidden(path.child('target', 'value'), detail));
  }
  return errors;
}

function validatePods({ metric, target }: PodsMetricSource, path: FieldPath): FieldError[] {
  const errors = [...validateIdentifier(metric, path.child('metric')), ...validateTarget(target, path.child('target'))];
  if (target.averageValue === undefined) {
    const detail = 'must specify a positive target averageValue';
    errors.push(FieldError.required(path.child('target', 'averageValue'), detail));
  }
  return errors;
}

function validateResource({ name, target }: ResourceMetricSource, path: FieldPath): FieldError[] {
  const errors = name === '' ? [FieldError.required(path.child('name'), 'must specify a resource name')] : [];
  return [...errors, ...validateResourceTarget(target, path.child('target'))];
}

function validateContainerResource(source: ContainerResourceMetricSource, path: FieldPath): FieldError[] {
  const { name, container, target } = source;
  const errors =
    name === ''
      ? [FieldError.required(path.child('name'), 'must specify a resource name')]
      : validateContainerResourceName(name, path.child('name'));
  const containerErrors =
    container === ''
      ? [FieldError.required(path.child('container'), 'must specify a container')]
      : invalidFor(path.child('container'), container, validateDns1123Label(container));
  return [...errors, ...containerErrors, ...validateResourceTarget(target, path.child('target'))];
}

function validateResourceTarget(target: MetricTarget, path: FieldPath): FieldError[] {
  const errors = validateTarget(target, path);
  if (target.averageUtilization === undefined && target.averageValue === undefined) {
    const detail = 'must set either a target raw value or a target utilization';
    errors.push(FieldError.required(path.child('averageUtilization'), detail));
  }
  if (target.averageUtilization !== undefined && target.averageValue !== undefined) {
    const detail = 'may not set both a target raw value and a target utilization';
    errors.push(FieldError.forbidden(path.child('averageValue'), detail));
  }
  return errors;
}

function validateTarget(target: MetricTarget, path: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  if ((target.type as string) === '') {
    errors.push(FieldError.required(path.child('type'), 'must specify a metric target type'));
  }
  if (!TARGET_TYPES.includes(target.type)) {
    const detail = 'must be either Utilization, Value, or AverageValue';
    errors.push(FieldError.invalid(path.child('type'), target.type, detail));
  }
  for (const name of ['value', 'averageValue'] as const) {
    const value = target[name];
    if (value !== undefined && Quantity.parse(value).sign() !== 1) {
      errors.push(FieldError.invalid(path.child(name), value, 'must be positive'));
    }
  }
  const { averageUtilization } = target;
  if (averageUtilization !== undefined && averageUtilization < 1) {
    errors.push(FieldError.invalid(path.child('averageUtilization'), averageUtilization, 'must be greater than 0'));
  }
  return errors;
}

function validateIdentifier({ name }: MetricIdentifier, path: FieldPath): FieldError[] {
  return name === ''
    ? [FieldError.required(path.child('name'), 'must specify a metric name')]
    : validateRequiredSegment(name, path.child('name'));
}
