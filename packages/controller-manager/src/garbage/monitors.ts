/**
 * Watches the metadata of every kind of object that can be watched and deleted, kinds that come later included. What the
 * server offers is asked anew all the time, since custom kinds come and go.
 */
import { discover, metadataReader, startInformer, type Change, type Informer, type Transport } from '@wherry/client';
import { describeError, starting, type Clock, type Log, type Running } from '@wherry/component';
import type { PartialObjectMetadata } from '@wherry/api/meta-v1';
import { apiVersionOf, type KubeObject } from '@wherry/api/resources';
import type { Informers } from '../informers.ts';
import { groupOf, type MetadataResource } from './graph.ts';

export type OnChange = (resource: MetadataResource, change: Change<PartialObjectMetadata>) => void;

export interface Monitors extends Running {
  /** The resource of a kind, in the version that its group prefers; the server is asked for kinds that are unknown. */
  resourceOf(reference: { readonly apiVersion: string; readonly kind: string }): Promise<MetadataResource | undefined>;
  /** Calls back for all objects there are, and then for every change. Returns a function that ends it. */
  onChange(handler: OnChange): () => void;
}

export interface MonitorsOptions {
  readonly transport: Pick<Transport, 'send' | 'lines'>;
  /** Pictures that others have anyway: what is in one of them is not watched a second time. */
  readonly shared: Pick<Informers, 'asked'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often the server is asked what it offers, in milliseconds. */
const REDISCOVER = 30_000;
/** No kind may keep all others waiting. */
const PATIENCE = 30_000;

/** Resolves when the pictures are complete. */
export function startMonitors(options: MonitorsOptions): Promise<Monitors> {
  return starting(async (own) => {
    const monitors = new MonitorSet(options);
    own(() => monitors.stop());
    await monitors.refresh();
    await monitors.settled();
    const timer = options.clock.every(REDISCOVER, () => void monitors.refresh());
    own(() => timer.cancel());
    return {
      resourceOf: (reference: { readonly apiVersion: string; readonly kind: string }) => monitors.resourceOf(reference),
      onChange: (handler: OnChange) => monitors.onChange(handler),
    };
  });
}

interface Monitor {
  readonly resource: MetadataResource;
  readonly stop: AbortController;
  readonly informer: Promise<Picture | undefined>;
  /** The same, when it has the whole collection. */
  complete?: Picture;
}

/** A collection's metadata, and perhaps more than that. */
type Picture = Pick<Informer<PartialObjectMetadata>, 'list' | 'stop'>;

class MonitorSet {
  readonly #options: MonitorsOptions;
  readonly #monitors = new Map<string, Monitor>();
  readonly #handlers = new Set<OnChange>();
  readonly #stop = new AbortController();
  #resources: readonly MetadataResource[] = [];
  #refreshing: Promise<void> | undefined;

  constructor(options: MonitorsOptions) {
    this.#options = options;
  }

  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  async #refresh(): Promise<void> {
    const { transport, log } = this.#options;
    try {
      const { resources, stale } = await discover(transport, this.#stop.signal);
      this.#resources = resources;
      const wanted = new Map(resources.filter(isMonitored).map((resource) => [idOf(resource), resource]));
      for (const [id, monitor] of this.#monitors) {
        // Of a server that does not answer for now, nothing is known.
        if (!wanted.has(id) && !stale.includes(apiVersionOf(monitor.resource))) await this.#end(id, monitor);
      }
      if (this.#stop.signal.aborted) return;
      for (const [id, resource] of wanted) if (!this.#monitors.has(id)) this.#monitors.set(id, this.#begin(resource));
    } catch (error) {
      if (!this.#stop.signal.aborted) log.info('cannot find out what kinds there are', { error: describeError(error) });
    }
  }

  #begin(resource: MetadataResource): Monitor {
    const { transport, clock, log } = this.#options;
    const stop = new AbortController();
    const shared = this.#options.shared.asked(resource);
    const started: Promise<Informer<PartialObjectMetadata> | Informer<KubeObject>> =
      shared ??
      startInformer({
        client: metadataReader(transport),
        resource,
        keep: essential,
        clock,
        log,
        signal: stop.signal,
      });
    const informer = started.then(
      (each) => {
        const end = each.onChange((change: Change<PartialObjectMetadata>) => this.#tell(resource, change));
        // What others watch goes on without us.
        const picture: Picture =
          shared === undefined ? each : { list: () => each.list(), stop: () => Promise.resolve(end()) };
        monitor.complete = picture;
        return picture;
      },
      () => undefined,
    );
    const monitor: Monitor = { resource, stop, informer };
    return monitor;
  }

  async #end(id: string, { resource, stop, informer }: Monitor): Promise<void> {
    this.#monitors.delete(id);
    stop.abort();
    const ended = await informer;
    await ended?.stop();
    for (const old of ended?.list() ?? []) this.#tell(resource, { old });
  }

  #tell(resource: MetadataResource, change: Change<PartialObjectMetadata>): void {
    for (const handler of this.#handlers) handler(resource, change);
  }

  onChange(handler: OnChange): () => void {
    this.#handlers.add(handler);
    // What is not complete yet tells the handlers when it is.
    for (const { resource, complete } of this.#monitors.values()) {
      for (const object of complete?.list() ?? []) handler(resource, { object });
    }
    return () => void this.#handlers.delete(handler);
  }

  /** Resolves when all pictures are complete, or too much time has passed. */
  async settled(): Promise<void> {
    const all = Promise.all([...this.#monitors.values()].map(({ informer }) => informer));
    const enough = new AbortController();
    const patience = this.#options.clock.sleep(PATIENCE, enough.signal).catch(() => undefined);
    await Promise.race([all, patience]);
    enough.abort();
  }

  async resourceOf({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }) {
    const find = () => this.#resources.find((each) => each.kind === kind && each.group === groupOf(apiVersion));
    const known = find();
    if (known !== undefined) return known;
    await this.refresh();
    return find();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#refreshing;
    const monitors = [...this.#monitors.values()];
    for (const { stop } of monitors) stop.abort();
    await Promise.all(monitors.map(async ({ informer }) => (await informer)?.stop()));
  }
}

/** Events own nothing and nobody owns them; there are many. */
const isMonitored = ({ group, plural, verbs }: MetadataResource): boolean =>
  (['list', 'watch', 'delete', 'get', 'patch'] as const).every((verb) => verbs.includes(verb)) &&
  !(plural === 'events' && (group === '' || group === 'events.k8s.io'));

const idOf = (resource: MetadataResource): string => `${apiVersionOf(resource)}/${resource.plural}`;

/** Labels, annotations and managed fields of all objects would be a burden. */
function essential({ metadata }: PartialObjectMetadata): PartialObjectMetadata {
  const { labels: _labels, annotations: _annotations, managedFields: _managed, ...rest } = metadata;
  return { metadata: rest };
}
