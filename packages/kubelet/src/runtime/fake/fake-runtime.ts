/**
 * A runtime without an engine: for hollow nodes, which take part in a cluster without running anything, and for tests.
 * It keeps to the contract of a real one; what a container does is told by a program.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '@wherry/component';
import { fakePieces, lineOf, talkOnce, type FakeLine, type FakeTalk } from './fake-talk.ts';
import {
  RuntimeError,
  type ContainerRecord,
  type ContainerResources,
  type ContainerRunState,
  type ContainerSpec,
  type ExecResult,
  type ImageRecord,
  type PodRecord,
  type PodRef,
  type Runtime,
  type SandboxRecord,
  type SandboxSpec,
} from '../runtime.ts';

/** What a container does once it is started. */
export interface FakeProgram {
  /** Ends by itself after so long, in milliseconds. @default never */
  readonly endsAfter?: number;
  /** @default 0 */
  readonly exitCode?: number;
  /** How long it takes to end when asked to, in milliseconds; undefined: it does not listen. @default 0 */
  readonly stopsAfter?: number | undefined;
  /** Its start fails with these words. */
  readonly cannotStart?: string;
  readonly isOutOfMemory?: boolean;
  /** Lines; what is not said to be standard error is standard output. */
  readonly output?: readonly FakeLine[];
  readonly exec?: (command: readonly string[]) => ExecResult;
  /** Talks as a command, or as the container itself (no command), to its end. @default what `exec` says, at once */
  readonly talk?: FakeTalk;
}

export interface FakeRuntimeOptions {
  readonly clock: Clock;
  /** @default every container runs until it is stopped */
  readonly program?: (spec: ContainerSpec) => FakeProgram;
  /** The images of the machine, by name. @default those that were pulled */
  readonly images?: readonly string[];
  /** Throws to fail a pull. @default every pull works */
  readonly pull?: (name: string) => void;
  /** @default 8 */
  readonly cpus?: number;
  /** @default 32 GiB */
  readonly memoryBytes?: number;
}

export interface FakeRuntime extends Runtime {
  /** Ends a running container from outside. */
  kill(id: string, exitCode?: number): void;
  /** The images that were pulled, in order. */
  readonly pulled: readonly string[];
}

interface FakeContainer {
  readonly spec: ContainerSpec;
  readonly id: string;
  readonly program: FakeProgram;
  readonly createdAt: number;
  state: ContainerRunState;
  ended: PromiseWithResolvers<void>;
  /** @default those of the spec */
  resources?: ContainerResources;
}

type FakeSandbox = { -readonly [Field in keyof SandboxRecord]: SandboxRecord[Field] } & { readonly pod: PodRef };

const KILLED = 137;
const TERMINATED = 143;
const SOME_PID = 4711;

export function createFakeRuntime(options: FakeRuntimeOptions): FakeRuntime {
  const { clock, program = () => ({}), cpus = 8, memoryBytes = 2 ** 35 } = options;
  const sandboxes = new Map<string, FakeSandbox>();
  const containers = new Map<string, FakeContainer>();
  const volumes = new Map<string, PodRef>();
  const images = new Map<string, ImageRecord>((options.images ?? []).map((name) => [name, fakeImage(name)]));
  const pulled: string[] = [];
  const listeners = new Set<(uid: string) => void>();
  const now = () => clock.now().getTime();
  const tell = (uid: string) => listeners.forEach((listen) => listen(uid));

  const end = (container: FakeContainer, exitCode: number): void => {
    if (container.state.type !== 'running') return;
    const { startedAt } = container.state;
    const { isOutOfMemory = false } = container.program;
    const reason = isOutOfMemory ? 'OOMKilled' : exitCode === 0 ? 'Completed' : 'Error';
    container.state = { type: 'exited', startedAt, finishedAt: now(), exitCode, reason, message: '' };
    container.ended.resolve();
    tell(container.spec.pod.uid);
  };
  const containerOf = (id: string): FakeContainer => {
    const container = containers.get(id);
    if (container === undefined) throw new RuntimeError(`No such container: ${id}`);
    return container;
  };
  const pods = (): PodRecord[] => {
    const found = new Map<string, { pod: PodRef; sandboxes: SandboxRecord[]; containers: ContainerRecord[] }>();
    const entryOf = (pod: PodRef) => {
      const entry = found.get(pod.uid) ?? { pod, sandboxes: [], containers: [] };
      found.set(pod.uid, entry);
      return entry;
    };
    // Maps keep the order of creation; what is asked for is newest first.
    for (const { pod, ...sandbox } of [...sandboxes.values()].toReversed()) entryOf(pod).sandboxes.push(sandbox);
    for (const container of [...containers.values()].toReversed())
      entryOf(container.spec.pod).containers.push(recordOf(container));
    return [...found.values()];
  };

  return {
    pulled,
    kill: (id, exitCode = KILLED) => end(containerOf(id), exitCode),
    images: {
      inspect: (name) => Promise.resolve(images.get(name) ?? [...images.values()].find(({ id }) => id === name)),
      list: () => Promise.resolve([...images.values()]),
      async pull(name) {
        options.pull?.(name);
        pulled.push(name);
        images.set(name, fakeImage(name));
      },
      remove: (name) => Promise.resolve(void images.delete(name)),
    },
    info: () =>
      Promise.resolve({
        version: 'fake://1.0.0',
        kernelVersion: '6.1.0',
        osImage: 'Hollow',
        architecture: 'amd64',
        cgroupVersion: 2,
        cpus,
        memoryBytes,
      }),
    pods: () => Promise.resolve(pods()),
    pod: (uid) => Promise.resolve(pods().find(({ pod }) => pod.uid === uid)),
    startSandbox(spec) {
      const id = `sandbox-${spec.pod.uid}-${spec.attempt}`;
      const { pod, ...record } = sandboxes.get(id) ?? newSandbox(id, spec, now());
      const sandbox = { ...record, pod, isReady: true };
      sandboxes.set(id, sandbox);
      tell(pod.uid);
      return Promise.resolve(record);
    },
    stopSandbox(id) {
      const sandbox = sandboxes.get(id);
      if (sandbox?.isReady === true) {
        const { pid: _gone, ...rest } = sandbox;
        sandboxes.set(id, { ...rest, isReady: false });
        tell(sandbox.pod.uid);
      }
      return Promise.resolve();
    },
    removeSandbox(id) {
      const sandbox = sandboxes.get(id);
      if (sandboxes.delete(id) && sandbox !== undefined) tell(sandbox.pod.uid);
      return Promise.resolve();
    },
    async createContainer(spec) {
      const id = `${spec.name}-${spec.pod.uid}-${spec.attempt}`;
      if (!containers.has(id)) {
        const ended = Promise.withResolvers<void>();
        const created = { spec, id, program: program(spec), createdAt: now(), ended };
        containers.set(id, { ...created, state: { type: 'created' } });
      }
      return id;
    },
    async startContainer(id) {
      const container = containerOf(id);
      const { cannotStart, endsAfter, exitCode = 0 } = container.program;
      const startedAt = now();
      if (cannotStart !== undefined) {
        const failed = { type: 'exited', startedAt, finishedAt: startedAt, exitCode: 128 } as const;
        container.state = { ...failed, reason: 'StartError', message: cannotStart };
        throw new RuntimeError(cannotStart);
      }
      if (container.state.type === 'running') return;
      container.state = { type: 'running', startedAt, pid: SOME_PID };
      if (endsAfter !== undefined) clock.after(endsAfter, () => end(container, exitCode));
      tell(container.spec.pod.uid);
    },
    async stopContainer(id, { graceSeconds }) {
      const container = containers.get(id);
      if (container?.state.type !== 'running') return;
      const { program: does } = container;
      const grace = graceSeconds * 1000;
      const stopsAfter = 'stopsAfter' in does ? (does.stopsAfter ?? Infinity) : 0;
      if (stopsAfter === 0 && grace > 0) end(container, TERMINATED);
      else if (grace === 0) end(container, KILLED);
      else clock.after(Math.min(stopsAfter, grace), () => end(container, stopsAfter < grace ? TERMINATED : KILLED));
      await container.ended.promise;
    },
    processUser: () => Promise.resolve(undefined),
    updateContainer(id, resources) {
      containerOf(id).resources = resources;
      return Promise.resolve();
    },
    async removeContainer(id) {
      const container = containers.get(id);
      if (container === undefined) return;
      end(container, KILLED);
      containers.delete(id);
      tell(container.spec.pod.uid);
    },
    createVolume: (name, { pod }) => Promise.resolve(void volumes.set(name, pod)),
    volumes: (uid) => Promise.resolve([...volumes].filter(([, pod]) => pod.uid === uid).map(([name]) => name)),
    removeVolume: (name) => Promise.resolve(void volumes.delete(name)),
    unpackImage: (imageId, { folder }) => writeFile(join(folder, 'image'), imageId),
    async exec(id, command) {
      const container = containerOf(id);
      if (container.state.type !== 'running') throw new RuntimeError(`Container ${id} is not running`);
      return container.program.exec?.(command) ?? { exitCode: 0, output: '' };
    },
    async *logs(id, { tail } = {}) {
      const lines = (containerOf(id).program.output ?? []).map((line) => lineOf(line).line);
      yield* tail === undefined ? lines : lines.slice(Math.max(0, lines.length - tail));
    },
    async *logPieces(id, query = {}) {
      const { program: does, createdAt } = containerOf(id);
      yield* fakePieces(does.output ?? [], { ...query, writtenAt: createdAt });
    },
    async converse(id, command, { peer }) {
      const { state, program: does } = containerOf(id);
      if (state.type !== 'running') throw new RuntimeError(`Container ${id} is not running`);
      return (does.talk ?? talkOnce(does.exec))(peer, command);
    },
    async attach(id, { peer }) {
      const { state, program: does, ended } = containerOf(id);
      if (state.type !== 'running') throw new RuntimeError(`Container ${id} is not running`);
      await (does.talk?.(peer) ?? ended.promise);
    },
    events: ({ signal }) => listen(listeners, signal),
  };
}

async function* listen(listeners: Set<(uid: string) => void>, signal: AbortSignal): AsyncIterable<string> {
  const waiting: string[] = [];
  let wake = Promise.withResolvers<void>();
  const hear = (uid: string) => {
    waiting.push(uid);
    wake.resolve();
  };
  const stop = () => wake.resolve();
  listeners.add(hear);
  signal.addEventListener('abort', stop, { once: true });
  try {
    while (!signal.aborted) {
      yield* waiting.splice(0);
      if (waiting.length === 0) await wake.promise;
      wake = Promise.withResolvers<void>();
    }
  } finally {
    listeners.delete(hear);
  }
}

function newSandbox(id: string, spec: SandboxSpec, createdAt: number): FakeSandbox {
  const { pod, attempt, addresses, network } = spec;
  return { id, pod, attempt, isReady: true, createdAt, addresses, network, pid: SOME_PID };
}

function recordOf({ spec, id, createdAt, state, resources = spec.resources }: FakeContainer): ContainerRecord {
  const { sandboxId, name, attempt, hash, image, imageId } = spec;
  return { id, sandboxId, name, attempt, hash, image, imageId: `fake://${imageId}`, createdAt, state, resources };
}

function fakeImage(name: string): ImageRecord {
  return { id: `sha256:${name}`, tags: [name], digests: [], sizeBytes: 1_000_000, user: '' };
}
