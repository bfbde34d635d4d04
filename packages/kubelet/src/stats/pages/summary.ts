/**
 * The answer of `/stats/summary`: what a node and its pods have used and use just now. Pure.
 *
 * @see https://kubernetes.io/docs/reference/instrumentation/node-metrics/
 */
import { formatTime } from '@wherry/api';
import type { CgroupUsage } from '../cgroup/cgroup-usage.ts';
import type { FolderUsage, FilesystemUsage, NodeDisks, PodDisks } from '../disk/disks.ts';
import type { DeviceTraffic } from '../network-usage.ts';
import type { ContainerSample, PodSample, SamplePair } from '../sample.ts';
import { cpuStats, memoryStats, swapStats, type CpuStats, type MemoryStats, type SwapStats } from './usage-stats.ts';

export interface SummaryInput {
  readonly nodeName: string;
  readonly samples: SamplePair;
  /** When the node started, in milliseconds since 1970. */
  readonly startedAt: number;
  /** What the node may use, in bytes. */
  readonly memoryCapacity: number;
  /** Undefined: only CPU and memory are asked for. */
  readonly disks?: { readonly node: NodeDisks; readonly ofPod: (uid: string) => PodDisks | undefined };
}

export interface Summary {
  readonly node: NodeStats;
  readonly pods: readonly PodStats[];
}

interface NodeStats {
  readonly nodeName: string;
  readonly systemContainers: readonly SystemStats[];
  readonly startTime: string;
  readonly cpu: CpuStats;
  readonly memory: MemoryStats;
  readonly network?: NetworkStats;
  readonly fs?: FsStats;
  readonly runtime?: { readonly imageFs?: FsStats; readonly containerFs?: FsStats };
  readonly swap: SwapStats;
}

interface SystemStats {
  readonly name: string;
  readonly startTime: string;
  readonly cpu: CpuStats;
  readonly memory: MemoryStats;
}

interface PodStats {
  readonly podRef: { readonly name: string; readonly namespace: string; readonly uid: string };
  readonly startTime: string;
  readonly containers: readonly ContainerStats[];
  readonly cpu: CpuStats;
  readonly memory: MemoryStats;
  readonly network?: NetworkStats;
  readonly volume?: readonly (FsStats & { readonly name: string })[];
  readonly 'ephemeral-storage'?: FsStats;
  readonly process_stats: { readonly process_count: number };
  readonly swap: SwapStats;
}

interface ContainerStats {
  readonly name: string;
  readonly startTime: string;
  readonly cpu: CpuStats;
  readonly memory: MemoryStats;
  readonly rootfs?: FsStats;
  readonly logs?: FsStats;
  readonly swap: SwapStats;
}

interface FsStats {
  readonly time: string;
  readonly availableBytes?: number;
  readonly capacityBytes?: number;
  readonly usedBytes?: number;
  readonly inodesFree?: number;
  readonly inodes?: number;
  readonly inodesUsed?: number;
}

interface InterfaceStats {
  readonly name: string;
  readonly rxBytes: number;
  readonly rxErrors: number;
  readonly txBytes: number;
  readonly txErrors: number;
}

interface NetworkStats extends InterfaceStats {
  readonly time: string;
  readonly interfaces: readonly InterfaceStats[];
}

export function summary({ nodeName, samples, startedAt, memoryCapacity, disks }: SummaryInput): Summary {
  const { now, before } = samples;
  const time = formatTime(now.at);
  const figures = (usage: CgroupUsage, past: CgroupUsage | undefined, capacity?: number) => ({
    cpu: cpuStats({ usage, time, before: past }),
    memory: memoryStats({ usage, time, ...(capacity === undefined ? {} : { capacity }) }),
  });
  const pastPods = new Map(before.pods.map((pod) => [pod.pod.uid, pod]));
  return {
    node: {
      nodeName,
      systemContainers: now.system.map(({ name, usage }) => ({
        name,
        startTime: formatTime(startedAt),
        ...figures(usage, before.system.find((past) => past.name === name)?.usage),
      })),
      startTime: formatTime(startedAt),
      ...figures(now.node, before.node, memoryCapacity),
      ...(disks === undefined ? {} : { ...network(now.traffic, time), ...nodeFilesystems(disks.node) }),
      swap: swapStats(now.node, time),
    },
    pods: now.pods.map((pod) => podStats(pod, { time, figures, past: pastPods.get(pod.pod.uid), disks })),
  };
}

interface PodContext {
  readonly time: string;
  readonly figures: (usage: CgroupUsage, past: CgroupUsage | undefined) => { cpu: CpuStats; memory: MemoryStats };
  readonly past: PodSample | undefined;
  readonly disks: SummaryInput['disks'];
}

function podStats(pod: PodSample, { time, figures, past, disks }: PodContext): PodStats {
  const { name, namespace, uid } = pod.pod;
  const disk = disks?.ofPod(uid);
  const pastOf = ({ id }: ContainerSample) => past?.containers.find((container) => container.id === id)?.usage;
  return {
    podRef: { name, namespace, uid },
    startTime: formatTime(pod.startedAt),
    containers: pod.containers.map((container) => ({
      name: container.name,
      startTime: formatTime(container.startedAt),
      ...figures(container.usage, pastOf(container)),
      ...fsField('rootfs', disk?.rootfs.get(container.id)),
      ...fsField('logs', disk?.logs.get(container.id)),
      swap: swapStats(container.usage, time),
    })),
    ...figures(pod.usage, past?.usage),
    ...(disks === undefined ? {} : network(pod.sandbox?.traffic ?? [], time)),
    ...(disk === undefined
      ? {}
      : {
          volume: [...disk.volumes].map(([volume, usage]) => ({ ...folderStats(usage), name: volume })),
          'ephemeral-storage': folderStats(disk.ephemeral),
        }),
    process_stats: { process_count: pod.usage.processes },
    swap: swapStats(pod.usage, time),
  };
}

/** The device that stands for all, as everywhere in Kubernetes. */
const MAIN_DEVICE = 'eth0';

function network(devices: readonly DeviceTraffic[], time: string): { readonly network?: NetworkStats } {
  const first = devices.find(({ name }) => name === MAIN_DEVICE) ?? devices[0];
  if (first === undefined) return {};
  return { network: { time, ...interfaceStats(first), interfaces: devices.map(interfaceStats) } };
}

function interfaceStats({ name, received, sent }: DeviceTraffic): InterfaceStats {
  return { name, rxBytes: received.bytes, rxErrors: received.errors, txBytes: sent.bytes, txErrors: sent.errors };
}

function nodeFilesystems({ root, images, containers }: NodeDisks): Pick<NodeStats, 'fs' | 'runtime'> {
  return {
    ...(root === undefined ? {} : { fs: filesystemStats(root) }),
    runtime: {
      ...(images === undefined ? {} : { imageFs: filesystemStats(images) }),
      ...(containers === undefined ? {} : { containerFs: filesystemStats(containers) }),
    },
  };
}

function fsField<Name extends 'rootfs' | 'logs'>(name: Name, usage: FolderUsage | undefined) {
  return usage === undefined ? {} : { [name]: folderStats(usage) };
}

const folderStats = ({ at, filesystem, usedBytes, inodesUsed }: FolderUsage): FsStats => ({
  ...(filesystem === undefined ? { time: formatTime(at) } : filesystemStats({ ...filesystem, at })),
  usedBytes,
  inodesUsed,
});

function filesystemStats({
  at,
  availableBytes,
  capacityBytes,
  usedBytes,
  inodes,
  inodesFree,
}: FilesystemUsage): FsStats {
  const inodesUsed = inodes - inodesFree;
  return { time: formatTime(at), availableBytes, capacityBytes, usedBytes, inodesFree, inodes, inodesUsed };
}
