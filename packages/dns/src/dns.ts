/** The DNS of the cluster: answers from the component's own pictures of Services and endpoints. */
import { Namespaces, Services } from '@wherry/api/core-v1';
import { EndpointSlices } from '@wherry/api/discovery-v1';
import { startInformer, type Reader } from '@wherry/client';
import { starting, type Clock, type Log, type Running } from '@wherry/component';
import { answerChain } from './answer-chain.ts';
import { forward, type Upstream } from './handlers/forward.ts';
import { clusterLookup, serviceIndexes, sliceIndexes } from './lookup.ts';
import { startServer, type DnsServer } from './server.ts';

export interface DnsOptions {
  readonly client: Reader;
  readonly clock: Clock;
  readonly log: Log;
  readonly address: string;
  /** @default 53 */
  readonly port?: number;
  /** @default cluster.local */
  readonly zone?: string;
  /** Who is asked about all other names. */
  readonly upstreams: readonly Upstream[];
}

const TTL_SECONDS = 30;

/** Starts; resolves when it answers from a complete picture. */
export function startDns(options: DnsOptions): Promise<DnsServer & Running> {
  const { client, clock, log, address, port = 53, zone = 'cluster.local', upstreams } = options;
  return starting(async (own) => {
    const shared = { client, clock, log };
    const namespaces = own(await startInformer({ ...shared, resource: Namespaces }));
    const services = own(await startInformer({ ...shared, resource: Services, indexes: serviceIndexes }));
    const slices = own(await startInformer({ ...shared, resource: EndpointSlices, indexes: sliceIndexes }));
    const lookup = clusterLookup({ namespaces, services, slices });
    const answer = answerChain({ zone, lookup, ttl: TTL_SECONDS, forward: forward({ upstreams }), log });
    const server = own(await startServer({ address, port, answer, log }));
    return { port: server.port };
  });
}
