/** Many pods as the kernel sees them, without any process: what measuring them costs is what it costs with real ones. */
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rmdir } from 'node:fs/promises';
import type { PodRecord } from '../../runtime/runtime.ts';
import type { NodeStatsOptions } from '../node-stats.ts';

const CONTROLLERS = ['cpu', 'cpuacct', 'memory', 'blkio', 'pids'].map((name) => `/sys/fs/cgroup/${name}`);

/** Needs version 1 of cgroups, and root. */
export const canHaveCgroupLab = (): boolean =>
  process.getuid?.() === 0 && CONTROLLERS.every((path) => existsSync(path));

export interface CgroupLab {
  /** Knows the pods, each with one container that runs. */
  readonly runtime: NodeStatsOptions['runtime'];
  /** One file of each container, which is read at each look. */
  readonly memoryFiles: readonly string[];
  remove(): Promise<void>;
}

interface LabPod {
  readonly uid: string;
  readonly sandbox: string;
  readonly app: string;
}

export async function createCgroupLab(count: number): Promise<CgroupLab> {
  const pods = Array.from({ length: count }, () => ({ uid: randomUUID(), sandbox: newId(), app: newId() }));
  const above = pods.flatMap(({ uid }) => CONTROLLERS.map((path) => `${path}/wherry/pod${uid}`));
  const below = pods.flatMap(({ uid, sandbox, app }) =>
    CONTROLLERS.flatMap((path) => [sandbox, app].map((id) => `${path}/wherry/pod${uid}/${id}`)),
  );
  for (const path of below) await mkdir(path, { recursive: true });
  const records = new Map<string, PodRecord>(pods.map((pod) => [pod.uid, recordOf(pod)]));
  return {
    runtime: {
      pod: (uid) => Promise.resolve(records.get(uid)),
      info: () =>
        Promise.resolve({
          version: 'docker://20.10.24',
          kernelVersion: '6.18',
          osImage: 'Debian',
          architecture: 'amd64',
          cgroupVersion: 1,
          cpus: 2,
          memoryBytes: 2 ** 30,
        }),
      images: { list: () => Promise.resolve([]) },
    },
    memoryFiles: below.filter((path) => path.includes('/memory/')).map((path) => `${path}/memory.stat`),
    async remove() {
      for (const path of [...below, ...above]) await rmdir(path);
    },
  };
}

const newId = (): string => randomBytes(32).toString('hex');

/** Its network is that of this process. */
function recordOf({ uid, sandbox, app }: LabPod): PodRecord {
  const { pid } = process;
  const common = { attempt: 0, createdAt: 0, hash: '', image: 'app', imageId: '' };
  return {
    pod: { namespace: 'default', name: `web-${uid}`, uid },
    sandboxes: [{ ...common, id: sandbox, isReady: true, addresses: [], network: 'pod', pid }],
    containers: [
      { ...common, id: app, sandboxId: sandbox, name: 'app', state: { type: 'running', startedAt: 0, pid } },
    ],
  };
}
