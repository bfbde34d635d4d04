/**
 * The control loop: watches enqueue keys, workers reconcile them, what fails comes back later. A controller says what it
 * is interested in and what to do for a key; queueing, retrying, logging and counting are here, once.
 */
import { isConflict } from '@wherry/api';
import { describeError, starting, type Clock, type Log, type Metrics, type Running } from '@wherry/component';
import type { KubeObject } from '@wherry/api/resources';
import { keyOf } from './key.ts';
import type { Change, Informer } from './informer.ts';
import { observeQueue } from './queue-metrics.ts';
import { WorkQueue } from './work-queue.ts';

/** Calls `enqueue` for keys that may need work; returns a function that ends it. */
export type Source = (enqueue: (key: string) => void) => () => void;

/** What a reconciliation may ask for. */
export interface Result {
  /** Look again after so many milliseconds, though nothing happened. */
  readonly again?: number;
}

export interface Controller {
  readonly name: string;
  readonly sources: readonly Source[];
  /** How many keys are worked on at a time. @default 4 */
  readonly workers?: number;
  /** Compares what is wanted with what is, and acts. Safe to call at any time, twice. Throwing means: try again later. */
  reconcile(key: string, signal: AbortSignal): Promise<Result | void>;
}

/** A failure that trying again will not mend. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
}

export interface ControllerOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics?: Metrics;
}

/** Starts the loop. `stop` ends it when the reconciliations under way are done. */
export function startController(controller: Controller, { clock, log, metrics }: ControllerOptions): Promise<Running> {
  return starting((own) => {
    const observer = metrics === undefined ? {} : { observer: observeQueue({ metrics, name: controller.name, clock }) };
    const queue = new WorkQueue({ clock, ...observer });
    const stop = new AbortController();
    const logOf = log.child({ controller: controller.name });
    const results = metrics === undefined ? undefined : resultsCounter(metrics);
    const run = async (): Promise<void> => {
      for (let key = await queue.next(); key !== undefined; key = await queue.next()) {
        const outcome = await reconcileOnce({ controller, queue, key, signal: stop.signal, log: logOf });
        results?.with({ controller: controller.name, result: outcome }).add();
        queue.done(key);
      }
    };
    const workers = Array.from({ length: controller.workers ?? 4 }, run);
    own(async () => {
      stop.abort();
      queue.close();
      await Promise.all(workers);
    });
    for (const source of controller.sources) own(source((key) => queue.add(key)));
  });
}

/** One counter for all controllers of a process. */
const counters = new WeakMap<Metrics, ReturnType<typeof makeCounter>>();

function resultsCounter(metrics: Metrics): ReturnType<typeof makeCounter> {
  const counter = counters.get(metrics) ?? makeCounter(metrics);
  counters.set(metrics, counter);
  return counter;
}

const makeCounter = (metrics: Metrics) =>
  metrics.counter({
    name: 'controller_reconcile_total',
    help: 'Reconciliations, by controller and how they ended.',
    labels: ['controller', 'result'],
  });

interface Turn {
  readonly controller: Controller;
  readonly queue: WorkQueue;
  readonly key: string;
  readonly signal: AbortSignal;
  readonly log: Log;
}

async function reconcileOnce({ controller, queue, key, signal, log }: Turn): Promise<'success' | 'error' | 'given up'> {
  try {
    const result = await controller.reconcile(key, signal);
    queue.forget(key);
    if (result?.again !== undefined) queue.addAfter(key, result.again);
    return 'success';
  } catch (error) {
    if (signal.aborted) return 'error';
    if (error instanceof TerminalError) {
      log.error('reconciliation given up', error, { key });
      queue.forget(key);
      return 'given up';
    }
    const fields = { key, error: describeError(error) };
    // Somebody else was faster; that is how it is meant to go.
    if (isConflict(error)) log.debug('reconciliation met a conflict, will try again', fields);
    else log.info('reconciliation failed, will try again', fields);
    queue.addFailed(key);
    return 'error';
  }
}

/** The objects of an informer, each under its own key. */
export function changesOf<T extends KubeObject>(
  informer: Informer<T>,
  wanted: (change: Change<T>) => boolean = () => true,
): Source {
  return (enqueue) =>
    informer.onChange((change) => {
      const object = change.object ?? change.old;
      if (object !== undefined && wanted(change)) enqueue(keyOf(object));
    });
}

/** Whatever keys a change of an informer's objects makes worth a look. */
export function keysFrom<T extends KubeObject>(
  informer: Informer<T>,
  keys: (change: Change<T>) => Iterable<string>,
): Source {
  return (enqueue) =>
    informer.onChange((change) => {
      for (const key of keys(change)) enqueue(key);
    });
}

/** The controlling owners, of one kind, of an informer's objects: before the change and after it. */
export function ownersOf<T extends KubeObject>(informer: Informer<T>, kind: string): Source {
  return keysFrom(informer, ({ object, old }) => [object, old].flatMap((state) => ownerKey(state, kind)));
}

function ownerKey(object: Readonly<KubeObject> | undefined, kind: string): string[] {
  const owner = object?.metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (object === undefined || owner === undefined || owner.kind !== kind) return [];
  const { namespace } = object.metadata;
  return [keyOf({ metadata: { name: owner.name, ...(namespace === undefined ? {} : { namespace }) } })];
}
