/** The apiserver: storage, cache, registry, request chain and listener, started in this order. */
import { randomUUID } from 'node:crypto';
import { networkInterfaces, hostname } from 'node:os';
import { createMetrics, starting, type Clock, type Log, type Own, type Running } from '@wherry/component';
import { readVerificationKey } from './auth/jwt.ts';
import { advertisedAddress } from './bootstrap/kubernetes-service/advertised-address.ts';
import { startKubernetesService } from './bootstrap/kubernetes-service/start-kubernetes-service.ts';
import { runBootstrap } from './bootstrap/run-bootstrap.ts';
import type { ApiserverFlags } from './flags.ts';
import type { Api } from './handlers/api.ts';
import { route } from './handlers/route.ts';
import { requestChain } from './http/chain.ts';
import { listen } from './http/server.ts';
import { healthChecks } from './paths/health-checks.ts';
import { startIdentity } from './identity.ts';
import { fieldIndexes, indexedFields } from './indexes.ts';
import { objectLookup } from './lookups/object-lookup.ts';
import { createPathsApp } from './paths/paths-app.ts';
import { addProcessMetrics } from './paths/process-metrics.ts';
import { versionInfo } from './paths/version-info.ts';
import { loadClusterPki, servingHosts } from './pki/cluster-pki.ts';
import { writeAdminKubeconfig } from './pki/kubeconfig.ts';
import { buildRegistry } from './registry/build-registry.ts';
import { startCompactor } from './storage/compactor.ts';
import { startWatchCache } from './storage/cache/watch-cache.ts';
import { parsePortRange } from './services/port-range.ts';
import { ipRange } from './services/ip-range.ts';
import type { Storage } from './storage/storage.ts';
import { openEtcdStorage } from './storage/etcd/etcd-storage.ts';
import { createMemoryStorage } from './storage/memory/memory-storage.ts';

export interface ApiserverOptions {
  readonly flags: ApiserverFlags;
  readonly clock: Clock;
  readonly log: Log;
  /** @default what the flags name */
  readonly storage?: Storage;
  /** Aborted when the process is asked to end while it is still starting. */
  readonly signal?: AbortSignal;
}

export interface Apiserver extends Running {
  /** `https://host:port` */
  readonly url: string;
  readonly kubeconfig: string;
}

export function startApiserver(options: ApiserverOptions): Promise<Apiserver> {
  const { flags, clock, log, signal } = options;
  return starting(async (own) => {
    const stop = new AbortController();
    const metrics = createMetrics();
    addProcessMetrics(metrics, clock);
    const storage = options.storage ?? openStorage(flags, clock, own);
    const cache = own(
      await startWatchCache({
        storage,
        clock,
        log,
        indexes: fieldIndexes,
        ...(signal === undefined ? {} : { signal }),
      }),
    );
    own(await startCompactor({ storage, clock, log }));
    const lookup = objectLookup({ cache, storage });
    const serviceCidrs = flags['service-cluster-ip-range'].split(',');
    const ranges = serviceCidrs.map(ipRange);
    const pki = await loadClusterPki({
      dataDir: flags['data-dir'],
      hosts: servingHosts({ serviceAddress: ranges[0]?.at(0) ?? '', hosts: ownHosts(flags) }),
      clock,
    });
    for (const change of pki.changes) log.info('changed a key or certificate', { change });
    const tokenAuthFile = flags['token-auth-file'];
    const { identity, authenticator, authorizer } = own(
      await startIdentity({
        cache,
        lookup,
        clock,
        serviceAccountKey: pki.serviceAccountKey,
        issuer: flags['service-account-issuer'],
        audiences: flags['api-audiences'],
        ...(tokenAuthFile === undefined ? {} : { tokenAuthFile }),
      }),
    );
    const { registry, directory, client } = buildRegistry({
      storage,
      cache,
      lookup,
      authorizer,
      resolver: identity.resolver,
      services: { ranges, ports: parsePortRange(flags['service-node-port-range']) },
      clock,
      log,
    });
    const api: Api = {
      registry,
      cache,
      indexed: indexedFields,
      directory,
      authorizer,
      identity,
      clock,
      log,
      minWatchSeconds: flags['min-request-timeout'] / 1000,
      stopping: stop.signal,
    };
    await runBootstrap({ client, clock, log, serviceCidrs });
    const authorities = {
      client: pki.authority.certificate,
      requestHeader: pki.requestHeaderAuthority.certificate,
    };
    const host = advertisedHost(flags);
    // The port is only known once the server listens; nobody can ask for it before.
    let address = host;
    const paths = createPathsApp({
      directory,
      serverAddress: () => address,
      health: { ...healthChecks({ storage, cache, stopping: stop.signal }), log },
      metrics,
      version: versionInfo(),
      issuer: {
        issuer: flags['service-account-issuer'],
        keys: [readVerificationKey(pki.serviceAccountKey)],
      },
    });
    const server = own(
      await listen({
        key: pki.serving.key,
        certificate: pki.serving.certificate,
        clientAuthorities: [authorities.client, authorities.requestHeader],
        address: flags['bind-address'],
        port: flags['secure-port'],
        handle: requestChain({
          authenticator,
          authorities,
          authorizer,
          limits: {
            reading: flags['max-requests-inflight'],
            changing: flags['max-mutating-requests-inflight'],
          },
          metrics,
          clock,
          log,
          route: route({ api, paths }),
        }),
        clock,
        log,
      }),
    );
    own(() => stop.abort());
    const reachedAt = advertisedAddress({
      advertised: flags['advertise-address'],
      bound: flags['bind-address'],
      own: ownAddresses(),
    });
    own(
      await startKubernetesService({
        client,
        clock,
        log,
        identity: {
          hostname: hostname(),
          endpoint: reachedAt === undefined ? undefined : { address: reachedAt, port: server.port },
          run: randomUUID(),
        },
        serviceAddress: ranges[0]?.at(0) ?? '',
        port: server.port,
      }),
    );
    address = `${host.includes(':') ? `[${host}]` : host}:${server.port}`;
    const url = `https://${address}`;
    const kubeconfig = await writeAdminKubeconfig({ dataDir: flags['data-dir'], server: url, pki });
    return { url, kubeconfig };
  });
}

function openStorage(flags: ApiserverFlags, clock: Clock, own: Own): Storage {
  if (flags.storage === 'memory') return createMemoryStorage();
  return own(openEtcdStorage({ servers: flags['etcd-servers'], clock }));
}

/** The names and addresses by which this server may be called. */
function ownHosts(flags: ApiserverFlags): string[] {
  return [hostname(), ...ownAddresses(), flags['bind-address'], advertisedHost(flags)];
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((found) => (found ?? []).map(({ address }) => address));
}

function advertisedHost(flags: ApiserverFlags): string {
  const { 'advertise-address': advertised, 'bind-address': bound } = flags;
  if (advertised !== undefined) return advertised;
  return bound === '0.0.0.0' || bound === '::' ? '127.0.0.1' : bound;
}
