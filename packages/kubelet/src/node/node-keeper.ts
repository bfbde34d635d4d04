/**
 * Keeps the node in the API: registers it, says how it is, and renews its Lease, by which the cluster knows that it is
 * alive. The Lease is small and renewed often; the status is written when something has changed, and now and then.
 */
import { formatMicroTime, isAlreadyExists, isNotFound } from '@wherry/api';
import { Leases } from '@wherry/api/coordination-v1';
import { Nodes, type Node, type NodeCondition } from '@wherry/api/core-v1';
import type { Client } from '@wherry/client';
import { describeError, starting, type Clock, type Log, type Running } from '@wherry/component';
import type { Runtime } from '../runtime/runtime.ts';
import { nodeLabels, nodeStatus } from './node-status.ts';
import type { Pressure } from './pressure.ts';

export interface NodeKeeperOptions {
  readonly client: Pick<Client, 'get' | 'create' | 'patch' | 'update'>;
  readonly runtime: Runtime;
  readonly name: string;
  readonly address: string;
  readonly capacity: Readonly<Record<string, string>>;
  readonly kubeletPort: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Something besides the runtime that keeps the node from running pods; undefined when all is well. */
  readonly trouble: () => string | undefined;
  readonly pressure: () => Pressure;
  readonly clock: Clock;
  readonly log: Log;
}

export interface NodeKeeping extends Running {
  /** Says at once how the node is. */
  report(): void;
}

const LEASE_NAMESPACE = 'kube-node-lease';
const LEASE_SECONDS = 40;
const RENEW_MS = 10_000;
const LOOK_MS = 10_000;
const WRITE_AT_LEAST_MS = 300_000;

/** Resolves when the node stands in the API with a first status. */
export function startNodeKeeper(options: NodeKeeperOptions): Promise<NodeKeeping> {
  return starting(async (own) => {
    const { clock, log } = options;
    const keeper = new NodeKeeper(options);
    await keeper.register();
    await keeper.report();
    await keeper.renew();
    const quietly = (what: string, work: () => Promise<void>) => () =>
      void work().catch((error: unknown) => log.info(what, { error: describeError(error) }));
    const renewing = clock.every(
      RENEW_MS,
      quietly('lease not renewed', () => keeper.renew()),
    );
    own(() => renewing.cancel());
    let last = Promise.resolve();
    // One after the other, so that the last word is the newest.
    const report = quietly(
      'node status not written',
      () => (last = last.catch(() => undefined).then(() => keeper.report())),
    );
    const reporting = clock.every(LOOK_MS, report);
    own(() => reporting.cancel());
    return { report };
  });
}

class NodeKeeper {
  readonly #options: NodeKeeperOptions;
  #said: { readonly text: string; readonly at: number } | undefined;

  constructor(options: NodeKeeperOptions) {
    this.#options = options;
  }

  async register(): Promise<void> {
    const { client, runtime, name, labels } = this.#options;
    const { architecture } = await runtime.info();
    const wanted = { ...nodeLabels(name, architecture), ...labels };
    try {
      await client.create(Nodes, { metadata: { name, labels: wanted } });
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
      await client.patch(Nodes, { name }, { type: 'merge', body: { metadata: { labels: wanted } } });
    }
  }

  async report(): Promise<void> {
    const { client, name, clock } = this.#options;
    const now = clock.now().getTime();
    // Others write there too: of a node that was silent it is said that nothing is known.
    const old = (await client.get(Nodes, { name })).status;
    const status = await this.#look(old, now);
    const { conditions = [], ...rest } = status;
    const text = JSON.stringify(rest);
    const stands = conditions.every((wanted) => isSaid(wanted, old.conditions));
    if (stands && this.#said?.text === text && now - this.#said.at < WRITE_AT_LEAST_MS) return;
    const { addresses = [] } = status;
    // Addresses merge by type; of those that the node had, none is to stay.
    const isFirst = (old.addresses ?? []).length === 0;
    const body = { status: { ...status, addresses: isFirst ? addresses : [{ $patch: 'replace' }, ...addresses] } };
    await client.patch(Nodes, { name, subresource: 'status' }, { type: 'strategic', body });
    this.#said = { text, at: now };
  }

  async #look(old: Node['status'], now: number): Promise<Node['status']> {
    const { runtime, name, address, capacity, kubeletPort } = this.#options;
    try {
      const [info, images] = await Promise.all([runtime.info(), runtime.images.list()]);
      return nodeStatus({
        name,
        address,
        capacity,
        info,
        images,
        kubeletPort,
        trouble: this.#options.trouble(),
        pressure: this.#options.pressure(),
        now,
        old,
      });
    } catch (error) {
      const trouble = `container runtime is down: ${describeError(error)}`;
      const { nodeInfo } = old;
      const pressure = this.#options.pressure();
      const info = {
        version: nodeInfo.containerRuntimeVersion,
        kernelVersion: nodeInfo.kernelVersion,
        osImage: nodeInfo.osImage,
        architecture: nodeInfo.architecture,
        cgroupVersion: 2,
        cpus: 0,
        memoryBytes: 0,
      } as const;
      return {
        ...nodeStatus({ name, address, capacity, info, images: [], kubeletPort, trouble, pressure, now, old }),
        images: old.images ?? [],
      };
    }
  }

  async renew(): Promise<void> {
    const { client, name, clock } = this.#options;
    const spec = {
      holderIdentity: name,
      leaseDurationSeconds: LEASE_SECONDS,
      renewTime: formatMicroTime(clock.now().getTime()),
    };
    try {
      await client.patch(Leases, { namespace: LEASE_NAMESPACE, name }, { type: 'merge', body: { spec } });
    } catch (error) {
      if (!isNotFound(error)) throw error;
      const node = await client.get(Nodes, { name });
      const owner = { apiVersion: 'v1', kind: 'Node', name, uid: node.metadata.uid ?? '' };
      await client.create(Leases, { metadata: { namespace: LEASE_NAMESPACE, name, ownerReferences: [owner] }, spec });
    }
  }
}

/** Whether a condition stands in the API; the times do not matter. */
function isSaid({ type, status, reason, message }: NodeCondition, present: readonly NodeCondition[] = []): boolean {
  const known = present.find((condition) => condition.type === type);
  return known?.status === status && known.reason === reason && known.message === message;
}
