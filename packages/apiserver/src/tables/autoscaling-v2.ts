import {
  HorizontalPodAutoscalers,
  type HorizontalPodAutoscaler,
  type MetricSpec,
  type MetricStatus,
  type MetricTarget,
  type MetricValueStatus,
} from '@wherry/api/autoscaling-v2';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn } from './columns.ts';
import { tableFor, type TableColumns, type TableEntry } from './table-columns.ts';

const MAX_METRICS = 2;
const UNKNOWN = '<unknown>';
/** What Kubernetes writes where a value should be and is not. */
const NO_VALUE = '<nil>';

/** How an autoscaler is shown, whichever version a client asks for. */
export const autoscalerTable: TableColumns<HorizontalPodAutoscaler> = {
  columns: [
    nameColumn,
    column('Reference', 'The workload that is scaled.'),
    column('Targets', 'Metrics: what they are, and what they should be.'),
    column('MinPods', 'Fewest pods.'),
    column('MaxPods', 'Most pods.'),
    column('Replicas', 'Pods there are now.'),
    ageColumn,
  ],
  cells: ({ metadata, spec, status }, now) => [
    metadata.name ?? '',
    `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`,
    formatMetrics(spec.metrics ?? [], status.currentMetrics),
    String(spec.minReplicas ?? '<unset>'),
    spec.maxReplicas,
    status.currentReplicas ?? 0,
    formatAge(metadata.creationTimestamp, now),
  ],
};

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [tableFor(HorizontalPodAutoscalers, autoscalerTable)];

function formatMetrics(specs: readonly MetricSpec[], statuses: readonly MetricStatus[]): string {
  if (specs.length === 0) return '<none>';
  const texts = specs.map((spec, index) => formatMetric(spec, statuses[index]));
  const shown = texts.slice(0, MAX_METRICS).join(', ');
  return texts.length > MAX_METRICS ? `${shown} + ${texts.length - MAX_METRICS} more...` : shown;
}

function formatMetric(spec: MetricSpec, status: MetricStatus | undefined): string {
  switch (spec.type) {
    case 'External':
      return formatAmount(spec.external?.target, status?.external?.current);
    case 'Object':
      return formatAmount(spec.object?.target, status?.object?.current);
    case 'Pods': {
      const current = status?.pods === undefined ? UNKNOWN : (status.pods.current.averageValue ?? NO_VALUE);
      return `${current}/${spec.pods?.target.averageValue ?? NO_VALUE}`;
    }
    case 'Resource':
      return formatResource(spec.resource, status?.resource?.current);
    case 'ContainerResource':
      return formatResource(spec.containerResource, status?.containerResource?.current);
    default:
      return '<unknown type>';
  }
}

function formatAmount(target: MetricTarget | undefined, current: MetricValueStatus | undefined): string {
  if (target?.averageValue !== undefined) return `${current?.averageValue ?? UNKNOWN}/${target.averageValue} (avg)`;
  return `${current === undefined ? UNKNOWN : (current.value ?? NO_VALUE)}/${target?.value ?? NO_VALUE}`;
}

function formatResource(
  source: { readonly name: string; readonly target: MetricTarget } | undefined,
  current: MetricValueStatus | undefined,
): string {
  const { name = '', target } = source ?? {};
  if (target?.averageValue !== undefined) {
    return `${name}: ${current === undefined ? UNKNOWN : (current.averageValue ?? NO_VALUE)}/${target.averageValue}`;
  }
  const percent = (value: number | undefined, otherwise: string): string =>
    value === undefined ? otherwise : `${value}%`;
  return `${name}: ${percent(current?.averageUtilization, UNKNOWN)}/${percent(target?.averageUtilization, '<auto>')}`;
}
