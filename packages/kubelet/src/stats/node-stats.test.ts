import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fakeClock, type FakeClock } from '@wherry/component';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PodRecord, RuntimeInfo } from '../runtime/runtime.ts';
import { createNodeStats, type NodeStats } from './node-stats.ts';

const UID = '6b2d1e5c-0a53-4d0e-9a5c-1c1f0d3b9f10';
const [SANDBOX, APP, OTHER] = ['a', 'b', 'c'].map((letter) => letter.repeat(64));
const PID = 4242;

/** What a machine looks like to the kubelet. A cgroup is given by its version's own path. */
class Machine {
  readonly root = mkdtempSync(join(tmpdir(), 'wherry-stats-'));
  readonly version: 1 | 2;
  readonly paths: { readonly pod: string; readonly sandbox: string; readonly app: string };

  constructor(version: 1 | 2) {
    this.version = version;
    const pod = version === 1 ? `wherry/pod${UID}` : `wherry.slice/wherry-pod${UID.replaceAll('-', '_')}.slice`;
    const below = (id = ''): string => (version === 1 ? `${pod}/${id}` : `${pod}/docker-${id}.scope`);
    this.paths = { pod, sandbox: below(SANDBOX), app: below(APP) };
    if (version === 2) this.write('sys/fs/cgroup/cgroup.controllers', 'cpu io memory pids\n');
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  /** @param cpu nanoseconds */
  use(path: string, { cpu, memory, inactive = 0 }: { cpu: number; memory: number; inactive?: number }): void {
    const at = (controller: string, name: string) =>
      `sys/fs/cgroup/${this.version === 1 ? `${controller}/` : ''}${path}/${name}`;
    if (this.version === 1) {
      this.write(at('cpuacct', 'cpuacct.usage'), `${cpu}\n`);
      this.write(at('memory', 'memory.usage_in_bytes'), `${memory}\n`);
      this.write(at('memory', 'memory.stat'), `total_rss 7\ntotal_inactive_file ${inactive}\n`);
    } else {
      this.write(at('cpu', 'cpu.stat'), `usage_usec ${cpu / 1000}\n`);
      this.write(at('memory', 'memory.current'), `${memory}\n`);
      this.write(at('memory', 'memory.stat'), `anon 7\ninactive_file ${inactive}\n`);
    }
  }

  remove(path: string): void {
    for (const controller of this.version === 1 ? ['cpuacct', 'memory'] : [''])
      rmSync(join(this.root, 'sys/fs/cgroup', controller, path), { recursive: true, force: true });
  }
}

const info: RuntimeInfo = {
  version: 'docker://20.10.24',
  kernelVersion: '6.18',
  osImage: 'Debian',
  architecture: 'amd64',
  cgroupVersion: 1,
  cpus: 2,
  memoryBytes: 1000,
};
const record: PodRecord = {
  pod: { namespace: 'shop', name: 'web', uid: UID },
  sandboxes: [
    { id: SANDBOX ?? '', attempt: 0, isReady: true, createdAt: 1000, addresses: [], network: 'pod', pid: PID },
  ],
  containers: [
    {
      id: APP ?? '',
      sandboxId: SANDBOX ?? '',
      name: 'app',
      attempt: 0,
      hash: '',
      image: 'shop:1',
      imageId: '',
      createdAt: 1000,
      state: { type: 'running', startedAt: 2000, pid: PID },
    },
  ],
};

describe.each([1, 2] as const)('createNodeStats() with cgroups of version %d', (version) => {
  let machine: Machine;
  let clock: FakeClock;
  let stats: NodeStats;
  let records: PodRecord[];
  let asked: string[];

  beforeEach(() => {
    machine = new Machine(version);
    machine.use(machine.paths.pod, { cpu: 3_000_000, memory: 1500, inactive: 500 });
    machine.use(machine.paths.sandbox, { cpu: 1_000_000, memory: 100 });
    machine.use(machine.paths.app, { cpu: 2_000_000, memory: 1400, inactive: 500 });
    machine.use(`${version === 1 ? 'wherry/' : 'wherry.slice/wherry-'}podforeign${version === 1 ? '' : '.slice'}`, {
      cpu: 9,
      memory: 9,
    });
    const dev =
      '  eth0:     486       5    1    2    0     0          0         0      90       3    4    5    0     0       0          0\n';
    machine.write(
      `proc/${PID}/net/dev`,
      `Inter-|   Receive\n face |bytes\n    lo:       1       1    0    0\n  extra: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n${dev}`,
    );
    clock = fakeClock();
    records = [record];
    asked = [];
    stats = createNodeStats({
      runtime: {
        pod: (uid) => {
          asked.push(uid);
          return Promise.resolve(records.find(({ pod }) => pod.uid === uid));
        },
        info: () => Promise.resolve(info),
        images: { list: () => Promise.resolve([]) },
      },
      nodeName: 'node-1',
      capacity: { memory: '2Ki' },
      root: join(machine.root, 'pods'),
      hostRoot: machine.root,
      procRoot: join(machine.root, 'proc'),
      clock: { ...clock, sleep: (ms) => clock.advance(ms) },
    });
  });
  afterEach(async () => {
    await stats.stop();
    rmSync(machine.root, { recursive: true });
  });

  interface SummarySeen {
    readonly node: { readonly cpu: object; readonly memory: object };
    readonly pods: readonly { readonly containers: readonly { readonly cpu: object }[] }[];
  }
  const summary = async (): Promise<SummarySeen> => JSON.parse((await stats.summary()).text) as SummarySeen;

  it('tells what a pod and its containers have used and use', async () => {
    await summary();
    await clock.advance(2000);
    machine.use(machine.paths.app, { cpu: 1_002_000_000, memory: 1400, inactive: 500 });
    const { pods } = await summary();
    expect(pods).toMatchObject([
      {
        podRef: { namespace: 'shop', name: 'web', uid: UID },
        startTime: '1970-01-01T00:00:01Z',
        cpu: { usageNanoCores: 0, usageCoreNanoSeconds: 3_000_000 },
        memory: { usageBytes: 1500, workingSetBytes: 1000 },
        network: {
          name: 'eth0',
          rxBytes: 486,
          rxErrors: 1,
          txBytes: 90,
          txErrors: 4,
          interfaces: [{ name: 'extra' }, { name: 'eth0' }],
        },
        containers: [
          {
            name: 'app',
            startTime: '1970-01-01T00:00:02Z',
            cpu: { usageNanoCores: 500_000_000, usageCoreNanoSeconds: 1_002_000_000 },
            memory: { usageBytes: 1400, workingSetBytes: 900, rssBytes: 7 },
          },
        ],
      },
    ]);
  });

  it('leaves out what is not asked for', async () => {
    const { text } = await stats.summary({ onlyCpuAndMemory: true });
    expect(Object.keys((JSON.parse(text) as { pods: [object] }).pods[0])).not.toContain('network');
  });

  it('takes the whole machine for the node when it runs in no container', async () => {
    machine.use('', { cpu: 5_000_000, memory: 1700, inactive: 100 });
    expect((await summary()).node).toMatchObject({
      cpu: { usageCoreNanoSeconds: 5_000_000 },
      memory: { usageBytes: 1700, workingSetBytes: 1600, availableBytes: 2048 - 1600 },
    });
  });

  it('tells resources with the time of measuring', async () => {
    const { text } = await stats.resource();
    const at = clock.now().getTime();
    for (const line of [
      `container_cpu_usage_seconds_total{container="app",namespace="shop",pod="web"} 0.002 ${at}`,
      `container_memory_working_set_bytes{container="app",namespace="shop",pod="web"} 900 ${at}`,
      'container_start_time_seconds{container="app",namespace="shop",pod="web"} 2',
      `pod_cpu_usage_seconds_total{namespace="shop",pod="web"} 0.003 ${at}`,
      `pod_memory_working_set_bytes{namespace="shop",pod="web"} 1000 ${at}`,
      `node_cpu_usage_seconds_total 0.003 ${at}`,
      'resource_scrape_error 0',
      'scrape_error 0',
    ])
      expect(text.split('\n')).toContain(line);
  });

  it("tells everything under cAdvisor's names", async () => {
    const { text } = await stats.cadvisor();
    const at = clock.now().getTime();
    const of = (id: string, more: string) => `id="/${id}",${more}namespace="shop",pod="web"`;
    const app = `container="app",${of(machine.paths.app, `image="shop:1",name="${APP}",`)}`;
    const sandbox = `container="",${of(machine.paths.sandbox, `image="",name="${SANDBOX}",`)}`;
    const pod = `container="",${of(machine.paths.pod, 'image="",name="",')}`;
    for (const line of [
      `container_cpu_usage_seconds_total{${app},cpu="total"} 0.002 ${at}`,
      `container_memory_working_set_bytes{${pod}} 1000 ${at}`,
      `container_network_receive_bytes_total{${sandbox},interface="eth0"} 486 ${at}`,
      `container_network_transmit_packets_dropped_total{${sandbox},interface="eth0"} 5 ${at}`,
      'machine_cpu_cores 2',
      'machine_memory_bytes 1000',
      'container_scrape_error 0',
    ])
      expect(text.split('\n')).toContain(line);
  });

  it('asks the engine again only when something has changed', async () => {
    await summary();
    const before = asked.length;
    await clock.advance(2000);
    await summary();
    expect(asked).toHaveLength(before);
    const { containers, ...rest } = record;
    const [app] = containers;
    if (app === undefined) throw new Error('There is no container');
    records = [{ ...rest, containers: [...containers, { ...app, id: OTHER ?? '', name: 'late' }] }];
    machine.use(machine.paths.app.replaceAll('b'.repeat(64), OTHER ?? ''), { cpu: 1, memory: 1 });
    await clock.advance(2000);
    expect((await summary()).pods[0]?.containers).toMatchObject([{ name: 'app' }, { name: 'late' }]);
  });

  it('forgets a pod that is gone', async () => {
    await summary();
    machine.remove(machine.paths.pod);
    await clock.advance(2000);
    expect((await summary()).pods).toEqual([]);
  });
});

describe('createNodeStats()', () => {
  it('says in its pages that measuring has failed', async () => {
    const machine = new Machine(1);
    machine.use(machine.paths.pod, { cpu: 1, memory: 1 });
    const runtime = {
      pod: () => Promise.reject(new Error('no engine')),
      info: () => Promise.resolve(info),
      images: { list: () => Promise.resolve([]) },
    };
    const stats = createNodeStats({
      runtime,
      nodeName: 'node-1',
      capacity: {},
      root: '/nowhere',
      hostRoot: machine.root,
      clock: fakeClock(),
    });
    expect((await stats.resource()).text).toMatch(/^resource_scrape_error 1$/m);
    expect((await stats.cadvisor()).text).toMatch(/^container_scrape_error 1$/m);
    await expect(stats.summary()).rejects.toThrow('no engine');
    await stats.stop();
    rmSync(machine.root, { recursive: true });
  });
});
