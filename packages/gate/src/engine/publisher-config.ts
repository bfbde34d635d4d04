/** What the engine is told of a publisher, and how it is known again. Pure. */
import { createHash } from 'node:crypto';
import type { ContainerCreateOptions } from 'dockerode';
import { gatePortKey, type GatePort } from '../table/gate-table.ts';

export interface PublisherFacts {
  readonly cluster: string;
  /** The engine's network of the machines. */
  readonly network: string;
  readonly image: string;
}

/** All that belongs to a cluster has it, with the cluster's name. */
export const CLUSTER_LABEL = 'wherry.cluster';
/** The port: `tcp/30080`. */
export const GATE_LABEL = 'wherry.gate';
/** Of what a publisher was made from: with another, it is made anew. */
export const HASH_LABEL = 'wherry.gate.hash';

/** No two publishers of a port have different names, so there is no second one. */
export const publisherName = (cluster: string, key: string): string => `${cluster}-gate-${key.replace('/', '-')}`;

export interface PublisherConfig extends ContainerCreateOptions {
  readonly name: string;
  readonly Labels: Record<string, string>;
}

export function publisherConfig(
  { protocol, port }: Pick<GatePort, 'protocol' | 'port'>,
  facts: PublisherFacts,
): PublisherConfig {
  const key = gatePortKey(protocol, port);
  const inside = `${port}/${protocol}`;
  const config = {
    Image: facts.image,
    // It does nothing: the kernel does the work in its network.
    Entrypoint: ['sleep', 'infinity'],
    Cmd: [],
    User: '0',
    StopSignal: 'SIGKILL',
    Healthcheck: { Test: ['NONE'] },
    ExposedPorts: { [inside]: {} },
    HostConfig: {
      NetworkMode: facts.network,
      PortBindings: { [inside]: [{ HostIp: '127.0.0.1', HostPort: String(port) }] },
      Sysctls: { 'net.ipv4.ip_forward': '1' },
      CapDrop: ['ALL'],
      CapAdd: ['NET_ADMIN'],
      SecurityOpt: ['no-new-privileges'],
      ReadonlyRootfs: true,
      LogConfig: { Type: 'none', Config: {} },
    },
  };
  return {
    name: publisherName(facts.cluster, key),
    ...config,
    Labels: { [CLUSTER_LABEL]: facts.cluster, [GATE_LABEL]: key, [HASH_LABEL]: hashOf(config) },
  };
}

const hashOf = (config: object): string =>
  createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, 16);
