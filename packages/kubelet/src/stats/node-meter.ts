/**
 * Measures the node itself: its pods, and what else runs on it. Nodes share a machine, so a node is what runs in its
 * network besides pods: this kubelet, the proxy, whatever was joined to it. When this process runs in no container, the
 * node is the whole machine.
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@wherry/component';
import { addUsage } from './cgroup/add-usage.ts';
import type { CgroupTree } from './cgroup/cgroup-tree.ts';
import type { CgroupUsage } from './cgroup/cgroup-usage.ts';
import { openCgroup, type OpenCgroup } from './cgroup/open-cgroup.ts';
import { trafficIn } from './network-usage.ts';
import type { NodeSample, PodSample, SystemSample } from './sample.ts';

export interface NodeMeterOptions {
  readonly tree: CgroupTree;
  readonly procRoot: string;
  /** Of this process, as the node sees it. */
  readonly pid: number;
  readonly clock: Clock;
  readonly buffer: Buffer;
}

export interface NodeMeter {
  read(pods: readonly PodSample[]): Pick<NodeSample, 'node' | 'system' | 'traffic'>;
  close(): void;
}

/** What runs on a node changes seldom. */
const LOOK_MS = 60_000;

export function nodeMeter({ tree, procRoot, pid, clock, buffer }: NodeMeterOptions): NodeMeter {
  let looked = -Infinity;
  let beside = new Map<string, Beside>();
  const open = (path: string): OpenCgroup => openCgroup({ version: tree.version, root: tree.root, path }, buffer);
  let machine: OpenCgroup | undefined;
  const look = (): void => {
    if (clock.monotonic() - looked < LOOK_MS) return;
    looked = clock.monotonic();
    const found = containersBeside({ tree, procRoot, pid });
    const before = beside;
    beside = new Map([...found].map(([path, name]) => [path, before.get(path) ?? { name, cgroup: open(path) }]));
    for (const [path, { cgroup }] of before) if (!found.has(path)) cgroup.close();
  };
  return {
    read(pods) {
      look();
      const measured = [...beside.values()].flatMap(({ name, cgroup }) => {
        const usage = cgroup.read(clock.monotonic());
        return usage === undefined ? [] : [{ name, usage }];
      });
      const system = [...together(measured), { name: 'pods', usage: addUsage(pods.map(({ usage }) => usage)) }];
      const isContainer = measured.some(({ name }) => name === OURS);
      const whole = isContainer ? undefined : (machine ??= open('')).read(clock.monotonic());
      return {
        node: whole ?? addUsage(system.map(({ usage }) => usage)),
        system,
        traffic: trafficIn(readText(join(procRoot, String(pid), 'net/dev'))),
      };
    },
    close() {
      machine?.close();
      for (const { cgroup } of beside.values()) cgroup.close();
    },
  };
}

interface Beside {
  readonly name: string;
  readonly cgroup: OpenCgroup;
}

const OURS = 'kubelet';
const OTHERS = 'misc';

/** One entry a name. */
function together(all: readonly SystemSample[]): SystemSample[] {
  const names = [...new Set(all.map(({ name }) => name))];
  const usagesOf = (wanted: string): CgroupUsage[] =>
    all.filter(({ name }) => name === wanted).map(({ usage }) => usage);
  return names.map((name) => ({ name, usage: addUsage(usagesOf(name)) }));
}

/** The containers whose processes share our network, and ourselves, by path. Those of pods are elsewhere. */
function containersBeside({
  tree,
  procRoot,
  pid,
}: Pick<NodeMeterOptions, 'tree' | 'procRoot' | 'pid'>): Map<string, string> {
  const ours = networkOf(procRoot, String(pid));
  const found = new Map<string, string>();
  for (const path of tree.others()) {
    const pids = tree.processes(path);
    if (pids.includes(String(pid))) found.set(path, OURS);
    else if (ours !== undefined && networkOf(procRoot, pids[0] ?? '') === ours) found.set(path, OTHERS);
  }
  return found;
}

function networkOf(procRoot: string, pid: string): string | undefined {
  try {
    return readlinkSync(join(procRoot, pid, 'ns/net'));
  } catch {
    return undefined;
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
