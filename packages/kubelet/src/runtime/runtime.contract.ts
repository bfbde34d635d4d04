/** What holds of every runtime; each implementation runs it. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { containerSpec, sandboxSpec, testPod } from './testing/specs.ts';
import { testPeer } from './testing/peers.ts';
import { RuntimeError, type ContainerRecord, type ContainerSpec, type PieceQuery, type Runtime } from './runtime.ts';

export interface RuntimeUnderTest {
  readonly runtime: Runtime;
  /** The same engine as a kubelet sees it that starts anew. */
  readonly again: () => Promise<Runtime>;
  /** A local image with a shell. */
  readonly image: string;
  readonly stop: () => Promise<void>;
}

/** Commands of the shell; other implementations read them as what they bring about. */
export const commands = {
  forever: ['sleep', '1000'],
  fail: ['sh', '-c', 'exit 3'],
  succeed: ['true'],
  missing: ['/no/such/program'],
  deaf: ['sh', '-c', "trap '' TERM; while :; do sleep 1; done"],
  speak: ['sh', '-c', 'echo one; echo two >&2; echo three'],
  echo: ['sh', '-c', 'cat; echo end >&2; exit 3'],
};

export function describeRuntime(name: string, start: () => Promise<RuntimeUnderTest>): void {
  describe(`${name} as a runtime`, () => {
    let test: RuntimeUnderTest;
    let runtime: Runtime;
    beforeAll(async () => {
      test = await start();
      runtime = test.runtime;
    });
    afterAll(() => test.stop());

    async function begin(command: readonly string[], attempt = 0, pod = testPod(), more: Partial<ContainerSpec> = {}) {
      const sandbox = await runtime.startSandbox(sandboxSpec({ pod }));
      const image = await runtime.images.inspect(test.image);
      const spec = containerSpec({ pod, sandboxId: sandbox.id, attempt, imageId: image?.id ?? '', command, ...more });
      const id = await runtime.createContainer(spec);
      return { pod, sandbox, spec, id };
    }
    async function find(uid: string, id: string): Promise<ContainerRecord | undefined> {
      return (await runtime.pod(uid))?.containers.find((container) => container.id === id);
    }
    async function ended(uid: string, id: string): Promise<ContainerRecord | undefined> {
      await expect.poll(async () => (await find(uid, id))?.state.type, { timeout: 60_000 }).toBe('exited');
      return find(uid, id);
    }

    it('tells what it runs on', async () => {
      const { cpus, memoryBytes, version } = await runtime.info();
      expect(cpus).toBeGreaterThan(0);
      expect(memoryBytes).toBeGreaterThan(2 ** 28);
      expect(version).toMatch(/^\w+:\/\/\d+\.\d+/);
    });

    it('runs a sandbox, remembers it, and starts no second one', async () => {
      const pod = testPod();
      const spec = sandboxSpec({ pod, addresses: ['10.244.1.7'] });
      const started = await runtime.startSandbox(spec);
      expect(started).toMatchObject({ isReady: true, attempt: 0, addresses: ['10.244.1.7'], network: 'pod' });
      expect(started.pid).toBeGreaterThan(0);
      expect((await runtime.startSandbox(spec)).id).toBe(started.id);
      expect(await runtime.pod(pod.uid)).toMatchObject({ pod, sandboxes: [{ id: started.id }], containers: [] });
      await runtime.stopSandbox(started.id);
      expect((await runtime.pod(pod.uid))?.sandboxes).toMatchObject([{ id: started.id, isReady: false }]);
      await runtime.removeSandbox(started.id);
      expect(await runtime.pod(pod.uid)).toBeUndefined();
    });

    it('starts a container once, however often it is asked to, and a new kubelet finds it', async () => {
      const { pod, sandbox, spec, id } = await begin(commands.forever);
      expect((await find(pod.uid, id))?.state).toEqual({ type: 'created' });
      expect(await runtime.createContainer(spec)).toBe(id);
      await runtime.startContainer(id);
      await runtime.startContainer(id);
      const anew = await test.again();
      const found = (await anew.pods()).find((record) => record.pod.uid === pod.uid);
      expect(found?.pod).toEqual(pod);
      expect(found?.containers).toMatchObject([
        { id, sandboxId: sandbox.id, name: 'app', attempt: 0, hash: 'h1', state: { type: 'running' } },
      ]);
      expect(await anew.createContainer(spec)).toBe(id);
    });

    it.each([
      ['succeeds', commands.succeed, { exitCode: 0, reason: 'Completed' }],
      ['fails', commands.fail, { exitCode: 3, reason: 'Error' }],
    ])('tells how a container ended that %s', async (_name, command, expected) => {
      const { pod, id } = await begin(command);
      await runtime.startContainer(id);
      const record = await ended(pod.uid, id);
      expect(record?.state).toMatchObject({ type: 'exited', ...expected });
    });

    it('tells that a container could not run', async () => {
      const { pod, id } = await begin(commands.missing);
      await expect(runtime.startContainer(id)).rejects.toThrow(RuntimeError);
      const record = await find(pod.uid, id);
      expect(record?.state).toMatchObject({ type: 'exited', exitCode: 128, reason: 'StartError' });
    });

    it('keeps attempts apart, newest first', async () => {
      const first = await begin(commands.succeed);
      await runtime.startContainer(first.id);
      await ended(first.pod.uid, first.id);
      const second = await begin(commands.forever, 1, first.pod);
      const record = await runtime.pod(first.pod.uid);
      expect(record?.containers.map(({ attempt }) => attempt)).toEqual([1, 0]);
      expect(second.sandbox.id).toBe(first.sandbox.id);
    });

    it('kills a container that does not listen when its time is over', async () => {
      const { pod, id } = await begin(commands.deaf);
      await runtime.startContainer(id);
      await runtime.stopContainer(id, { graceSeconds: 1 });
      expect((await find(pod.uid, id))?.state).toMatchObject({ type: 'exited', exitCode: 137 });
    });

    it('takes what is gone for stopped and removed', async () => {
      const { id, sandbox } = await begin(commands.forever);
      await runtime.startContainer(id);
      for (let times = 0; times < 2; times += 1) {
        await runtime.removeContainer(id);
        await runtime.stopContainer(id, { graceSeconds: 0 });
        await runtime.stopSandbox(sandbox.id);
        await runtime.removeSandbox(sandbox.id);
      }
    });

    it('runs commands in a container', async () => {
      const { id } = await begin(commands.forever);
      await runtime.startContainer(id);
      expect(await runtime.exec(id, ['sh', '-c', 'echo here; exit 7'])).toEqual({ exitCode: 7, output: 'here\n' });
    });

    it('reads what a container has written, all of it or the end', async () => {
      const { pod, id } = await begin(commands.speak);
      await runtime.startContainer(id);
      await ended(pod.uid, id);
      const all = await Array.fromAsync(runtime.logs(id));
      expect(all.toSorted()).toEqual(['one', 'three', 'two']);
      expect(await Array.fromAsync(runtime.logs(id, { tail: 1 }))).toHaveLength(1);
    });

    it('hands out what a container has written with its time, of the streams that are asked for', async () => {
      const before = Date.now();
      const { pod, id } = await begin(commands.speak);
      await runtime.startContainer(id);
      await ended(pod.uid, id);
      const text = async (query?: PieceQuery) =>
        (await Array.fromAsync(runtime.logPieces(id, query))).map(({ bytes }) => bytes.toString()).toSorted();
      expect(await text()).toEqual(['one\n', 'three\n', 'two\n']);
      expect(await text({ stream: 'stdout' })).toEqual(['one\n', 'three\n']);
      expect(await text({ stream: 'stderr', follow: true })).toEqual(['two\n']);
      expect(await text({ since: Date.now() + 1000 })).toEqual([]);
      expect(await text({ since: before })).toHaveLength(3);
      for await (const { time } of runtime.logPieces(id)) {
        expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
        expect(Date.parse(time)).toBeGreaterThanOrEqual(before);
      }
    });

    it('lets somebody talk to a command until it ends', async () => {
      const { id } = await begin(commands.forever);
      await runtime.startContainer(id);
      const { peer, heard } = testPeer('hello');
      expect(await runtime.converse(id, commands.echo, { tty: false, peer })).toBe(3);
      expect(heard()).toEqual({ stdout: 'hello', stderr: 'end\n' });
    });

    it('lets somebody talk to a container until it ends', async () => {
      const { pod, id } = await begin(commands.echo, 0, testPod(), { stdin: true, stdinOnce: true });
      await runtime.startContainer(id);
      const { peer, heard } = testPeer('hello');
      await runtime.attach(id, { peer });
      expect(heard()).toEqual({ stdout: 'hello', stderr: 'end\n' });
      await runtime.stopContainer(id, { graceSeconds: 0 });
      await ended(pod.uid, id);
    });

    it('lets go of a command whose peer goes', async () => {
      const { id } = await begin(commands.forever);
      await runtime.startContainer(id);
      const gone = new AbortController();
      const { peer } = testPeer(undefined, gone.signal);
      const talking = runtime.converse(id, commands.echo, { tty: false, peer });
      gone.abort();
      await expect(talking).rejects.toThrow(RuntimeError);
    });

    it('wakes those who listen when a container of theirs ends', async () => {
      const { pod, id } = await begin(commands.forever);
      const stop = new AbortController();
      const heard: string[] = [];
      const listening = (async () => {
        for await (const uid of runtime.events({ signal: stop.signal })) heard.push(uid);
      })();
      await runtime.startContainer(id);
      await expect.poll(() => heard).toContain(pod.uid);
      stop.abort();
      await listening.catch(() => undefined);
    });

    it('knows its images', async () => {
      const image = await runtime.images.inspect(test.image);
      expect(image?.tags).toContain(test.image);
      expect((await runtime.images.list()).map(({ id }) => id)).toContain(image?.id);
      expect(await runtime.images.inspect('wherry.invalid/no-such-image:1')).toBeUndefined();
    });

    it('makes volumes in memory and finds them again', async () => {
      const pod = testPod();
      const name = `wherry-test-${pod.uid}`;
      onTestFinished(() => runtime.removeVolume(name));
      await runtime.createVolume(name, { pod, sizeBytes: 2 ** 20 });
      await runtime.createVolume(name, { pod, sizeBytes: 2 ** 20 });
      expect(await runtime.volumes(pod.uid)).toEqual([name]);
      await runtime.removeVolume(name);
      await runtime.removeVolume(name);
      expect(await runtime.volumes(pod.uid)).toEqual([]);
    });
  });
}
