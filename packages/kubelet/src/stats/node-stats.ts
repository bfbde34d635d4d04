/**
 * What a node and its pods use, as three pages tell it. Nothing is measured unless somebody asks.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Quantity } from '@wherry/api';
import { releasing, type Clock, type Running } from '@wherry/component';
import type { Runtime } from '../runtime/runtime.ts';
import { cgroupTree } from './cgroup/cgroup-tree.ts';
import { createDisks } from './disk/disks.ts';
import { nodeMeter } from './node-meter.ts';
import { cadvisorMetrics } from './pages/cadvisor-metrics.ts';
import { EXPOSITION_TYPE } from './pages/exposition.ts';
import { resourceMetrics } from './pages/resource-metrics.ts';
import { summary } from './pages/summary.ts';
import { podsMeter } from './pods-meter.ts';
import type { NodeSample } from './sample.ts';
import { createSampler } from './sampler.ts';

export interface StatsPage {
  readonly type: string;
  readonly text: string;
}

export interface NodeStats extends Running {
  /** `/stats/summary` @throws when measuring fails */
  summary(options?: { readonly onlyCpuAndMemory?: boolean }): Promise<StatsPage>;
  /** `/metrics/cadvisor` */
  cadvisor(): Promise<StatsPage>;
  /** `/metrics/resource` */
  resource(): Promise<StatsPage>;
}

export interface NodeStatsOptions {
  readonly runtime: Pick<Runtime, 'pod' | 'info'> & { readonly images: Pick<Runtime['images'], 'list'> };
  readonly nodeName: string;
  /** Quantities that the node has. */
  readonly capacity: Readonly<Record<string, string>>;
  /** Where the folders of pods are. */
  readonly root: string;
  /** Where this process finds the files of the engine's machine. @default here: '' */
  readonly hostRoot?: string;
  /** Where the processes of the engine's machine are seen. @default /proc */
  readonly procRoot?: string;
  readonly clock: Clock;
}

/** The longest file of a cgroup, several times over. */
const BUFFER_BYTES = 65_536;

export function createNodeStats(options: NodeStatsOptions): NodeStats {
  const { runtime, nodeName, capacity, root, hostRoot = '', procRoot = '/proc', clock } = options;
  const startedAt = clock.now().getTime();
  const tree = cgroupTree(join(hostRoot, '/sys/fs/cgroup'));
  const buffer = Buffer.alloc(BUFFER_BYTES);
  const pods = podsMeter({ tree, runtime, procRoot, buffer, clock });
  const node = nodeMeter({ tree, procRoot, pid: process.pid, clock, buffer });
  const disks = createDisks({ root, hostRoot, procRoot, images: runtime.images, clock });
  const take = async (): Promise<NodeSample> => {
    const measured = await pods.read();
    return { at: clock.now().getTime(), pods: measured, ...node.read(measured) };
  };
  const ask = createSampler({ take, clock });
  const sampleIfPossible = async (): Promise<NodeSample | undefined> => (await ask().catch(() => undefined))?.now;
  const nameOf = deviceNames();
  return {
    ...releasing(() => {
      pods.close();
      node.close();
    }),
    async summary({ onlyCpuAndMemory = false } = {}) {
      const samples = await ask();
      if (!onlyCpuAndMemory) disks.ask(samples.now.pods);
      const text = JSON.stringify(
        summary({
          nodeName,
          samples,
          startedAt,
          memoryCapacity: Number(Quantity.parse(capacity['memory'] ?? '0').value()),
          ...(onlyCpuAndMemory ? {} : { disks: { node: disks.node, ofPod: disks.ofPod } }),
        }),
      );
      return { type: 'application/json', text };
    },
    async cadvisor() {
      const [sample, machine] = await Promise.all([sampleIfPossible(), runtime.info()]);
      disks.ask(sample?.pods ?? []);
      const text = cadvisorMetrics({ sample, machine, deviceName: nameOf, written: disks.written });
      return { type: EXPOSITION_TYPE, text };
    },
    async resource() {
      return { type: EXPOSITION_TYPE, text: resourceMetrics(await sampleIfPossible()) };
    },
  };
}

/** The path of a device, as the kernel names it. */
function deviceNames(): (device: string) => string {
  const known = new Map<string, string>();
  return (device) => {
    const name = known.get(device) ?? deviceName(device);
    known.set(device, name);
    return name;
  };
}

function deviceName(device: string): string {
  try {
    const [, name] = /^DEVNAME=(.+)$/m.exec(readFileSync(`/sys/dev/block/${device}/uevent`, 'utf8')) ?? [];
    return name === undefined ? device : `/dev/${name}`;
  } catch {
    return device;
  }
}
