/**
 * Empties namespaces that are being deleted, whatever kinds of objects the server offers, and then lets them go. Pods go
 * first, so that nothing that they need is taken away while they end. What is left, and why, stands in the conditions.
 */
import { formatTime, isConflict, isMethodNotSupported, isNotFound } from '@wherry/api';
import { Namespaces, Pods, type Namespace, type Pod } from '@wherry/api/core-v1';
import { changesOf, discover, keysFrom, metadataReader, type Controller } from '@wherry/client';
import { describeError } from '@wherry/component';
import type { KubeObject, Resource } from '@wherry/api/resources';
import { controlLoop, type ControllerContext } from '../context.ts';
import { planNamespaceConditions, type Emptying } from '../plans/namespace-conditions.ts';
import { isPodEnded } from '../pods/pod-state.ts';

const FINALIZER = 'kubernetes';
/** When to look again at what waits for its finalizers, in milliseconds. */
const FINALIZER_WAIT = 15_000;

export const namespaceEntry = controlLoop('namespace-controller', namespaceController);

async function namespaceController(context: ControllerContext): Promise<Controller> {
  const { client, informers } = context;
  const namespaces = await informers.get(Namespaces);
  const pods = await informers.get(Pods);
  return {
    name: 'namespace-controller',
    workers: 10,
    sources: [
      changesOf(namespaces, ({ object }) => object?.metadata.deletionTimestamp !== undefined),
      // The last pod of a namespace is what everything else waits for.
      keysFrom(pods, ({ object, old }) => {
        const namespace = old?.metadata.namespace ?? '';
        return object === undefined && pods.by('namespace', namespace).length === 0 ? [namespace] : [];
      }),
    ],
    async reconcile(name, signal) {
      const seen = namespaces.get(name);
      if (seen?.metadata.deletionTimestamp === undefined || !waitsForUs(seen)) return;
      const namespace = await find(client, seen);
      if (namespace === undefined || !waitsForUs(namespace)) return;
      const emptying = await empty(context, { namespace: name, signal });
      const shown = await showConditions(context, namespace, emptying);
      const { failures, discoveryFailure, remaining, finalizers } = emptying;
      if (failures.length > 0) throw new Error(failures.join(', '));
      if (discoveryFailure !== undefined) throw new Error(discoveryFailure);
      if (remaining.size > 0) return { again: waitFor(finalizers.size > 0, pods.by('namespace', name)) };
      await finalize(context, shown);
    },
  };
}

const waitsForUs = ({ spec }: Readonly<Namespace>): boolean => spec.finalizers?.includes(FINALIZER) === true;

/** The namespace as it is now, if it still is the same one. */
async function find(
  client: ControllerContext['client'],
  { metadata: { name = '', uid } }: Readonly<Namespace>,
): Promise<Namespace | undefined> {
  try {
    const namespace = await client.get(Namespaces, { name });
    return namespace.metadata.uid === uid ? namespace : undefined;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

interface Place {
  readonly namespace: string;
  readonly signal: AbortSignal;
}

async function empty({ transport, client }: ControllerContext, { namespace, signal }: Place): Promise<Emptying> {
  const { resources, stale } = await discover(transport, signal);
  const deletable = resources.filter(({ namespaced, verbs }) => namespaced && verbs.includes('delete'));
  const tally = new Tally(stale);
  const reader = metadataReader(transport);
  const clear = async (resource: Resource): Promise<void> => {
    try {
      await deleteAll(client, resource, namespace);
      const left = resource.verbs.includes('list') ? (await reader.list(resource, { namespace, signal })).items : [];
      tally.count(resource, left);
    } catch (error) {
      if (!isNotFound(error) && !isMethodNotSupported(error)) tally.failures.push(describeError(error));
    }
  };
  const isPods = ({ group, plural }: Resource): boolean => group === '' && plural === Pods.plural;
  for (const resource of deletable.filter(isPods)) await clear(resource);
  if (tally.remaining.size > 0) return tally;
  for (const resource of deletable.filter((each) => !isPods(each))) await clear(resource);
  return tally;
}

async function deleteAll(client: ControllerContext['client'], resource: Resource, namespace: string): Promise<void> {
  // Everything goes, so dependents need no looking after.
  const options = { propagationPolicy: 'Background' } as const;
  if (resource.verbs.includes('deletecollection')) return client.deleteCollection(resource, { namespace }, options);
  for (const { metadata } of (await client.list(resource, { namespace })).items) {
    await client.delete(resource, { namespace, name: metadata.name ?? '' }, options).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
  }
}

class Tally implements Emptying {
  readonly failures: string[] = [];
  readonly remaining = new Map<string, number>();
  readonly finalizers = new Map<string, number>();
  readonly discoveryFailure?: string;

  constructor(stale: readonly string[]) {
    if (stale.length === 0) return;
    const list = stale.map((version) => `${version}: stale GroupVersion discovery: ${version}`).join(', ');
    const what = `unable to retrieve the complete list of server APIs: ${list}`;
    this.discoveryFailure = `Discovery failed for some groups, ${stale.length} failing: ${what}`;
  }

  count({ plural, group }: Resource, left: readonly KubeObject[]): void {
    if (left.length > 0) this.remaining.set(`${plural}.${group}`, left.length);
    for (const finalizer of left.flatMap(({ metadata }) => metadata.finalizers ?? [])) {
      this.finalizers.set(finalizer, (this.finalizers.get(finalizer) ?? 0) + 1);
    }
  }
}

/** Pods that are still ending tell how long that may take; half of the time is a good moment to look again. */
function waitFor(hasFinalizers: boolean, pods: readonly Readonly<Pod>[]): number {
  const graces = pods.filter((pod) => !isPodEnded(pod)).map(({ spec }) => spec.terminationGracePeriodSeconds ?? 0);
  const longest = Math.max(hasFinalizers ? FINALIZER_WAIT : 1000, ...graces.map((seconds) => seconds * 1000));
  return longest / 2 + 1000;
}

async function showConditions(
  { client, clock }: ControllerContext,
  namespace: Namespace,
  emptying: Emptying,
): Promise<Namespace> {
  const { status } = namespace;
  const conditions = planNamespaceConditions(status.conditions ?? [], emptying, formatTime(clock.now().getTime()));
  if (conditions === undefined) return namespace;
  return client.updateStatus(Namespaces, { ...namespace, status: { ...status, phase: 'Terminating', conditions } });
}

async function finalize({ client }: ControllerContext, namespace: Namespace): Promise<void> {
  const finalizers = (namespace.spec.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER);
  const done = { ...namespace, spec: { ...namespace.spec, finalizers } };
  try {
    await client.update(Namespaces, done, { subresource: 'finalize' });
  } catch (error) {
    if (isNotFound(error)) return;
    if (isConflict(error)) throw new Error('the namespace has changed meanwhile', { cause: error });
    throw error;
  }
}
