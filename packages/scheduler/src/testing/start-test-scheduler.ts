/** A real API server on memory storage with schedulers, and what tests ask and tell them. */
import { startTestApi, type TestApi } from '@wherry/apiserver/testing';
import { Events, Nodes, Pods, type Event, type Pod } from '@wherry/api/core-v1';
import { createClient, openTransport, type Client } from '@wherry/client';
import { silentLog, starting, systemClock, type Running } from '@wherry/component';
import { startScheduler, type SchedulerOptions } from '../scheduler.ts';
import { node, podObject, type NodeWords, type PodWords } from './objects.ts';

export interface TestScheduler extends Running {
  readonly api: TestApi;
  readonly client: Client;
  /** Starts a further scheduler. */
  start(options?: Partial<SchedulerOptions>): Promise<Running>;
  addNode(words: NodeWords): Promise<void>;
  addPod(words: PodWords): Promise<Pod>;
  pod(name: string): Promise<Pod>;
  /** Reasons and messages of the events of a pod, in order. */
  eventsOf(name: string): Promise<string[]>;
}

export interface TestSchedulerOptions {
  /** How many to start at once. @default 1 */
  readonly schedulers?: number;
  /** Further flags of the apiserver. */
  readonly apiFlags?: readonly string[];
}

export function startTestScheduler(options: TestSchedulerOptions = {}): Promise<TestScheduler> {
  const { schedulers = 1, apiFlags = [] } = options;
  return starting(async (own) => {
    const api = own(await startTestApi({ flags: apiFlags }));
    const { ca, cert, key } = api.pki;
    const connection = { server: api.url, ca, cert, key };
    const client = createClient(own(openTransport({ connection, userAgent: 'test' })));
    const start = async (options: Partial<SchedulerOptions> = {}): Promise<Running> => {
      const running = await startScheduler({ client, clock: systemClock, log: silentLog, ...options });
      // Only released: a test may stop one and go on.
      own(() => running.stop());
      return running;
    };
    for (let i = 0; i < schedulers; i++) await start();
    return {
      api,
      client,
      start,
      async addNode(words: NodeWords) {
        const { metadata, spec, status } = node(words);
        const { uid: _uid, ...given } = metadata;
        const created = await client.create(Nodes, { metadata: given, spec });
        const ready = await client.updateStatus(Nodes, { ...created, status });
        // A new node is tainted until something finds it ready.
        await client.update(Nodes, { ...ready, spec });
      },
      async addPod(words: PodWords) {
        const { metadata, status, ...object } = podObject(words);
        const { uid: _uid, ...given } = metadata;
        const created = await client.create(Pods, { ...object, metadata: given });
        if (words.status === undefined) return created;
        return client.updateStatus(Pods, { ...created, status });
      },
      pod: (name: string) => client.get(Pods, { namespace: 'default', name }),
      async eventsOf(name: string) {
        const fieldSelector = `involvedObject.kind=Pod,involvedObject.name=${name}`;
        const { items } = await client.list<Event>(Events, { namespace: 'default', fieldSelector });
        return items.map(({ reason = '', message = '' }) => `${reason}: ${message}`);
      },
    };
  });
}
