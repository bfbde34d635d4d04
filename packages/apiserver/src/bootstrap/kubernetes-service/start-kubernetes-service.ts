/**
 * Keeps the Service `default/kubernetes` and what stands behind it, and shows by a Lease that this server lives. Every
 * server does so, on its own; from the same Leases all come to the same result, whoever writes it.
 */
import { isAlreadyExists, isConflict, isNotFound } from '@wherry/api';
import { Leases } from '@wherry/api/coordination-v1';
import { EndpointsResource, Services } from '@wherry/api/core-v1';
import { EndpointSlices } from '@wherry/api/discovery-v1';
import { starting, type Clock, type Log, type Running } from '@wherry/component';
import type { OwnClient } from '../../registry/own-client.ts';
import {
  expiredLeases,
  identityLease,
  LEASE_NAMESPACE,
  leaseName,
  liveEndpoints,
  type ServerEndpoint,
  type ServerIdentity,
} from './identity-lease.ts';
import { KUBERNETES_SERVICE, kubernetesService, planEndpoints, planSlices } from './plan-kubernetes-service.ts';

/** How often a server shows that it lives and looks after the Service. */
const INTERVAL_MS = 10_000;

export interface KubernetesServiceOptions {
  readonly client: OwnClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly identity: ServerIdentity;
  /** The cluster IP of the Service: the first one of the range. */
  readonly serviceAddress: string;
  /** The port that this server listens on. */
  readonly port: number;
}

/** Resolves when the Service is there, or could not be made for now. */
export function startKubernetesService(options: KubernetesServiceOptions): Promise<Running> {
  return starting(async (own) => {
    const { clock, log } = options;
    const stop = new AbortController();
    const attempt = async (work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        log.error('could not keep the service of the API up to date, will try again', error);
      }
    };
    const loop = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        await clock.sleep(INTERVAL_MS, stop.signal).catch(() => undefined);
        if (!stop.signal.aborted) await attempt(() => keep(options));
      }
    };
    await attempt(() => keep(options));
    const done = loop();
    own({
      done,
      async stop() {
        stop.abort();
        await done;
        await attempt(() => leave(options));
      },
    });
  });
}

async function keep(options: KubernetesServiceOptions): Promise<void> {
  await renewLease(options);
  await ensureService(options);
  const { endpoint } = options.identity;
  // The cache need not know this server's own Lease yet.
  await publish(options, [...otherServers(options), ...(endpoint === undefined ? [] : [endpoint])]);
  await removeExpired(options);
}

/** Takes this server out, so that nobody tries to reach it any more. */
async function leave(options: KubernetesServiceOptions): Promise<void> {
  const { client, identity } = options;
  await unlessDone(client.delete(Leases, { namespace: LEASE_NAMESPACE, name: leaseName(identity) }));
  await publish(options, otherServers(options));
}

async function renewLease({ client, clock, identity }: KubernetesServiceOptions): Promise<void> {
  const wanted = identityLease(identity, clock.now());
  const name = { namespace: LEASE_NAMESPACE, name: leaseName(identity) };
  if ((await client.find(Leases, name)) === undefined) {
    await unlessDone(client.create(Leases, wanted));
    return;
  }
  const { labels, annotations } = wanted.metadata;
  // A Lease that was deleted just now comes back in the next round.
  await unlessDone(
    client.update(Leases, name, (lease) => ({
      ...lease,
      metadata: {
        ...lease.metadata,
        labels: { ...lease.metadata.labels, ...labels },
        annotations: { ...lease.metadata.annotations, ...annotations },
      },
      spec: { ...lease.spec, ...wanted.spec },
    })),
  );
}

/** Only what is missing is made: what an administrator has changed about the Service stays. */
async function ensureService({ client, serviceAddress, port }: KubernetesServiceOptions): Promise<void> {
  if ((await client.find(Services, KUBERNETES_SERVICE)) !== undefined) return;
  await unlessDone(client.create(Services, kubernetesService({ address: serviceAddress, targetPort: port })));
}

function otherServers({ client, clock, identity }: KubernetesServiceOptions): ServerEndpoint[] {
  const own = leaseName(identity);
  const others = client.list(Leases, LEASE_NAMESPACE).filter(({ metadata }) => metadata.name !== own);
  return liveEndpoints(others, clock.now());
}

async function publish({ client }: KubernetesServiceOptions, servers: readonly ServerEndpoint[]): Promise<void> {
  const { namespace } = KUBERNETES_SERVICE;
  const present = await client.find(EndpointsResource, KUBERNETES_SERVICE);
  const endpoints = planEndpoints(servers, present);
  if (endpoints !== undefined) {
    const { labels, subsets } = endpoints;
    const metadata = { ...KUBERNETES_SERVICE, labels };
    await unlessDone(
      present === undefined
        ? client.create(EndpointsResource, { metadata, subsets })
        : client.update(EndpointsResource, KUBERNETES_SERVICE, (object) => ({
            ...object,
            metadata: { ...object.metadata, labels },
            subsets: structuredClone(subsets),
          })),
    );
  }
  const slices = planSlices(servers, client.list(EndpointSlices, namespace));
  for (const name of slices.remove) await unlessDone(client.delete(EndpointSlices, { namespace, name }));
  for (const slice of slices.create) await unlessDone(client.create(EndpointSlices, slice));
  for (const { metadata, ports, endpoints: places } of slices.update) {
    const change = structuredClone({ ports, endpoints: places });
    const name = { namespace, name: metadata.name };
    await unlessDone(client.update(EndpointSlices, name, (slice) => ({ ...slice, ...change })));
  }
}

async function removeExpired({ client, clock }: KubernetesServiceOptions): Promise<void> {
  for (const name of expiredLeases(client.list(Leases, LEASE_NAMESPACE), clock.now()))
    await unlessDone(client.delete(Leases, { namespace: LEASE_NAMESPACE, name }));
}

/** Another server may have done it already: the next round will see what remains. */
async function unlessDone(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!isAlreadyExists(error) && !isConflict(error) && !isNotFound(error)) throw error;
  }
}
