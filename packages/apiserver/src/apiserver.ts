/** The apiserver: state, identity, registry, request chain and listener, started in this order. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { addProcessMetrics, createMetrics, starting, type Clock, type Log, type Running } from '@wherry/component';
import { readVerificationKey } from './auth/jwt.ts';
import { advertisedAddress } from './bootstrap/kubernetes-service/advertised-address.ts';
import { startKubernetesService } from './bootstrap/kubernetes-service/start-kubernetes-service.ts';
import { runBootstrap } from './bootstrap/run-bootstrap.ts';
import { keepCredentials } from './credentials/keep-credentials.ts';
import type { ApiserverFlags } from './flags.ts';
import type { Api } from './handlers/api.ts';
import { route } from './handlers/route.ts';
import { requestChain } from './http/chain.ts';
import { listen } from './http/server.ts';
import { startIdentity } from './identity.ts';
import { indexedFields } from './indexes.ts';
import { createDialer, type DialerOptions } from './connections/dial.ts';
import { keepCertificates } from './keep-certificates.ts';
import { createKubelets } from './kubelets/kubelets.ts';
import { kubeletAuthority } from './kubelets/kubelet-authority.ts';
import { clientHost, hostAndPort, ownAddresses, ownHosts } from './own-addresses.ts';
import { healthChecks } from './paths/health-checks.ts';
import { createPathsApp } from './paths/paths-app.ts';
import { versionInfo } from './paths/version-info.ts';
import { writeAdminKubeconfig } from './pki/admin-kubeconfig.ts';
import { loadClusterPki, servingHosts, type ClusterPki } from './pki/cluster-pki.ts';
import { buildRegistry } from './registry/build-registry.ts';
import { ipRange } from './services/ip-range.ts';
import { parsePortRange } from './services/port-range.ts';
import { startState } from './start-state.ts';
import type { Storage } from './storage/storage.ts';
import type { WriterRegister } from './storage/writers/writer-register.ts';

export interface ApiserverOptions {
  readonly flags: ApiserverFlags;
  readonly clock: Clock;
  readonly log: Log;
  /** @default what the flags name */
  readonly storage?: Storage & WriterRegister;
  /** How TCP connections to kubelets, pods and Services are begun. @default node:net's */
  readonly connect?: NonNullable<DialerOptions['connect']>;
  /** Aborted when the process is asked to end while it is still starting. */
  readonly signal?: AbortSignal;
}

export interface Apiserver extends Running {
  /** `https://host:port` */
  readonly url: string;
  readonly kubeconfig: string;
}

/** Starts the server; resolves when it answers. @throws what keeps it from starting */
export function startApiserver(options: ApiserverOptions): Promise<Apiserver> {
  const { flags, clock, log } = options;
  return starting(async (own) => {
    const started = new AbortController();
    const stop = new AbortController();
    const metrics = createMetrics();
    addProcessMetrics(metrics, clock);
    const { storage, cache, lookup } = own(await startState(options));
    const serviceCidrs = flags['service-cluster-ip-range'].split(',');
    const ranges = serviceCidrs.map(ipRange);
    const serviceAddress = ranges[0]?.at(0) ?? '';
    const load = () =>
      loadClusterPki({
        dataDir: flags['data-dir'],
        hosts: servingHosts({ serviceAddress, hosts: ownHosts(flags) }),
        clock,
      });
    const pki = await load();
    let present = pki;
    for (const change of pki.changes) log.info('changed a key or certificate', { change });
    const { identity, authenticator, authorizer } = own(
      await startIdentity({ cache, lookup, clock, ...identityFlags(flags), serviceAccountKey: pki.serviceAccountKey }),
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
    await runBootstrap({ client, clock, log, serviceCidrs });
    const outward = {
      dialer: createDialer({ clock, ...(options.connect === undefined ? {} : { connect: options.connect }) }),
      kubelets: createKubelets({
        lookup,
        preferred: flags['kubelet-preferred-address-types'],
        client: () => present.kubeletClient,
        authority: await kubeletAuthority(flags['kubelet-certificate-authority'], () => present.authority.certificate),
      }),
    };
    const api: Api = {
      outward,
      client,
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
    // The port is only known once the server listens; nobody can ask for it before.
    let address = clientHost(flags);
    const paths = createPathsApp({
      directory,
      serverAddress: () => address,
      health: { ...healthChecks({ storage, cache, started: started.signal, stopping: stop.signal }), log },
      metrics,
      version: versionInfo(),
      issuer: { issuer: flags['service-account-issuer'], keys: [readVerificationKey(pki.serviceAccountKey)] },
    });
    const authorities = {
      client: pki.authority.certificate,
      requestHeader: pki.requestHeaderAuthority.certificate,
    };
    const limits = {
      reading: flags['max-requests-inflight'],
      changing: flags['max-mutating-requests-inflight'],
    };
    const chained = { authenticator, authorities, authorizer, limits, metrics, resources: directory, clock, log };
    const server = own(
      await listen({
        key: pki.serving.key,
        certificate: pki.serving.certificate,
        clientAuthorities: Object.values(authorities),
        address: flags['bind-address'],
        port: flags['secure-port'],
        handle: requestChain({ ...chained, route: route({ api, paths }) }),
        clock,
        log,
      }),
    );
    own(() => stop.abort());
    address = hostAndPort(clientHost(flags), server.port);
    const url = `https://${address}`;
    const writeKubeconfig = (current: ClusterPki) =>
      writeAdminKubeconfig({ dataDir: flags['data-dir'], server: url, pki: current });
    const use = async (renewed: ClusterPki) => {
      present = renewed;
      server.use(renewed.serving);
      await writeKubeconfig(renewed);
    };
    own(keepCertificates({ load, use, clock, log }));
    own(await startKubernetesService({ client, clock, log, serviceAddress, ...ownEndpoint(flags, server.port) }));
    const kubeconfig = await writeKubeconfig(pki);
    if (flags['credentials-dir'] !== undefined) {
      const { 'credentials-dir': to, 'credentials-server': at = url } = flags;
      own(await keepCredentials({ directory: to, server: at, authority: pki.authority, client, clock, log }));
    }
    started.abort();
    return { url, kubeconfig };
  });
}

/** How this server is listed among those behind the Service `kubernetes`. */
function ownEndpoint(flags: ApiserverFlags, port: number) {
  const { 'advertise-address': advertised, 'bind-address': bound } = flags;
  const address = advertisedAddress({ advertised, bound, own: ownAddresses() });
  const endpoint = address === undefined ? undefined : { address, port };
  return { identity: { hostname: hostname(), endpoint, run: randomUUID() }, port };
}

function identityFlags(flags: ApiserverFlags) {
  const tokenAuthFile = flags['token-auth-file'];
  return {
    issuer: flags['service-account-issuer'],
    audiences: flags['api-audiences'],
    ...(tokenAuthFile === undefined ? {} : { tokenAuthFile }),
  };
}
