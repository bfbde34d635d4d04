/**
 * Events: what a component tells users about an object. The same event again counts up instead of standing twice, many
 * similar ones become one, and nobody can flood the cluster with them (as client-go's event correlator does). Recording
 * never fails and never waits: what cannot be written is dropped and logged.
 */
import { formatTime, isAlreadyExists, isNotFound } from '@wherry/api';
import { Events, type Event, type ObjectReference } from '@wherry/api/core-v1';
import type { KubeObject } from '@wherry/api/resources';
import { releasing, type Clock, type Log, type Running } from '@wherry/component';
import type { Client } from './client.ts';

export interface EventText {
  readonly type: 'Normal' | 'Warning';
  /** CamelCase, for machines: `FailedScheduling`. */
  readonly reason: string;
  /** A sentence for people. */
  readonly message: string;
  /** The part of the object that it is about: `spec.containers{app}`. @default all of it */
  readonly fieldPath?: string;
}

export interface EventRecorder extends Running {
  record(object: Readonly<KubeObject>, event: EventText): void;
}

export interface EventRecorderOptions {
  readonly client: Pick<Client, 'create' | 'patch'>;
  /** As events name their source. */
  readonly component: string;
  readonly host?: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Similar events within ten minutes are put together from the tenth on. */
const AGGREGATE_AFTER = 10;
const AGGREGATE_WITHIN_MS = 600_000;
/** A burst of 25 events an object, then one in five minutes. */
const BURST = 25;
const REFILL_MS = 300_000;
const MOST_REMEMBERED = 4096;

export function startEventRecorder(options: EventRecorderOptions): EventRecorder {
  const recorder = new Recorder(options);
  return {
    ...releasing(() => recorder.flush()),
    record: (object, event) => recorder.record(object, event),
  };
}

/** An event that has been written and may be counted up. */
interface Written {
  readonly namespace: string;
  readonly name: string;
  readonly count: number;
}

class Recorder {
  readonly #options: EventRecorderOptions;
  readonly #written = new Map<string, Written>();
  readonly #similar = new Map<string, { readonly messages: Set<string>; at: number }>();
  readonly #buckets = new Map<string, { tokens: number; at: number }>();
  /** Writes happen one after the other, so that counts are right. */
  #last: Promise<void> = Promise.resolve();

  constructor(options: EventRecorderOptions) {
    this.#options = options;
  }

  record(object: Readonly<KubeObject>, event: EventText): void {
    const reference = { ...referenceTo(object), fieldPath: event.fieldPath ?? '' };
    const source = `${reference.kind}/${reference.namespace}/${reference.name}/${reference.uid}`;
    if (!this.#mayWrite(source)) return;
    const message = this.#aggregated(`${source}/${event.type}/${event.reason}`, event.message);
    const text = { ...event, message };
    this.#last = this.#last
      .then(() => this.#write(reference, text))
      .catch((error: unknown) => {
        this.#options.log.info('event dropped', { reason: event.reason, error: String(error) });
      });
  }

  flush(): Promise<void> {
    return this.#last;
  }

  #mayWrite(source: string): boolean {
    const now = this.#options.clock.monotonic();
    const bucket = this.#buckets.get(source) ?? { tokens: BURST, at: now };
    bucket.tokens = Math.min(BURST, bucket.tokens + (now - bucket.at) / REFILL_MS);
    bucket.at = now;
    remember(this.#buckets, source, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  #aggregated(group: string, message: string): string {
    const now = this.#options.clock.monotonic();
    const known = this.#similar.get(group);
    const similar =
      known === undefined || now - known.at > AGGREGATE_WITHIN_MS ? { messages: new Set<string>(), at: now } : known;
    similar.messages.add(message);
    similar.at = now;
    remember(this.#similar, group, similar);
    return similar.messages.size < AGGREGATE_AFTER ? message : `(combined from similar events): ${message}`;
  }

  async #write(reference: Reference, text: EventText): Promise<void> {
    const { type, reason, message } = text;
    const combined = message.startsWith('(combined');
    const identity = [
      reference.kind,
      reference.namespace,
      reference.name,
      reference.uid,
      reference.fieldPath,
      type,
      reason,
      combined ? '' : message,
    ].join('/');
    const known = this.#written.get(identity);
    const written = known === undefined ? undefined : await this.#countUp(known, message);
    remember(this.#written, identity, written ?? (await this.#create(reference, text)));
  }

  /** Undefined when the event has gone meanwhile: events live for an hour. */
  async #countUp({ namespace, name, count }: Written, message: string): Promise<Written | undefined> {
    const { client, clock } = this.#options;
    const body = { count: count + 1, message, lastTimestamp: formatTime(clock.now().getTime()) };
    try {
      await client.patch(Events, { namespace, name }, { type: 'strategic', body });
      return { namespace, name, count: count + 1 };
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async #create(reference: Reference, { type, reason, message }: EventText): Promise<Written> {
    const { client, clock, component, host } = this.#options;
    const now = clock.now();
    const namespace = reference.namespace === '' ? 'default' : reference.namespace;
    // Unique as long as one component does not tell two things of an object in the same microsecond.
    const name = `${reference.name}.${BigInt(now.getTime() * 1000 + Math.floor(Math.random() * 1000)).toString(16)}`;
    const time = formatTime(now.getTime());
    const event = {
      metadata: { namespace, name },
      involvedObject: involved(reference),
      type,
      reason,
      message,
      source: { component, ...(host === undefined ? {} : { host }) },
      reportingComponent: component,
      reportingInstance: host ?? '',
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
    };
    try {
      await client.create<Event>(Events, event);
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
    }
    return { namespace, name, count: 1 };
  }
}

interface Reference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly fieldPath: string;
}

function referenceTo({ apiVersion = '', kind = '', metadata }: Readonly<KubeObject>): Omit<Reference, 'fieldPath'> {
  const { namespace = '', name = '', uid = '', resourceVersion = '' } = metadata;
  return { apiVersion, kind, namespace, name, uid, resourceVersion };
}

function involved(reference: Reference): ObjectReference {
  return Object.fromEntries(Object.entries(reference).filter(([, value]) => value !== ''));
}

/** Keeps the most recent entries of a map, up to a bound. */
function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  map.set(key, value);
  const oldest = map.keys().next();
  if (map.size > MOST_REMEMBERED && oldest.done !== true) map.delete(oldest.value);
}
