/**
 * `metrics.k8s.io`: what nodes and pods use now (`kubectl top`). Nothing is stored: whoever asks is answered from what
 * the kubelets say at that moment. What nothing is known of is left out of lists, as metrics-server does it.
 */
import { formatTime, notFound } from '@wherry/api';
import { Nodes, Pods } from '@wherry/api/core-v1';
import type { KubeObject } from '@wherry/api/resources';
import type { Api } from '../handlers/api.ts';
import { listSender } from '../handlers/list.ts';
import type { Scope, VerbHandler } from '../handlers/scope.ts';
import { selectionOf } from '../handlers/selection.ts';
import { sendObject } from '../handlers/send-object.ts';
import { Entry } from '../storage/cache/entry.ts';
import { MemoBudget } from '../storage/cache/memo-budget.ts';
import { readKubelet } from './read-kubelet.ts';
import { createUsageKeeper, type UsageKeeper } from './usage-keeper.ts';
import { nodeUsage, podUsage } from './usage-of.ts';

/** An object whose use is asked for, and where it runs. */
interface Subject {
  readonly node: string;
  readonly metadata: KubeObject['metadata'];
}

/** A kind of metrics. */
interface Measured {
  /** What the subjects are called when there is none of a name. */
  readonly subject: string;
  readonly metrics: string;
  readonly subjects: (namespace: string) => readonly Subject[];
  readonly find: (scope: Scope) => Promise<Subject | undefined>;
  /** What is known of a subject; undefined when nothing is. */
  readonly usage: (subject: Subject, pairs: Awaited<ReturnType<UsageKeeper['read']>>) => object | undefined;
}

/** The handlers of the group, by verb and plural. */
export function usageHandlers(api: Api): readonly (readonly [string, VerbHandler])[] {
  const { clock, log, outward } = api;
  const sample = (node: string, signal: AbortSignal) => readKubelet(node, { outward, clock, signal });
  const keeper = createUsageKeeper({ sample, clock, log });
  return [
    ['get nodes', getUsage(api, { keeper, measured: nodes(api) })],
    ['list nodes', listUsage(api, { keeper, measured: nodes(api) })],
    ['get pods', getUsage(api, { keeper, measured: pods(api) })],
    ['list pods', listUsage(api, { keeper, measured: pods(api) })],
  ];
}

const nodes = ({ client }: Api): Measured => ({
  subject: 'node',
  metrics: 'nodemetrics',
  subjects: () => client.list(Nodes).map(({ metadata }) => ({ node: metadata.name ?? '', metadata })),
  async find({ info }) {
    const node = await client.find(Nodes, { namespace: '', name: info.name });
    return node === undefined ? undefined : { node: info.name, metadata: node.metadata };
  },
  usage: ({ node }, pairs) => {
    const pair = pairs.get(node);
    return pair === undefined ? undefined : nodeUsage(pair);
  },
});

const pods = ({ client }: Api): Measured => ({
  subject: 'pods',
  metrics: 'podmetrics',
  subjects: (namespace) =>
    client
      .list(Pods, namespace === '' ? undefined : namespace)
      .filter(({ status }) => status.phase === 'Running')
      .map(({ metadata, spec }) => ({ node: spec.nodeName ?? '', metadata })),
  async find({ info }) {
    const pod = await client.find(Pods, { namespace: info.namespace, name: info.name });
    if (pod === undefined) return undefined;
    // What does not run uses nothing.
    return { node: pod.status.phase === 'Running' ? (pod.spec.nodeName ?? '') : '', metadata: pod.metadata };
  },
  usage: ({ node, metadata }, pairs) => {
    const pair = pairs.get(node);
    return pair === undefined ? undefined : podUsage(pair, `${metadata.namespace ?? ''}/${metadata.name ?? ''}`);
  },
});

interface Measuring {
  readonly keeper: UsageKeeper;
  readonly measured: Measured;
}

const getUsage =
  (api: Api, { keeper, measured }: Measuring): VerbHandler =>
  async (scope) => {
    const { name, namespace } = scope.info;
    await api.cache.fresh();
    const subject = await measured.find(scope);
    if (subject === undefined) throw notFound({ group: '', resource: measured.subject }, name);
    const pairs = await keeper.read(subject.node === '' ? [] : [subject.node]);
    const usage = measured.usage(subject, pairs);
    if (usage === undefined) {
      const resource = { group: 'metrics.k8s.io', resource: measured.metrics };
      throw notFound(resource, namespace === '' ? name : `${namespace}/${name}`);
    }
    const object = document(scope, { subject, usage, now: api.clock.now() });
    sendObject(api, scope, { shown: { object, text: JSON.stringify(object) } });
  };

function listUsage(api: Api, { keeper, measured }: Measuring): VerbHandler {
  const sendList = listSender(api);
  return async (scope) => {
    await api.cache.fresh();
    const { matches } = selectionOf(scope, api.indexed);
    const subjects = measured
      .subjects(scope.info.namespace)
      .filter(({ metadata }) => matches === undefined || matches({ object: { metadata } }));
    const pairs = await keeper.read(subjects.map(({ node }) => node).filter((node) => node !== ''));
    const now = api.clock.now();
    const entries = subjects.flatMap((subject) => {
      const usage = measured.usage(subject, pairs);
      if (usage === undefined) return [];
      const text = JSON.stringify(document(scope, { subject, usage, now }));
      return [new Entry({ key: subject.metadata.name ?? '', revision: 0, text, parsed: new MemoBudget(0) })];
    });
    sendList(scope, { entries, revision: 0, remaining: 0 });
  };
}

interface Content {
  readonly subject: Subject;
  readonly usage: object;
  readonly now: Date;
}

/** The object that is made for the answer, and named and labelled like what it speaks of. */
function document({ served }: Scope, { subject, usage, now }: Content): object {
  const { name = '', namespace, labels } = subject.metadata;
  const { kind } = served.resource;
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    creationTimestamp: formatTime(now.getTime()),
    ...(labels === undefined ? {} : { labels }),
  };
  return { kind, apiVersion: served.apiVersion, metadata, ...usage };
}
