// What the kubelet says of usage, beside what the engine says of the same containers, and what saying it costs.

import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { systemClock, type Clock } from '@wherry/component';
import { createNodeStats, openDockerRuntime, type NodeStats, type Runtime } from '@wherry/kubelet';
import { canHaveCgroupLab, containerSpec, createCgroupLab, sandboxSpec, testPod } from '@wherry/kubelet/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { baseImage } from '../../setup/steps/base-image.ts';
import { waitFor } from './wait-for.ts';

const run = promisify(execFile);
const owner = `test-${randomUUID()}`;

interface Cpu {
  readonly usageNanoCores: number;
  readonly usageCoreNanoSeconds: number;
}
interface Memory {
  readonly usageBytes: number;
  readonly workingSetBytes: number;
  readonly rssBytes: number;
}
interface PodSeen {
  readonly podRef: { readonly uid: string };
  readonly cpu: Cpu;
  readonly memory: Memory;
  readonly network?: { readonly name: string; readonly rxBytes: number; readonly txBytes: number };
  readonly containers: readonly {
    readonly name: string;
    readonly cpu: Cpu;
    readonly memory: Memory;
    readonly rootfs?: { readonly usedBytes: number };
  }[];
}

/** What the engine says, by the names of version 1 of cgroups or of version 2. */
interface EngineStats {
  readonly cpu_stats: { readonly cpu_usage: { readonly total_usage: number } };
  readonly memory_stats: { readonly usage: number; readonly stats: Readonly<Record<string, number>> };
}

async function engineStats(id: string): Promise<EngineStats> {
  const url = `http://engine/v1.41/containers/${id}/stats?stream=false&one-shot=true`;
  const { stdout } = await run('curl', ['-s', '--unix-socket', '/var/run/docker.sock', url]);
  return JSON.parse(stdout) as EngineStats;
}

function withinPercent(value: number, { of, percent }: { of: number; percent: number }): void {
  expect(Math.abs(value - of), `${value} beside ${of}`).toBeLessThanOrEqual((of * percent) / 100);
}

describe('the usage of a pod', () => {
  const pod = testPod();
  let runtime: Runtime;
  let stats: NodeStats;
  let id: string;
  let sandboxPid: number;

  const seen = async (): Promise<PodSeen> => {
    const { pods } = JSON.parse((await stats.summary()).text) as { readonly pods: readonly PodSeen[] };
    const [found] = pods;
    if (found === undefined) throw new Error('The pod is not seen');
    expect(pods).toHaveLength(1);
    return found;
  };

  beforeAll(async () => {
    runtime = await openDockerRuntime({ owner, sandboxImage: baseImage });
    const { id: sandboxId, pid = 0 } = await runtime.startSandbox(sandboxSpec({ pod }));
    sandboxPid = pid;
    const { id: imageId = '' } = (await runtime.images.inspect(baseImage)) ?? {};
    // Files that are cached, memory that is its own, and CPU, about a fifth of the time.
    const script =
      'my $x = "a" x 50_000_000; open my $f, ">", "/file"; print $f "b" x 20_000_000; close $f; open $f, "/file"; 1 while <$f>;' +
      'while (1) { my $end = times() + 0.2; 1 while times() < $end; select undef, undef, undef, 0.8 }';
    id = await runtime.createContainer(containerSpec({ pod, sandboxId, imageId, command: ['perl', '-e', script] }));
    await runtime.startContainer(id);
    const [root, capacity] = ['/var/lib/wherry', { memory: '1Gi' }];
    stats = createNodeStats({ runtime, nodeName: 'node-1', capacity, root, clock: systemClock });
    await waitFor('the memory', async () => (await engineStats(id)).memory_stats.usage > 7e7);
  });

  afterAll(async () => {
    await stats.stop();
    for (const { sandboxes, containers } of await runtime.pods()) {
      await Promise.all(containers.map((container) => runtime.removeContainer(container.id)));
      await Promise.all(sandboxes.map((sandbox) => runtime.removeSandbox(sandbox.id)));
    }
  });

  it('rises between two looks of the engine as theirs does', async () => {
    const before = await engineStats(id);
    const asked = performance.now();
    const begin = await seen();
    const left = performance.now();
    await systemClock.sleep(4000);
    const back = performance.now();
    const end = await seen();
    const returned = performance.now();
    const after = await engineStats(id);
    const [from = 0, to = 0] = [before, after].map(({ cpu_stats: cpu }) => cpu.cpu_usage.total_usage);
    const [a, b] = [begin, end].map(({ containers: [app] }) => app?.cpu);
    expect(a?.usageCoreNanoSeconds).toBeGreaterThanOrEqual(from);
    expect(b?.usageCoreNanoSeconds).toBeLessThanOrEqual(to);
    // The rate spans the time between two looks, each before its answer: we know how long it was at least and at most.
    const used = (b?.usageCoreNanoSeconds ?? 0) - (a?.usageCoreNanoSeconds ?? 0);
    expect(used).toBeGreaterThan(0.05e9);
    expect(b?.usageNanoCores).toBeLessThan((1.02 * used * 1000) / (back - left));
    expect(b?.usageNanoCores).toBeGreaterThan((0.98 * used * 1000) / (returned - asked));
  });

  it('is within two percent of what the engine says of the same moment', async () => {
    // Nothing changes in a container that is stopped, so both see the same.
    await run('docker', ['kill', '--signal=STOP', id]);
    onTestFinished(async () => void (await run('docker', ['kill', '--signal=CONT', id])));
    await systemClock.sleep(2500);
    const { cpu_stats: cpu, memory_stats: memory } = await engineStats(id);
    const { containers, ...whole } = await seen();
    const [app] = containers;
    if (app === undefined) throw new Error('The container is not seen');
    const inactive = memory.stats['total_inactive_file'] ?? memory.stats['inactive_file'] ?? 0;
    withinPercent(app.cpu.usageCoreNanoSeconds, { of: cpu.cpu_usage.total_usage, percent: 2 });
    withinPercent(app.memory.usageBytes, { of: memory.usage, percent: 2 });
    withinPercent(app.memory.workingSetBytes, { of: memory.usage - inactive, percent: 2 });
    withinPercent(app.memory.rssBytes, { of: memory.stats['rss'] ?? memory.stats['anon'] ?? 0, percent: 2 });
    expect(inactive).toBeGreaterThan(1e7);
    expect(whole.memory.usageBytes).toBeGreaterThanOrEqual(app.memory.usageBytes);
    expect(whole.cpu.usageCoreNanoSeconds).toBeGreaterThanOrEqual(app.cpu.usageCoreNanoSeconds);
  });

  it("holds what went over the pod's own network", async () => {
    const inside = (...command: string[]) => run('nsenter', ['-t', String(sandboxPid), '-n', ...command]);
    await run('ip', ['link', 'add', 'wtest0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(sandboxPid)]);
    onTestFinished(async () => void (await run('ip', ['link', 'del', 'wtest0'])));
    await run('ip', ['link', 'set', 'wtest0', 'up']);
    await inside('ip', 'link', 'set', 'eth0', 'up');
    await inside('ip', 'address', 'add', '192.0.2.1/30', 'dev', 'eth0');
    const neighbour = (await inside('cat', '/proc/net/dev')).stdout;
    expect(neighbour).toContain('eth0');
    await inside('ip', 'neigh', 'replace', '192.0.2.2', 'lladdr', '02:00:00:00:00:01', 'dev', 'eth0');
    const send =
      'use IO::Socket::INET; my $s = IO::Socket::INET->new(Proto => "udp", PeerAddr => "192.0.2.2:9"); print $s "x" x 1000 for 1..50';
    await inside('perl', '-e', send);
    await systemClock.sleep(2500);
    const [{ stats64: counted }] = JSON.parse((await inside('ip', '-s', '-j', 'link', 'show', 'eth0')).stdout) as [
      { readonly stats64: { readonly tx: { readonly bytes: number } } },
    ];
    const { network } = await seen();
    expect(network?.name).toBe('eth0');
    expect(network?.txBytes).toBeGreaterThanOrEqual(1000);
    withinPercent(network?.txBytes ?? 0, { of: counted.tx.bytes, percent: 2 });
  });

  it('holds, after a while, what containers have written', async () => {
    const written = async () => {
      await systemClock.sleep(1000);
      return (await seen()).containers[0]?.rootfs?.usedBytes ?? 0;
    };
    const { stdout: driver } = await run('docker', ['info', '-f', '{{.Driver}}']);
    if (!driver.startsWith('overlay')) return;
    await expect.poll(written, { timeout: 60_000 }).toBeGreaterThanOrEqual(20_000_000);
    expect((await stats.cadvisor()).text).toMatch(/^container_fs_usage_bytes\{container="app".* 2\d{7} /m);
  });
});

describe.skipIf(!canHaveCgroupLab())('the cost of saying it', () => {
  const PODS = 50;
  const TURNS = 20;
  const RESOLUTION_MS = 2000;

  it('is at most a hundredth of a core for 50 pods every two seconds', async () => {
    const lab = await createCgroupLab(PODS);
    onTestFinished(() => lab.remove());
    let elapsed = 0;
    const clock: Clock = {
      ...systemClock,
      monotonic: () => elapsed,
      sleep: (ms) => Promise.resolve(void (elapsed += ms)),
    };
    const stats = createNodeStats({
      runtime: lab.runtime,
      nodeName: 'node-1',
      capacity: { memory: '1Gi' },
      root: '/nowhere',
      clock,
    });
    onTestFinished(() => stats.stop());
    /** Cores. */
    const costOf = async (work: () => unknown): Promise<number> => {
      const before = process.cpuUsage();
      for (let turn = 0; turn < TURNS; turn += 1) await work();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000 / TURNS / RESOLUTION_MS;
    };
    const tell = async (): Promise<void> => {
      elapsed += RESOLUTION_MS;
      await stats.summary();
    };
    const numbersIn = (text: string) => text.split('\n').map((line) => Number(line.split(' ')[1]));
    const readOne = () => lab.memoryFiles.map((path) => numbersIn(readFileSync(path, 'utf8')));
    // The first rounds are those of the compiler; of the others the best is the least disturbed by what else goes on.
    const rounds: { readonly telling: number; readonly reading: number }[] = [];
    for (let round = 0; round < 6; round += 1)
      rounds.push({ telling: await costOf(tell), reading: await costOf(readOne) });
    const best = (what: 'telling' | 'reading') => Math.min(...rounds.slice(1).map((round) => round[what]));
    const { pods: told } = JSON.parse((await stats.summary()).text) as { readonly pods: readonly unknown[] };
    expect(told).toHaveLength(PODS);
    // Where that is slower than it should be: so many times what it takes to read one file of each container.
    expect(best('telling')).toBeLessThan(Math.max(0.01, 8 * best('reading')));
  });
});
