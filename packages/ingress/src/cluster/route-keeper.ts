/**
 * Keeps the routes in step with the cluster: what has changed leads to a whole new plan, which takes the place of the old
 * one. Only changes of what the last plan has looked at count.
 */
import { Secrets, Services, type Secret, type Service } from '@wherry/api/core-v1';
import { EndpointSlices, type EndpointSlice } from '@wherry/api/discovery-v1';
import type { Ingress, IngressClass } from '@wherry/api/networking-v1';
import { keyOf, startInformer, type Change, type EventRecorder, type Informer, type Reader } from '@wherry/client';
import { starting, type Clock, type Log, type Running, type Timer } from '@wherry/component';
import { ownershipOf } from '../routes/ingress-class.ts';
import { planRoutes } from '../routes/plan-routes.ts';
import type { Notice, RoutePlan } from '../routes/route-plan.ts';
import { certificateReader, TLS_SECRET_TYPE } from '../routes/tls-secret.ts';

export interface RouteKeeperOptions {
  readonly client: Reader;
  readonly ingresses: Informer<Ingress>;
  readonly classes: Informer<IngressClass>;
  readonly events: Pick<EventRecorder, 'record'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Makes a plan the routes. */
  readonly apply: (plan: RoutePlan) => void;
}

/** The rest between two plans gathers what changes one by one; the first change is planned at once. */
const REST_MS = 25;
const SERVICE_LABEL = 'kubernetes.io/service-name';

/** Starts; resolves when the first plan is in force. */
export function startRouteKeeper(options: RouteKeeperOptions): Promise<Running> {
  const { client, ingresses, classes, events, clock, log, apply } = options;
  return starting(async (own) => {
    const shared = { client, clock, log };
    const indexes = { service: (slice: Readonly<EndpointSlice>) => serviceKeysOf(slice) };
    const services = own(await startInformer({ ...shared, resource: Services, keep: withoutStatus }));
    const slices = own(await startInformer({ ...shared, resource: EndpointSlices, indexes }));
    const query = { fieldSelector: `type=${TLS_SECRET_TYPE}` };
    const secrets = own(await startInformer({ ...shared, resource: Secrets, query, keep: certificateOnly }));
    const readCertificate = certificateReader();
    /** The Services and Secrets that the last plan has looked at. */
    const looked = { services: new Set<string>(), secrets: new Set<string>() };
    const tell = notifier(events);
    const plan = (): void => {
      looked.services.clear();
      looked.secrets.clear();
      const isOurs = ownershipOf(classes.list());
      const planned = planRoutes({
        ingresses: ingresses.list().filter((ingress) => isOurs(ingress)),
        service(key) {
          looked.services.add(key);
          return services.get(key);
        },
        slices: (key) => slices.by('service', key),
        certificate(key) {
          looked.secrets.add(key);
          return readCertificate(key, secrets.get(key));
        },
      });
      apply(planned);
      tell(planned.notices);
    };
    const settler = own(settle({ work: plan, clock, log }));
    own(ingresses.onChange((change) => meansRoutes(change) && settler.changed()));
    own(classes.onChange(() => settler.changed()));
    const ifLookedAt = (set: ReadonlySet<string>, keys: readonly string[]): void => {
      if (keys.some((key) => set.has(key))) settler.changed();
    };
    own(services.onChange(({ object, old }) => ifLookedAt(looked.services, [object ?? old].flatMap(keysOf))));
    own(secrets.onChange(({ object, old }) => ifLookedAt(looked.secrets, [object ?? old].flatMap(keysOf))));
    own(slices.onChange(({ object, old }) => ifLookedAt(looked.services, [object, old].flatMap(serviceKeysOf))));
    settler.now();
  });
}

const keysOf = (object: Readonly<Service | Secret> | undefined): string[] =>
  object === undefined ? [] : [keyOf(object)];

function serviceKeysOf(slice: Readonly<EndpointSlice> | undefined): string[] {
  const service = slice?.metadata.labels?.[SERVICE_LABEL];
  return service === undefined ? [] : [`${slice?.metadata.namespace ?? ''}/${service}`];
}

/** Our own word on the status of an Ingress is no news. */
function meansRoutes({ object, old }: Change<Ingress>): boolean {
  if (object === undefined || old === undefined || object.metadata.uid !== old.metadata.uid) return true;
  const [now, before] = [object, old].map(({ spec, metadata }) => JSON.stringify([spec, metadata.annotations]));
  return now !== before;
}

const withoutStatus = (service: Service): Service => ({ ...service, status: { loadBalancer: {} } });

function certificateOnly({ metadata, type, data }: Secret): Secret {
  const wanted = Object.entries(data ?? {}).filter(([name]) => name === 'tls.crt' || name === 'tls.key');
  return { metadata, data: Object.fromEntries(wanted), ...(type === undefined ? {} : { type }) };
}

/** Tells each notice once, for as long as its cause lasts. */
function notifier(events: Pick<EventRecorder, 'record'>): (notices: readonly Notice[]) => void {
  let told = new Set<string>();
  return (notices) => {
    const current = new Set<string>();
    for (const { ingress, reason, message } of notices) {
      const key = `${ingress.metadata.uid ?? ''} ${reason} ${message}`;
      current.add(key);
      if (!told.has(key)) events.record(ingress, { type: 'Warning', reason, message });
    }
    told = current;
  };
}

interface Settler extends Running {
  changed(): void;
  now(): void;
}

function settle({
  work,
  clock,
  log,
}: { readonly work: () => void } & Pick<RouteKeeperOptions, 'clock' | 'log'>): Settler {
  let timer: Timer | undefined;
  let lastAt = Number.NEGATIVE_INFINITY;
  let isStopped = false;
  const now = (): void => {
    timer = undefined;
    if (isStopped) return;
    try {
      work();
    } catch (error) {
      log.error('cannot make the routes: those before stay in force', error);
    }
    lastAt = clock.monotonic();
  };
  return {
    done: new Promise<void>(() => undefined),
    stop() {
      isStopped = true;
      timer?.cancel();
      return Promise.resolve();
    },
    changed() {
      timer ??= clock.after(Math.max(0, lastAt + REST_MS - clock.monotonic()), now);
    },
    now,
  };
}
