/** One metric from the form of annotations to the form of version 2, and back. */
import type { MetricSpec as AnnotatedSpec, MetricStatus as AnnotatedStatus } from './metric-annotations.ts';
import type { MetricIdentifier, MetricSpec, MetricTarget } from '../autoscaling-v2/metric-spec.ts';
import type { MetricStatus, MetricValueStatus } from '../autoscaling-v2/metric-status.ts';
import type { LabelSelector } from '../meta-v1/label-selector.ts';

const ZERO = '0';

/** A metric as an annotation has it. */
export function annotatedSpec(metric: MetricSpec): AnnotatedSpec {
  const { type, object, pods, resource, containerResource, external } = metric;
  return {
    type,
    ...(object && {
      object: {
        target: object.describedObject,
        metricName: object.metric.name,
        targetValue: object.target.value ?? ZERO,
        ...selectorOf(object.metric),
        ...given('averageValue', object.target.averageValue),
      },
    }),
    ...(pods && {
      pods: {
        metricName: pods.metric.name,
        targetAverageValue: pods.target.averageValue ?? ZERO,
        ...selectorOf(pods.metric),
      },
    }),
    ...(resource && { resource: { name: resource.name, ...annotatedTarget(resource.target) } }),
    ...(containerResource && {
      containerResource: {
        name: containerResource.name,
        ...annotatedTarget(containerResource.target),
        container: containerResource.container,
      },
    }),
    ...(external && {
      external: {
        metricName: external.metric.name,
        ...given('metricSelector', external.metric.selector),
        ...given('targetValue', external.target.value),
        ...given('targetAverageValue', external.target.averageValue),
      },
    }),
  };
}

/** A metric from an annotation. */
export function specOf(annotated: AnnotatedSpec): MetricSpec {
  const { type, object, pods, resource, containerResource, external } = annotated;
  return {
    type,
    ...(object && {
      object: {
        describedObject: object.target,
        target: {
          type: object.averageValue === undefined ? 'Value' : 'AverageValue',
          value: object.targetValue,
          ...given('averageValue', object.averageValue),
        },
        metric: identifierOf(object.metricName, object.selector),
      },
    }),
    ...(pods && {
      pods: {
        metric: identifierOf(pods.metricName, pods.selector),
        target: { type: 'AverageValue', averageValue: pods.targetAverageValue },
      },
    }),
    ...(resource && { resource: { name: resource.name, target: resourceTargetOf(resource) } }),
    ...(containerResource && {
      containerResource: {
        name: containerResource.name,
        target: resourceTargetOf(containerResource),
        container: containerResource.container,
      },
    }),
    ...(external && {
      external: {
        metric: identifierOf(external.metricName, external.metricSelector),
        target: {
          type: external.targetValue === undefined ? 'AverageValue' : 'Value',
          ...given('value', external.targetValue),
          ...given('averageValue', external.targetAverageValue),
        },
      },
    }),
  };
}

/** A seen metric as an annotation has it. */
export function annotatedStatus(metric: MetricStatus): AnnotatedStatus {
  const { type, object, pods, resource, containerResource, external } = metric;
  return {
    type,
    ...(object && {
      object: {
        target: object.describedObject,
        metricName: object.metric.name,
        currentValue: object.current.value ?? ZERO,
        ...selectorOf(object.metric),
        ...given('averageValue', object.current.averageValue),
      },
    }),
    ...(pods && {
      pods: {
        metricName: pods.metric.name,
        currentAverageValue: pods.current.averageValue ?? ZERO,
        ...selectorOf(pods.metric),
      },
    }),
    ...(resource && { resource: { name: resource.name, ...annotatedValue(resource.current) } }),
    ...(containerResource && {
      containerResource: {
        name: containerResource.name,
        ...annotatedValue(containerResource.current),
        container: containerResource.container,
      },
    }),
    ...(external && {
      external: {
        metricName: external.metric.name,
        ...given('metricSelector', external.metric.selector),
        currentValue: external.current.value ?? ZERO,
        ...given('currentAverageValue', external.current.averageValue),
      },
    }),
  };
}

/** A seen metric from an annotation. */
export function statusOf(annotated: AnnotatedStatus): MetricStatus {
  const { type, object, pods, resource, containerResource, external } = annotated;
  return {
    type,
    ...(object && {
      object: {
        metric: identifierOf(object.metricName, object.selector),
        current: { value: object.currentValue, ...given('averageValue', object.averageValue) },
        describedObject: object.target,
      },
    }),
    ...(pods && {
      pods: {
        metric: identifierOf(pods.metricName, pods.selector),
        current: { averageValue: pods.currentAverageValue },
      },
    }),
    ...(resource && { resource: { name: resource.name, current: valueOf(resource) } }),
    ...(containerResource && {
      containerResource: {
        name: containerResource.name,
        current: valueOf(containerResource),
        container: containerResource.container,
      },
    }),
    ...(external && {
      external: {
        metric: identifierOf(external.metricName, external.metricSelector),
        current: { value: external.currentValue, ...given('averageValue', external.currentAverageValue) },
      },
    }),
  };
}

interface AnnotatedTarget {
  targetAverageUtilization?: number;
  targetAverageValue?: string;
}

interface AnnotatedValue {
  currentAverageUtilization?: number;
  currentAverageValue: string;
}

function annotatedTarget({ averageUtilization, averageValue }: MetricTarget): AnnotatedTarget {
  return {
    ...given('targetAverageUtilization', averageUtilization),
    ...given('targetAverageValue', averageValue),
  };
}

function resourceTargetOf({ targetAverageUtilization, targetAverageValue }: AnnotatedTarget): MetricTarget {
  return {
    type: targetAverageUtilization === undefined ? 'AverageValue' : 'Utilization',
    ...given('averageValue', targetAverageValue),
    ...given('averageUtilization', targetAverageUtilization),
  };
}

function annotatedValue({ averageUtilization, averageValue }: MetricValueStatus): AnnotatedValue {
  return {
    ...given('currentAverageUtilization', averageUtilization),
    currentAverageValue: averageValue ?? ZERO,
  };
}

function valueOf({ currentAverageUtilization, currentAverageValue }: AnnotatedValue): MetricValueStatus {
  return { averageValue: currentAverageValue, ...given('averageUtilization', currentAverageUtilization) };
}

function identifierOf(name: string, selector: LabelSelector | undefined): MetricIdentifier {
  return { name, ...given('selector', selector) };
}

function selectorOf({ selector }: MetricIdentifier): { selector?: LabelSelector } {
  return given('selector', selector);
}

function given<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [key in K]?: V };
}
