/** The answer of `/metrics/cadvisor`: everything that was measured, under cAdvisor's names and labels. Pure. */
import type { CgroupUsage } from '../cgroup/cgroup-usage.ts';
import type { DeviceTraffic } from '../network-usage.ts';
import type { NodeSample } from '../sample.ts';
import { cgroupMetrics, deviceMetrics, trafficMetrics } from './cadvisor-tables.ts';
import { exposition, labelText, type MetricFamily, type MetricSample } from './exposition.ts';

export interface Machine {
  readonly cpus: number;
  readonly memoryBytes: number;
  /** Such as `docker://20.10.24`. */
  readonly version: string;
  readonly kernelVersion: string;
  readonly osImage: string;
}

export interface CadvisorInput {
  /** Undefined when measuring has failed. */
  readonly sample: NodeSample | undefined;
  readonly machine: Machine;
  /** The path of a device that is given as `major:minor`. */
  readonly deviceName: (device: string) => string;
  /** What containers have written into their own files, in bytes, by container; as far as is known. */
  readonly written: (id: string) => number | undefined;
}

export function cadvisorMetrics(input: CadvisorInput): string {
  const { sample, machine } = input;
  const error = [{ value: sample === undefined ? 1 : 0 }];
  return exposition([
    ...(sample === undefined ? [] : containerFamilies(sample, input)),
    ...machineFamilies(machine),
    {
      name: 'container_scrape_error',
      help: '1 if containers could not be measured, 0 otherwise',
      type: 'gauge',
      samples: error,
    },
    {
      name: 'machine_scrape_error',
      help: '1 if the machine could not be measured, 0 otherwise',
      type: 'gauge',
      samples: [{ value: 0 }],
    },
  ]);
}

/** One cgroup with how it is labelled. */
interface Subject {
  readonly labels: string;
  readonly usage: CgroupUsage;
  /** Undefined for what was not started. */
  readonly startedAt?: number;
  readonly traffic?: readonly DeviceTraffic[];
  readonly containerId?: string;
}

const MS = 1000;

function containerFamilies(sample: NodeSample, { deviceName, written }: CadvisorInput): MetricFamily[] {
  const { at } = sample;
  const subjects = subjectsOf(sample);
  const families = cgroupMetrics.map(({ value, labels: extra, more = [], isTimed = true, ...metric }) => ({
    ...metric,
    samples: subjects.flatMap(({ labels, usage }) =>
      [{ value, labels: extra }, ...more].flatMap((row): MetricSample[] => {
        const found = row.value(usage);
        const all = row.labels === undefined ? labels : `${labels},${row.labels}`;
        return found === undefined ? [] : [{ labels: all, value: found, ...(isTimed ? { at } : {}) }];
      }),
    ),
  }));
  const devices = deviceMetrics.map(({ value, ...metric }) => ({
    ...metric,
    samples: subjects.flatMap(({ labels, usage }) =>
      usage.io.map((io) => ({ labels: `${labels},device="${deviceName(io.device)}"`, value: value(io), at })),
    ),
  }));
  const traffic = trafficMetrics.map(({ value, ...metric }) => ({
    ...metric,
    samples: subjects.flatMap(({ labels, traffic: all = [] }) =>
      all.map((device) => ({ labels: `${labels},interface="${device.name}"`, value: value(device), at })),
    ),
  }));
  return [...families, ...devices, ...traffic, ...lifeFamilies(subjects, at), writtenFamily(subjects, { at, written })];
}

function lifeFamilies(subjects: readonly Subject[], at: number): MetricFamily[] {
  return [
    {
      name: 'container_last_seen',
      help: 'When the container was measured last, in seconds since unix epoch',
      type: 'gauge',
      samples: subjects.map(({ labels }) => ({ labels, value: Math.floor(at / MS), at })),
    },
    {
      name: 'container_start_time_seconds',
      help: 'Start time of the container since unix epoch in seconds',
      type: 'gauge',
      samples: subjects.flatMap(({ labels, startedAt }) =>
        startedAt === undefined ? [] : [{ labels, value: Math.floor(startedAt / MS) }],
      ),
    },
  ];
}

function writtenFamily(
  subjects: readonly Subject[],
  { at, written }: Pick<CadvisorInput, 'written'> & { readonly at: number },
): MetricFamily {
  return {
    name: 'container_fs_usage_bytes',
    help: 'Bytes that the container has written into its own files',
    type: 'gauge',
    samples: subjects.flatMap(({ labels, containerId }) => {
      const value = containerId === undefined ? undefined : written(containerId);
      return value === undefined ? [] : [{ labels: `${labels},device=""`, value, at }];
    }),
  };
}

/** The node, then each pod: its cgroup, what holds its network, and its containers. */
function subjectsOf({ node, traffic, pods }: NodeSample): Subject[] {
  const all: Subject[] = [{ labels: identity({ id: '/' }), usage: node, traffic }];
  for (const { pod, path, usage, startedAt, sandbox, containers } of pods) {
    const ofPod = { namespace: pod.namespace, pod: pod.name };
    all.push({ labels: identity({ ...ofPod, id: `/${path}` }), usage, startedAt });
    if (sandbox !== undefined) {
      const { id, path: place, ...rest } = sandbox;
      all.push({ labels: identity({ ...ofPod, id: `/${place}`, name: id }), ...rest });
    }
    for (const { id, path: place, name, image, usage: used, startedAt: since } of containers) {
      const labels = identity({ ...ofPod, id: `/${place}`, name: id, image, container: name });
      all.push({ labels, usage: used, startedAt: since, containerId: id });
    }
  }
  return all;
}

interface Identity {
  readonly id: string;
  readonly name?: string;
  readonly image?: string;
  readonly namespace?: string;
  readonly pod?: string;
  readonly container?: string;
}

/** All metrics of a family have the same labels, so what one lacks is empty. */
function identity(given: Identity): string {
  return labelText({ container: '', image: '', name: '', namespace: '', pod: '', ...given });
}

function machineFamilies({ cpus, memoryBytes, version, kernelVersion, osImage }: Machine): MetricFamily[] {
  const labels = labelText({
    cadvisorRevision: '',
    cadvisorVersion: '',
    dockerVersion: version.replace(/^docker:\/\//, ''),
    kernelVersion,
    osVersion: osImage,
  });
  const figures = [
    ['machine_cpu_cores', 'CPUs of the machine', cpus],
    ['machine_memory_bytes', 'Memory of the machine', memoryBytes],
  ] as const;
  return [
    {
      name: 'cadvisor_version_info',
      help: 'Always 1, labelled with what measures and on what',
      type: 'gauge',
      samples: [{ labels, value: 1 }],
    },
    ...figures.map(([name, help, value]) => ({ name, help, type: 'gauge' as const, samples: [{ value }] })),
  ];
}
