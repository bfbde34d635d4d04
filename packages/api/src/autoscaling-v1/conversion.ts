/**
 * A HorizontalPodAutoscaler as version 1 shows it, to and from the stored version 2. Version 1 knows CPU utilization
 * only; everything else travels in annotations, so that reading and writing back by version 1 loses nothing.
 */
import { decodeBehavior, encodeBehavior } from './behavior-annotation.ts';
import type { HorizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import { MetricSpecs, MetricStatuses } from './metric-annotations.ts';
import { annotatedSpec, annotatedStatus, specOf, statusOf } from './metric-conversion.ts';
import { defaultMetric } from '../autoscaling-v2/defaults.ts';
import { HorizontalPodAutoscalerStatus as StoredStatus } from '../autoscaling-v2/horizontal-pod-autoscaler.ts';
import type { HorizontalPodAutoscaler as Stored } from '../autoscaling-v2/horizontal-pod-autoscaler.ts';
import type { MetricSpec } from '../autoscaling-v2/metric-spec.ts';
import type { ObjectMeta } from '../meta-v1/object-meta.ts';
import { decodeJson } from '../schema/decode-json.ts';

const METRICS = 'autoscaling.alpha.kubernetes.io/metrics';
const CURRENT_METRICS = 'autoscaling.alpha.kubernetes.io/current-metrics';
const BEHAVIOR = 'autoscaling.alpha.kubernetes.io/behavior';
const CONDITIONS = 'autoscaling.alpha.kubernetes.io/conditions';
const ROUND_TRIP: readonly string[] = [METRICS, CURRENT_METRICS, BEHAVIOR, CONDITIONS];

/** The stored form of an object of version 1. Annotations that cannot be read are dropped. */
export function toStored(object: HorizontalPodAutoscaler): Stored {
  const { spec, status } = object;
  const annotations = object.metadata.annotations ?? {};
  const metrics = [
    ...(read(annotations[METRICS], readMetrics) ?? []),
    ...(spec.targetCPUUtilizationPercentage === undefined ? [] : [cpuMetric(spec.targetCPUUtilizationPercentage)]),
  ];
  const behavior = read(annotations[BEHAVIOR], decodeBehavior);
  const conditions = read(annotations[CONDITIONS], readConditions);
  return {
    ...(object.apiVersion !== undefined && { apiVersion: 'autoscaling/v2' }),
    ...(object.kind !== undefined && { kind: object.kind }),
    metadata: withAnnotations(object.metadata, {}),
    spec: {
      scaleTargetRef: spec.scaleTargetRef,
      ...(spec.minReplicas !== undefined && { minReplicas: spec.minReplicas }),
      maxReplicas: spec.maxReplicas,
      metrics: metrics.length === 0 ? [defaultMetric()] : metrics,
      ...(behavior && { behavior }),
    },
    status: {
      ...(status.observedGeneration !== undefined && { observedGeneration: status.observedGeneration }),
      ...(status.lastScaleTime !== undefined && { lastScaleTime: status.lastScaleTime }),
      ...(status.currentReplicas !== 0 && { currentReplicas: status.currentReplicas }),
      desiredReplicas: status.desiredReplicas,
      currentMetrics: read(annotations[CURRENT_METRICS], readCurrentMetrics) ?? cpuStatus(status),
      ...(conditions && { conditions }),
    },
  };
}

/** What version 1 shows of a stored object. */
export function fromStored(object: Stored): HorizontalPodAutoscaler {
  const { spec, status } = object;
  const { metrics = [], behavior } = spec;
  const { conditions = [] } = status;
  const others = metrics.filter((metric) => !isCpuUtilization(metric));
  const cpu = metrics.find(({ type, resource }) => type === 'Resource' && resource?.name === 'cpu');
  const cpuTarget = cpu?.resource?.target.averageUtilization;
  const cpuNow = status.currentMetrics.findLast(
    ({ type, resource }) =>
      type === 'Resource' && resource?.name === 'cpu' && resource.current.averageUtilization !== undefined,
  )?.resource?.current.averageUtilization;
  const annotations = {
    ...(others.length > 0 && { [METRICS]: JSON.stringify(others.map(annotatedSpec)) }),
    ...(status.currentMetrics.length > 0 && {
      [CURRENT_METRICS]: JSON.stringify(status.currentMetrics.map(annotatedStatus)),
    }),
    ...(behavior && { [BEHAVIOR]: encodeBehavior(behavior) }),
    ...(conditions.length > 0 && { [CONDITIONS]: JSON.stringify(conditions) }),
  };
  return {
    ...(object.apiVersion !== undefined && { apiVersion: 'autoscaling/v1' }),
    ...(object.kind !== undefined && { kind: object.kind }),
    metadata: withAnnotations(object.metadata, annotations),
    spec: {
      scaleTargetRef: spec.scaleTargetRef,
      ...(spec.minReplicas !== undefined && { minReplicas: spec.minReplicas }),
      maxReplicas: spec.maxReplicas,
      ...(cpuTarget !== undefined && { targetCPUUtilizationPercentage: cpuTarget }),
    },
    status: {
      ...(status.observedGeneration !== undefined && { observedGeneration: status.observedGeneration }),
      ...(status.lastScaleTime !== undefined && { lastScaleTime: status.lastScaleTime }),
      currentReplicas: status.currentReplicas ?? 0,
      desiredReplicas: status.desiredReplicas,
      ...(cpuNow !== undefined && { currentCPUUtilizationPercentage: cpuNow }),
    },
  };
}

// Annotations of these names are always our own: a stored object never has them.
function withAnnotations(metadata: ObjectMeta, added: Record<string, string>): ObjectMeta {
  const { annotations: old = {}, ...rest } = metadata;
  const kept = Object.entries(old).filter(([key]) => !ROUND_TRIP.includes(key));
  const annotations = { ...Object.fromEntries(kept), ...added };
  return Object.keys(annotations).length === 0 ? rest : { ...rest, annotations };
}

function read<T>(text: string | undefined, decode: (text: string) => T): T | undefined {
  if (text === undefined) {
    return undefined;
  }
  try {
    return decode(text);
  } catch {
    return undefined;
  }
}

function readMetrics(text: string): MetricSpec[] {
  return decodeJson(MetricSpecs, { items: JSON.parse(text) as unknown }).value.items.map(specOf);
}

function readCurrentMetrics(text: string): StoredStatus['currentMetrics'] {
  return decodeJson(MetricStatuses, { items: JSON.parse(text) as unknown }).value.items.map(statusOf);
}

function readConditions(text: string): StoredStatus['conditions'] {
  return decodeJson(StoredStatus, { conditions: JSON.parse(text) as unknown }).value.conditions;
}

function cpuMetric(averageUtilization: number): MetricSpec {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } };
}

function cpuStatus({
  currentCPUUtilizationPercentage: averageUtilization,
}: HorizontalPodAutoscaler['status']): StoredStatus['currentMetrics'] {
  if (averageUtilization === undefined) {
    return [];
  }
  return [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization } } }];
}

function isCpuUtilization({ type, resource }: MetricSpec): boolean {
  return type === 'Resource' && resource?.name === 'cpu' && resource.target.averageUtilization !== undefined;
}
