// A kubelet on the real engine, with an API server in this process: what the stories of pods are told on.

import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event, Pod } from '@wherry/api/core-v1';
import { startTestApi, type TestApi } from '@wherry/apiserver/testing';
import { silentLog, starting, systemClock, type Running } from '@wherry/component';
import { openDockerRuntime, startKubelet, type KubeletOptions, type Runtime } from '@wherry/kubelet';
import { openTestTransport, testServing } from '@wherry/kubelet/testing';
import { expect } from 'vitest';
import { baseImage } from '../../setup/steps/base-image.ts';

export interface KubeletOnDocker extends Running {
  readonly api: TestApi;
  readonly runtime: Runtime;
  /** Where the files of pods lie. */
  readonly root: string;
  /** Creates a pod whose container `app` runs the base image; restarts nothing and has no token unless it says so. */
  create(name: string, container?: object, spec?: object, metadata?: object): Promise<void>;
  /** Sends a body to a path of the API; throws when it is refused. */
  send(method: string, path: string, body?: object): Promise<void>;
  get(name: string): Promise<Pod>;
  isGone(name: string): Promise<boolean>;
  /** The events of a pod as `Reason: message`. */
  events(name: string): Promise<string[]>;
  startKubelet(): Promise<void>;
  stopKubelet(): Promise<void>;
}

export const podsPath = '/api/v1/namespaces/default/pods';

/** A script for `/bin/sh` that does nothing until it is told to end. */
export const untilTold = 'trap "exit 0" TERM; while :; do sleep 0.05; done';
export const shell = (script: string) => ({ command: ['sh', '-c', script] });

export const eventually = <T>(ask: () => Promise<T>, timeout = 90_000) => expect.poll(ask, { timeout, interval: 50 });

/**
 * Starts both; when they stop, nothing of theirs is left on the engine. What the kubelet asks the API does not arrive
 * while it is cut off.
 */
export function startKubeletOnDocker(
  options: Partial<KubeletOptions> = {},
  { isCutOff = () => false }: { readonly isCutOff?: () => boolean } = {},
): Promise<KubeletOnDocker> {
  return starting(async (own) => {
    const api = own(await startTestApi({ flags: ['--kubelet-preferred-address-types=InternalIP'] }));
    const transport = own(openTestTransport(api));
    const root = await mkdtemp(join(tmpdir(), 'wherry-kubelet-'));
    own(() => rm(root, { recursive: true, force: true }));
    const runtime =
      options.runtime ?? (await openDockerRuntime({ owner: `test-${randomUUID()}`, sandboxImage: baseImage }));
    own(() => removeAll(runtime));
    const send = async (method: string, path: string, body?: object) => {
      const type = method === 'PATCH' ? { type: 'application/strategic-merge-patch+json' } : {};
      const answer = await api.send(method, path, body === undefined ? {} : { body, ...type });
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.body.toString()}`);
    };
    let kubelet: Running | undefined;
    const start = async () => {
      kubelet = await startKubelet({
        transport: {
          send: (request) => (isCutOff() ? Promise.reject(new Error('the API is cut off')) : transport.send(request)),
          lines: (request) => (isCutOff() ? Promise.reject(new Error('the API is cut off')) : transport.lines(request)),
        },
        runtime,
        nodeName: 'node-1',
        nodeAddress: '127.0.0.1',
        capacity: { cpu: '2', memory: '2Gi', pods: '20' },
        root,
        clock: systemClock,
        log: silentLog,
        server: testServing(api),
        ...options,
      });
    };
    await start();
    own(() => kubelet?.stop());
    const read = async <T>(path: string): Promise<T> => {
      const { status, body } = await api.send('GET', path);
      if (status !== 200) throw new Error(`GET ${path}: ${body.toString()}`);
      return JSON.parse(body.toString()) as T;
    };
    return {
      api,
      runtime,
      root,
      send,
      create: (name: string, container = {}, spec = {}, metadata = {}) =>
        send('POST', podsPath, {
          metadata: { name, ...metadata },
          spec: {
            nodeName: 'node-1',
            restartPolicy: 'Never',
            automountServiceAccountToken: false,
            terminationGracePeriodSeconds: 1,
            containers: [{ name: 'app', image: baseImage, ...shell(untilTold), ...container }],
            ...spec,
          },
        }),
      get: (name: string) => read<Pod>(`${podsPath}/${name}`),
      isGone: async (name: string) => (await api.send('GET', `${podsPath}/${name}`)).status === 404,
      async events(name: string) {
        const { items } = await read<{ readonly items: readonly Event[] }>('/api/v1/namespaces/default/events');
        return items
          .filter(({ involvedObject }) => involvedObject.name === name)
          .map(({ reason = '', message = '' }) => `${reason}: ${message}`);
      },
      startKubelet: start,
      async stopKubelet() {
        await kubelet?.stop();
        kubelet = undefined;
      },
    };
  });
}

/**
 * Waits until the shell of a pod's container has set its trap: before that, the kernel lets the first process of a
 * container hear nothing.
 */
export async function untilListening(
  node: KubeletOnDocker,
  pod: string,
  signal: 'SIGTERM' | 'SIGUSR1' = 'SIGTERM',
): Promise<void> {
  await eventually(async () => {
    const state = (await node.runtime.pods()).find((record) => record.pod.name === pod)?.containers[0]?.state;
    if (state?.type !== 'running') return false;
    const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(await readFile(`/proc/${state.pid}/status`, 'utf8'))?.[1] ?? '0';
    return (BigInt(`0x${caught}`) & (1n << BigInt(constants.signals[signal] - 1))) !== 0n;
  }).toBe(true);
}

/** What a script writes in a container that has these volumes, each at `/<its name>`; resolves when it has ended. */
export async function lastWords(
  node: KubeletOnDocker,
  pod: string,
  {
    script,
    volumes,
    spec = {},
  }: { readonly script: string; readonly volumes: readonly object[]; readonly spec?: object },
): Promise<string | undefined> {
  const names = volumes.map((volume) => String(Reflect.get(volume, 'name')));
  const container = {
    ...shell(`{ ${script}; } > /dev/termination-log 2>&1`),
    volumeMounts: names.map((name) => ({ name, mountPath: `/${name}` })),
  };
  await node.create(pod, container, { volumes, ...spec });
  await eventually(async () => (await node.get(pod)).status.phase).toMatch(/Succeeded|Failed/);
  return (await node.get(pod)).status.containerStatuses?.[0]?.state.terminated?.message?.trim();
}

async function removeAll(runtime: Runtime): Promise<void> {
  for (const { containers, sandboxes, pod } of await runtime.pods()) {
    await Promise.all(containers.map(({ id }) => runtime.removeContainer(id)));
    await Promise.all(sandboxes.map(({ id }) => runtime.removeSandbox(id)));
    for (const name of await runtime.volumes(pod.uid)) await runtime.removeVolume(name);
  }
}
