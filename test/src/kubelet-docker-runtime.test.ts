// The kubelet's runtime on the real engine: the contract of all runtimes, and what only a real one can show.

import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDockerRuntime, type Runtime } from '@wherry/kubelet';
import { containerSpec, describeRuntime, sandboxSpec, testPod } from '@wherry/kubelet/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { baseImage } from '../../setup/steps/base-image.ts';

const owner = `test-${randomUUID()}`;
const open = () => openDockerRuntime({ owner, sandboxImage: baseImage });

/** Nothing of an owner stays behind. */
async function removeAll(runtime: Runtime): Promise<void> {
  const pods = await runtime.pods();
  await Promise.all(pods.flatMap(({ containers }) => containers.map(({ id }) => runtime.removeContainer(id))));
  await Promise.all(pods.flatMap(({ sandboxes }) => sandboxes.map(({ id }) => runtime.removeSandbox(id))));
}

describeRuntime('Docker', async () => {
  const runtime = await open();
  return { runtime, again: open, image: baseImage, stop: () => removeAll(runtime) };
});

describe('the Docker runtime', () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await open();
  });
  afterAll(() => removeAll(runtime));

  /** Starts a command in a container of its own. */
  async function start(
    script: string,
    container: Parameters<typeof containerSpec>[0] = {},
    sandbox: Parameters<typeof sandboxSpec>[0] = {},
  ) {
    const pod = sandbox.pod ?? testPod();
    const { id: sandboxId } = await runtime.startSandbox(sandboxSpec({ pod, ...sandbox }));
    const { id: imageId = '' } = (await runtime.images.inspect(baseImage)) ?? {};
    const id = await runtime.createContainer(
      containerSpec({ pod, sandboxId, imageId, command: ['sh', '-c', script], ...container }),
    );
    await runtime.startContainer(id);
    return { pod, id, stop: () => runtime.stopContainer(id, { graceSeconds: 0 }) };
  }

  /** Runs a command in a container of its own to its end; returns what it wrote. */
  async function run(
    script: string,
    container: Parameters<typeof containerSpec>[0] = {},
    sandbox: Parameters<typeof sandboxSpec>[0] = {},
  ) {
    const { pod, id } = await start(script, container, sandbox);
    const find = async () => (await runtime.pod(pod.uid))?.containers.find((record) => record.id === id)?.state;
    await expect.poll(async () => (await find())?.type, { timeout: 90_000 }).toBe('exited');
    return { id, lines: await Array.fromAsync(runtime.logs(id)), state: await find() };
  }

  it("hands the sandbox's name, resolver and network on to containers", async () => {
    const { lines } = await run('hostname; cat /etc/resolv.conf; ls /sys/class/net');
    expect(lines).toEqual(
      expect.arrayContaining([
        'web',
        'nameserver 10.96.0.10',
        'search default.svc.cluster.local',
        'options ndots:5',
        'lo',
      ]),
    );
    expect(lines).not.toContain('eth0');
  });

  it('hands out the files of an image, and leaves nothing behind', async () => {
    const pod = testPod();
    const folder = await mkdtemp(join(tmpdir(), 'wherry-image-'));
    const { id = '' } = (await runtime.images.inspect(baseImage)) ?? {};
    try {
      await runtime.unpackImage(id, { pod, volume: 'files', folder });
      expect(await readFile(join(folder, 'etc/os-release'), 'utf8')).toContain('Debian');
      expect((await stat(join(folder, 'tmp'))).mode & 0o7777).toBe(0o1777);
      expect(await readdir(folder)).not.toContain('.dockerenv');
      expect(await runtime.pod(pod.uid)).toBeUndefined();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('tells that a container had not enough memory', async () => {
    const { state } = await run('exec perl -e \'$x = "a" x 200_000_000\'', {
      resources: { memoryBytes: 16 * 2 ** 20 },
    });
    expect(state).toMatchObject({ reason: 'OOMKilled', exitCode: 137 });
  });

  it('limits CPU and memory as told', async () => {
    const script =
      'cat /sys/fs/cgroup/cpu/cpu.shares /sys/fs/cgroup/cpu/cpu.cfs_quota_us /sys/fs/cgroup/memory/memory.limit_in_bytes || cat /sys/fs/cgroup/cpu.max /sys/fs/cgroup/memory.max';
    const { lines } = await run(script, { resources: { cpuShares: 512, cpuQuota: 50_000, memoryBytes: 64 * 2 ** 20 } });
    expect(lines.join(' ')).toMatch(/50000.* 67108864/);
  });

  it('confines as told', async () => {
    const script = 'id -u; id -G; grep -E "CapEff|NoNewPrivs" /proc/self/status; touch /file && echo writable';
    const security = {
      ...containerSpec().security,
      dropCapabilities: ['ALL'],
      addCapabilities: ['NET_BIND_SERVICE'],
      noNewPrivileges: true,
      readOnlyRoot: true,
    };
    const { lines } = await run(`${script}; true`, { security, user: '0:7', groups: [42] });
    expect(lines).toEqual(expect.arrayContaining(['0', '7 42', 'CapEff:\t0000000000000400', 'NoNewPrivs:\t1']));
    expect(lines).not.toContain('writable');
  });

  it('gives a privileged container all that the engine can give', async () => {
    const security = { ...containerSpec().security, privileged: true };
    const { lines } = await run('grep CapEff /proc/self/status; mount -t tmpfs tmpfs /mnt && echo mounted', {
      security,
    });
    expect(lines).toContain('mounted');
  });

  it('shares processes where told, and reaps them', async () => {
    const { lines } = await run(
      'cat /proc/1/cmdline | tr "\\0" " "; echo; (sleep 0.1 &); sleep 0.2; ' +
        'for turn in $(seq 100); do ps -eo stat | grep -q Z || break; sleep 0.1; done; ps -eo stat | grep -c Z',
      {
        processes: 'pod',
      },
    );
    expect(lines[0]).toContain('trap');
    expect(lines.at(-1)).toBe('0');
  });

  it('keeps what is in memory while containers come and go', async () => {
    const pod = testPod();
    const volume = `wherry-test-${pod.uid}`;
    onTestFinished(async () => {
      await removeAll(runtime);
      await runtime.removeVolume(volume);
    });
    await runtime.createVolume(volume, { pod });
    const mount = { type: 'volume', source: volume, target: '/cache', readOnly: false } as const;
    const sandbox = { pod, mounts: [mount] };
    await run('echo kept > /cache/file', { mounts: [mount] }, sandbox);
    const { lines } = await run('cat /cache/file; stat -f -c %T /cache', { mounts: [mount], attempt: 1 }, sandbox);
    expect(lines).toEqual(['kept', 'tmpfs']);
  });

  it("joins the node's network where told", async () => {
    const { lines } = await run('ls /sys/class/net', {}, { network: 'host' });
    expect(lines.length).toBeGreaterThan(1);
  });

  it('loses nothing of a command that ends with input unread, and before its output is taken', async () => {
    const { id, stop } = await start('exec sleep 1000');
    async function* endless(): AsyncIterable<Buffer> {
      for (;;) yield Buffer.alloc(50_000);
    }
    for (let size = 200_000; size <= 900_000; size += 50_000) {
      let heard = 0;
      const write = async (_stream: string, bytes: Buffer) => {
        if (heard === 0) await new Promise((resolve) => setTimeout(resolve, 300));
        heard += bytes.length;
      };
      const peer = { stdin: endless(), write, signal: new AbortController().signal };
      expect(await runtime.converse(id, ['head', '-c', String(size), '/dev/zero'], { tty: false, peer })).toBe(0);
      expect(heard).toBe(size);
    }
    await stop();
  });

  it('reads a log over all the files that it has been cut into', async () => {
    const script = `exec perl -e 'print "$_ ", "x" x 10000, "\n" for 1..1500'`;
    const { lines } = await run(script);
    expect(lines.map((line) => Number(line.split(' ')[0]))).toEqual(Array.from({ length: 1500 }, (_each, i) => i + 1));
  });

  it("finds the entries of a terminal's log again, whose lines are longer than one", async () => {
    const script = `echo short; perl -e 'print "x" x 40000, "\n"'; echo last`;
    const { id, lines } = await run(script, { tty: true });
    expect(lines).toEqual(['short', 'x'.repeat(40_000), 'last']);
    const pieces = await Array.fromAsync(runtime.logPieces(id));
    expect(pieces.every(({ time }) => time.endsWith('Z'))).toBe(true);
  });

  it('says in the words of the registry why an image cannot be had', async () => {
    await expect(runtime.images.pull('127.0.0.1:1/nothing:1')).rejects.toThrow(/127\.0\.0\.1:1/);
  });
});
