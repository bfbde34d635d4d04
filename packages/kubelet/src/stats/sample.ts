/** What was measured of a node at one moment. */
import type { PodRef } from '../runtime/runtime.ts';
import type { CgroupUsage } from './cgroup/cgroup-usage.ts';
import type { DeviceTraffic } from './network-usage.ts';

/** Times are milliseconds since 1970. */
export interface NodeSample {
  readonly at: number;
  readonly node: CgroupUsage;
  /** What runs on the node and is no pod. */
  readonly system: readonly SystemSample[];
  readonly traffic: readonly DeviceTraffic[];
  readonly pods: readonly PodSample[];
}

export interface SystemSample {
  readonly name: string;
  readonly usage: CgroupUsage;
}

export interface PodSample {
  readonly pod: PodRef;
  readonly startedAt: number;
  /** As cgroups name it: a path from where they are mounted. */
  readonly path: string;
  /** All that belongs to the pod, taken together. */
  readonly usage: CgroupUsage;
  readonly sandbox: SandboxSample | undefined;
  readonly containers: readonly ContainerSample[];
}

export interface SandboxSample {
  readonly id: string;
  readonly path: string;
  readonly startedAt: number;
  readonly usage: CgroupUsage;
  /** Of a network of its own. */
  readonly traffic: readonly DeviceTraffic[];
}

export interface ContainerSample {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly image: string;
  readonly startedAt: number;
  readonly pid: number;
  readonly usage: CgroupUsage;
}

/** Two samples: between them lie the rates. */
export interface SamplePair {
  readonly now: NodeSample;
  readonly before: NodeSample;
}
