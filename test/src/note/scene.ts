// A namespace on the shared cluster for a few pods that are known by name: the note's often have the same.

import type { Pod } from '@wherry/api/core-v1';
import { afterAll, beforeAll, expect } from 'vitest';
import type { SharedCluster } from '../cluster/shared-cluster.ts';
import type { Kubectl, RunOptions } from '../kubectl.ts';
import { waitFor } from '../wait-for.ts';
import { noteManifest, patience } from './note-namespaces.ts';

export interface Scene {
  readonly namespace: string;
  /** Runs kubectl in the namespace and returns what it prints. @throws {Error} when it fails */
  kubectl(args: readonly string[], options?: RunOptions): Promise<string>;
  /** The same, whatever its end is. */
  run: Kubectl['run'];
  /** Applies a manifest of the note as it stands. */
  applyNote(file: string): Promise<void>;
  apply(...objects: readonly object[]): Promise<void>;
  pod(name: string): Promise<Pod>;
  /** Waits until pods are ready, and returns when all are. */
  ready(...names: readonly string[]): Promise<void>;
  /** Waits until the container of a pod has been restarted and is ready again, and returns the pod. */
  restarted(name: string): Promise<Pod>;
  /** What a script prints in a pod. */
  sh(pod: string, script: string, container?: string): Promise<string>;
  /** The path of a server in a pod, through the API. */
  proxied(pod: string, path: string, port?: number): string;
  /** What is told of a pod, as `Reason: message`. */
  events(pod: string): Promise<string[]>;
  /** Waits until what is told of a pod is as expected: it comes a moment after what it tells of. */
  tells(pod: string, ...expected: readonly unknown[]): Promise<void>;
}

/**
 * To be called at the top of a test file: the namespace is there before its other hooks, and goes after the file.
 * @param name the end of the name of the namespace; without it, the scene is the namespace of the file
 */
export function useScene(cluster: SharedCluster, name?: string): Scene {
  const namespace = name === undefined ? cluster.namespace : `${cluster.namespace}-${name}`;
  if (name !== undefined) {
    beforeAll(async () => void (await cluster.kubectl.succeed(['create', 'namespace', namespace])));
    afterAll(async () => void (await cluster.kubectl.run(['delete', 'namespace', namespace, '--wait=false'])));
  }
  const inNamespace = `--namespace=${namespace}`;
  const kubectl: Scene['kubectl'] = (args, options) => cluster.kubectl.succeed([inNamespace, ...args], options);
  const events: Scene['events'] = async (podName) => {
    const selector = `--field-selector=involvedObject.kind=Pod,involvedObject.name=${podName}`;
    const template = '{range .items[*]}{.reason}{": "}{.message}{"\\n"}{end}';
    const told = await kubectl(['get', 'events', selector, `--output=jsonpath=${template}`]);
    return told.trimEnd().split('\n');
  };
  const pod: Scene['pod'] = async (podName) =>
    JSON.parse(await kubectl(['get', 'pod', podName, '--output=json'])) as Pod;
  return {
    namespace,
    kubectl,
    run: (args, options) => cluster.kubectl.run([inNamespace, ...args], options),
    applyNote: async (file) => void (await kubectl(['apply', '-f', '-'], { stdin: noteManifest(file) })),
    apply: async (...items) => {
      const list = { apiVersion: 'v1', kind: 'List', items };
      await kubectl(['apply', '-f', '-'], { stdin: JSON.stringify(list) });
    },
    pod,
    ready: async (...names) => {
      const wait = ['wait', 'pod', ...names, '--for=condition=Ready', `--timeout=${patience.timeoutMs / 1000}s`];
      await kubectl(wait, { timeoutMs: patience.timeoutMs + 10_000 });
    },
    restarted: (podName) =>
      waitFor(
        `${podName} to be restarted`,
        async () => {
          const found = await pod(podName);
          const [status] = found.status.containerStatuses ?? [];
          return status !== undefined && status.restartCount > 0 && status.ready && found;
        },
        patience,
      ),
    sh: (podName, script, container) =>
      kubectl(['exec', podName, ...(container === undefined ? [] : ['-c', container]), '--', 'sh', '-c', script]),
    proxied: (podName, path, port = 8080) => `/api/v1/namespaces/${namespace}/pods/${podName}:${port}/proxy${path}`,
    events,
    tells: async (podName, ...expected) => {
      await waitFor(
        `the events of ${podName}`,
        async () => {
          expect(await events(podName)).toEqual(expect.arrayContaining([...expected]));
          return true;
        },
        patience,
      );
    },
  };
}
