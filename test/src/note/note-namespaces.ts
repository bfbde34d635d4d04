// The manifests of the note, and a namespace for each story that is told with them: manifests share names, stories run
// side by side.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pod } from '@wherry/api/core-v1';
import { afterAll } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { checkout } from '../checkout.ts';
import type { SharedCluster } from '../cluster/shared-cluster.ts';
import { waitFor } from '../wait-for.ts';

/** For conditions on a machine that may be busy. */
export const patience = { timeoutMs: 180_000, intervalMs: 250 };

/** A manifest of the note as it stands there. */
export const noteManifest = (file: string): string =>
  readFileSync(join(checkout, 'test', 'src', 'fixtures', 'note', file), 'utf8');

/** The objects of a manifest of the note, for those who want to change something in them. */
export const noteObjects = (file: string): object[] =>
  parseAllDocuments(noteManifest(file)).map((document) => document.toJS() as object);

export interface NoteNamespace {
  readonly name: string;
  /** Runs kubectl in this namespace, with a command line as it is typed: words parted by one blank. */
  kubectl(line: string): Promise<string>;
  /** Runs kubectl in this namespace. */
  run(args: readonly string[], stdin?: string): Promise<string>;
  /** What `kubectl get` tells of one object. */
  get<T>(line: string): Promise<T>;
  /** What `kubectl get` tells of several. */
  list<T>(line: string): Promise<readonly T[]>;
  /** Applies a manifest's text, or objects. */
  apply(...manifests: readonly (string | object)[]): Promise<void>;
  /** The pods that a selector selects and nobody has deleted, by name. */
  pods(selector: string): Promise<readonly Pod[]>;
  /** Waits for as many of them as there should be, all ready. */
  ready(selector: string, count: number): Promise<readonly Pod[]>;
}

/** To be called at the top of a test file: makes namespaces, which go after the file. */
export function useNamespaces(cluster: SharedCluster): (suffix: string) => Promise<NoteNamespace> {
  const made: string[] = [];
  afterAll(async () => {
    if (made.length > 0) await cluster.kubectl.run(['delete', 'namespace', ...made, '--wait=false']);
  });
  return async (suffix) => {
    const wanted = `${cluster.namespace}-${suffix}`;
    // A test that is told once more gets another one: what is left of the first is in the way.
    const times = made.filter((other) => other === wanted || other.startsWith(`${wanted}-again`)).length;
    const name = times === 0 ? wanted : `${wanted}-again${times}`;
    made.push(name);
    await cluster.kubectl.succeed(['create', 'namespace', name]);
    return inNamespace(cluster, name);
  };
}

/** A namespace that there is already. */
export function inNamespace(cluster: SharedCluster, name: string): NoteNamespace {
  const run: NoteNamespace['run'] = (args, stdin) =>
    cluster.kubectl.succeed([`--namespace=${name}`, ...args], {
      timeoutMs: patience.timeoutMs,
      ...(stdin === undefined ? {} : { stdin }),
    });
  const read = async <T>(words: readonly string[]): Promise<T> =>
    JSON.parse(await run(['get', ...words, '--output=json'])) as T;
  const pods: NoteNamespace['pods'] = async (selector) => {
    const { items } = await read<{ items: readonly Pod[] }>(['pods', `--selector=${selector}`]);
    return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  };
  return {
    name,
    run,
    kubectl: (line) => run(line.split(' ')),
    get: (line) => read(line.split(' ')),
    list: async <T>(line: string) => (await read<{ items: readonly T[] }>(line.split(' '))).items,
    apply: async (...manifests) => {
      for (const manifest of manifests)
        await run(['apply', '-f', '-'], typeof manifest === 'string' ? manifest : JSON.stringify(manifest));
    },
    pods,
    ready: (selector, count) =>
      waitFor(
        `${count} ready pods of ${selector}`,
        async () => {
          const found = await pods(selector);
          return found.length === count && found.every(isReady) && found;
        },
        patience,
      ),
  };
}

export const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.some(({ type, status: state }) => type === 'Ready' && state === 'True') ?? false;

/** The names of objects, in order. */
export const namesOf = (objects: readonly { readonly metadata: { readonly name?: string } }[]): string[] =>
  objects.map(({ metadata }) => metadata.name ?? '').toSorted();

/** The uids of objects, in order: pods that have stayed have the same. */
export const uidsOf = (objects: readonly { readonly metadata: { readonly uid?: string } }[]): string[] =>
  objects.map(({ metadata }) => metadata.uid ?? '').toSorted();

/** Who owns an object, as `Kind/name`. */
export const ownersOf = ({ metadata }: Pod): string[] =>
  (metadata.ownerReferences ?? []).map(({ kind, name }) => `${kind}/${name}`);
