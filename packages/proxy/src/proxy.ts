/** The network of a node: routes, Services, and the cluster's DNS at its cluster IP. */
import { readFile } from 'node:fs/promises';
import { Nodes, type Node } from '@wherry/api/core-v1';
import { createClient, openTransport, startInformer, type Connection, type Informer } from '@wherry/client';
import {
  addProcessMetrics,
  createMetrics,
  starting,
  type Clock,
  type Log,
  type Metrics,
  type Running,
} from '@wherry/component';
import { startDns } from '@wherry/dns';
import type { ProxyFlags } from './flags.ts';
import { startHealthServers } from './health/health-servers.ts';
import { endpointEndings, type EndpointEndings } from './health/endpoint-endings.ts';
import { proxyHealth } from './health/proxy-health.ts';
import { serviceHealth } from './health/service-health.ts';
import { nodeIps } from './node-ips.ts';
import { startPlane } from './planes.ts';
import { proxyMetrics } from './proxy-metrics.ts';
import { readResolvers } from './resolvers.ts';
import { ipCommand } from './routes/ip-command.ts';
import { ensureKernelSettings } from './routes/kernel-settings.ts';
import { startRoutes } from './routes/routes.ts';
import { startServiceRules, type CarriedOut } from './service-rules.ts';

export interface ProxyOptions {
  readonly connection: Connection;
  readonly flags: ProxyFlags;
  readonly clock: Clock;
  readonly log: Log;
}

/** Starts; resolves when the routes, the Services and the DNS of the node are there. Needs the capability NET_ADMIN. */
export function startProxy({ connection, flags, clock, log }: ProxyOptions): Promise<Running> {
  return starting(async (own) => {
    const nodeName = flags['node-name'];
    if (nodeName === '') throw new Error('Cannot start the proxy: --node-name is not given');
    const hasIpv6 = [...flags['cluster-cidr'], ...flags['service-cluster-ip-range']].some((cidr) => cidr.includes(':'));
    await ensureKernelSettings({ hasIpv6, log });
    const registry = createMetrics();
    const client = createClient(own(openTransport({ connection, userAgent: 'kube-proxy', metrics: registry })));
    addProcessMetrics(registry, clock);
    const metrics = proxyMetrics(registry);
    const health = proxyHealth({ clock, families: hasIpv6 ? ['IPv4', 'IPv6'] : ['IPv4'] });
    const nodes = own(await startInformer({ client, clock, log, resource: Nodes, keep: withoutImages }));
    const endings = endpointEndings(clock);
    own(await startSelfReport({ flags, nodes, health, endings, registry, log }));
    const checks = own(serviceHealth({ isProxyHealthy: () => health.isHealthy(), log }));
    const ip = ipCommand();
    const [serviceCidrs, ownIps] = [flags['service-cluster-ip-range'], flags['cluster-dns']];
    own(await startRoutes({ nodes, ip, clock, log, nodeName, serviceCidrs, ownIps, hasIpv6 }));
    const plane = own(startPlane({ flags, ip, clock, log, hasIpv6 }));
    const observer = {
      changed() {
        health.changed();
        metrics.changed(clock.now());
      },
      carriedOut({ entries, slices, milliseconds }: CarriedOut) {
        health.carriedOut();
        endings.carriedOut(slices);
        metrics.carriedOut(milliseconds, clock.now());
        void checks.keep(entries);
      },
    };
    own(await startServiceRules({ client, plane, nodes, clock, log, nodeName, observer }));
    const resolvers = readResolvers(await readFile(flags['resolv-conf'], 'utf8'), { own: [...ownIps, ...nodeIps()] });
    for (const address of ownIps) {
      const zone = flags['cluster-domain'];
      own(await startDns({ client, clock, log, address, zone, upstreams: resolvers }));
    }
  });
}

interface SelfReportOptions {
  readonly flags: ProxyFlags;
  readonly nodes: Pick<Informer<Node>, 'get' | 'list'>;
  readonly health: ReturnType<typeof proxyHealth>;
  readonly endings: EndpointEndings;
  readonly registry: Metrics;
  readonly log: Log;
}

function startSelfReport({ flags, nodes, health, endings, registry, log }: SelfReportOptions): Promise<Running> {
  const { 'healthz-bind-address': healthz, 'metrics-bind-address': metrics } = flags;
  return startHealthServers({
    ...(healthz === undefined ? {} : { healthz }),
    ...(metrics === undefined ? {} : { metrics }),
    health,
    endings,
    node: () => nodes.get(flags['node-name']),
    others: () => nodes.list().filter(({ metadata }) => metadata.name !== flags['node-name']),
    registry,
    mode: flags['proxy-mode'],
    log,
  });
}

/** Without what makes nodes large, and is nothing to routes: their images. */
function withoutImages({ status, ...node }: Node): Node {
  const { images: _, ...rest } = status;
  return { ...node, status: rest };
}
