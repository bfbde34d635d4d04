/** The answer of `/metrics/resource`: what whoever scales by CPU and memory reads. Pure. */
import type { CgroupUsage } from '../cgroup/cgroup-usage.ts';
import type { NodeSample } from '../sample.ts';
import { exposition, labelText, type MetricFamily, type MetricSample } from './exposition.ts';

const NANOS = 1e9;
const MS = 1000;

/** @param sample undefined when measuring has failed */
export function resourceMetrics(sample: NodeSample | undefined): string {
  const failed: MetricSample[] = [{ value: sample === undefined ? 1 : 0 }];
  return exposition([
    ...(sample === undefined ? [] : [...nodeFamilies(sample), ...podFamilies(sample), ...containerFamilies(sample)]),
    {
      name: 'scrape_error',
      help: '[ALPHA] (Deprecated since 1.29.0) 1 if container metrics could not be had, 0 otherwise',
      type: 'gauge',
      samples: failed,
    },
    {
      name: 'resource_scrape_error',
      help: '[STABLE] 1 if container metrics could not be had, 0 otherwise',
      type: 'gauge',
      samples: failed,
    },
  ]);
}

interface Measured {
  readonly labels?: string;
  readonly usage: CgroupUsage;
}

/** The three figures that a node, a pod and a container have. */
function families(
  of: 'node' | 'pod' | 'container',
  { at, all }: { readonly at: number; readonly all: readonly Measured[] },
): MetricFamily[] {
  const each = (value: (usage: CgroupUsage) => number): MetricSample[] =>
    all.map(({ usage, ...labels }) => ({ ...labels, value: value(usage), at }));
  return [
    {
      name: `${of}_cpu_usage_seconds_total`,
      help: `[STABLE] CPU time that the ${of} has used, in core-seconds`,
      type: 'counter',
      samples: each(({ cpu }) => cpu.total / NANOS),
    },
    {
      name: `${of}_memory_working_set_bytes`,
      help: `[STABLE] Working set of the ${of} in bytes`,
      type: 'gauge',
      samples: each(({ memory }) => memory.workingSet),
    },
    {
      name: `${of}_swap_usage_bytes`,
      help: `[ALPHA] Swap that the ${of} uses, in bytes`,
      type: 'gauge',
      samples: each(({ memory }) => memory.swap),
    },
  ];
}

function nodeFamilies({ at, node }: NodeSample): MetricFamily[] {
  return families('node', { at, all: [{ usage: node }] });
}

function podFamilies({ at, pods }: NodeSample): MetricFamily[] {
  const all = pods.map(({ pod, usage }) => ({
    labels: labelText({ namespace: pod.namespace, pod: pod.name }),
    usage,
  }));
  return families('pod', { at, all });
}

function containerFamilies({ at, pods }: NodeSample): MetricFamily[] {
  const all = pods.flatMap(({ pod: { name: pod, namespace }, containers }) =>
    containers.map(({ name, usage, startedAt }) => ({
      measured: { labels: labelText({ container: name, namespace, pod }), usage },
      startedAt,
    })),
  );
  return [
    ...families('container', { at, all: all.map(({ measured }) => measured) }),
    {
      name: 'container_start_time_seconds',
      help: '[STABLE] Start time of the container since unix epoch in seconds',
      type: 'gauge',
      samples: all.map(({ measured: { labels }, startedAt }) => ({ labels, value: startedAt / MS })),
    },
    {
      name: 'container_swap_limit_bytes',
      help: '[ALPHA] Swap that the container may use, in bytes',
      type: 'gauge',
      // No container may have more than it uses: see the limits that containers are made with.
      samples: all.map(({ measured: { labels, usage } }) => ({ labels, value: usage.memory.swap, at })),
    },
  ];
}
