/**
 * Watches over nodes: one that has been silent for too long is shown as unknown, its pods as not ready, and taints keep
 * new pods off it and, after what they tolerate, drive its pods away. A node is heard of by its Lease and its status.
 */
import { formatTime } from '@wherry/api';
import { Leases, type Lease } from '@wherry/api/coordination-v1';
import { Nodes, Pods, type Node, type Pod } from '@wherry/api/core-v1';
import { changesOf, keysFrom, type Controller, type Informer } from '@wherry/client';
import { controlLoop, type ControllerContext } from '../context.ts';
import {
  isDrivingOff,
  nodeCondition,
  planTaints,
  readinessOf,
  silentConditions,
  type Eviction,
} from '../plans/node/node-health.ts';
import { EvictionLimiter, evictionRate, zoneOf, zoneState } from '../plans/node/zones.ts';
import { isPodReady } from '../pods/pod-state.ts';

const NAME = 'node-lifecycle-controller';
/** As events name it. */
const COMPONENT = 'node-controller';
const LEASE_NAMESPACE = 'kube-node-lease';
/** A new node has longer to say something, in milliseconds. */
const STARTUP_GRACE = 60_000;

export const nodeLifecycleEntry = controlLoop(NAME, async (context) => {
  const [nodes, leases, pods] = await Promise.all([
    context.informers.get(Nodes),
    context.informers.get(Leases),
    context.informers.get(Pods),
  ]);
  return new NodeLifecycle({ ...context, nodes, leases, pods }).controller();
});

interface Deps extends Pick<ControllerContext, 'client' | 'events' | 'flags' | 'clock'> {
  readonly nodes: Informer<Node>;
  readonly leases: Informer<Lease>;
  readonly pods: Informer<Pod>;
}

/** The last sign of life of a node, by our own clock: other clocks are not trusted. */
interface Sign {
  readonly what: string;
  readonly at: number;
}

class NodeLifecycle {
  readonly #deps: Deps;
  readonly #signs = new Map<string, Sign>();
  readonly #limiter = new EvictionLimiter();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  controller(): Controller {
    const { nodes, leases } = this.#deps;
    return {
      name: NAME,
      workers: 1,
      sources: [
        changesOf(nodes),
        // How the others are decides how many nodes may be emptied.
        keysFrom(nodes, ({ object, old }) =>
          object !== undefined && old !== undefined && readinessOf(object) === readinessOf(old)
            ? []
            : nodes.list().map(({ metadata }) => metadata.name ?? ''),
        ),
        keysFrom(nodes, (change) => this.#tellOfChange(change)),
        keysFrom(leases, ({ object }) => {
          const { namespace, name = '' } = object?.metadata ?? {};
          return namespace === LEASE_NAMESPACE ? [name] : [];
        }),
      ],
      reconcile: (name) => this.#reconcile(name),
    };
  }

  async #reconcile(name: string): Promise<{ again: number } | void> {
    const { client, nodes, clock } = this.#deps;
    const node = nodes.get(name);
    if (node === undefined) {
      this.#signs.delete(name);
      return;
    }
    const left = this.#untilSilent(node);
    const now = formatTime(clock.now().getTime());
    const conditions = left > 0 ? undefined : silentConditions(node, now);
    if (conditions !== undefined) {
      await client.updateStatus(Nodes, { ...node, status: { ...node.status, conditions } });
      if (nodeCondition(node, 'Ready')?.status === 'True')
        this.#record(node, 'NodeNotReady', 'status is now: NodeNotReady');
      // The taints follow from the conditions, as soon as those are to be seen.
      return;
    }
    if (readinessOf(node) === 'Unknown') await this.#markPodsNotReady(node);
    const { eviction, wait } = this.#evictionOf(node);
    const taints = planTaints(node, { eviction, now });
    if (taints !== undefined) {
      const { resourceVersion = '' } = node.metadata;
      const body = { metadata: { resourceVersion }, spec: { taints } };
      await client.patch(Nodes, { name }, { type: 'merge', body });
      if (eviction === 'allowed') this.#limiter.count(zoneOf(node), clock.monotonic());
    }
    const waits = [...(left > 0 ? [left] : []), ...(wait === undefined ? [] : [wait])];
    return waits.length === 0 ? undefined : { again: Math.min(...waits) };
  }

  /** Milliseconds until a node counts as silent if nothing more is heard of it. */
  #untilSilent(node: Readonly<Node>): number {
    const { clock, flags, leases } = this.#deps;
    const { name = '' } = node.metadata;
    const { renewTime = '' } = leases.get(`${LEASE_NAMESPACE}/${name}`)?.spec ?? {};
    // What this controller says about the node is no sign of it.
    const heartbeat = nodeCondition(node, 'Ready')?.lastHeartbeatTime ?? '';
    const what = `${renewTime}/${heartbeat}`;
    const now = clock.monotonic();
    const known = this.#signs.get(name);
    const sign = known?.what === what ? known : { what, at: now };
    this.#signs.set(name, sign);
    const isNew = renewTime === '' && heartbeat === '';
    const grace = isNew ? STARTUP_GRACE : flags['node-monitor-grace-period'];
    return sign.at + grace - now;
  }

  /** Whether pods may be driven off a node now, and when to ask again. */
  #evictionOf(node: Readonly<Node>): { readonly eviction: Eviction; readonly wait?: number } {
    const { nodes, flags, clock } = this.#deps;
    if (readinessOf(node) === 'True') return { eviction: 'later' };
    const zones = Map.groupBy(nodes.list(), zoneOf);
    const states = [...zones.values()].map((members) => this.#stateOf(members));
    const members = zones.get(zoneOf(node)) ?? [];
    const isEverythingDown = states.every((state) => state === 'fullDisruption');
    if (isEverythingDown) return { eviction: 'forbidden' };
    // One that is being emptied already needs no leave.
    if (isDrivingOff(node)) return { eviction: 'later' };
    const rate = evictionRate(this.#stateOf(members), {
      total: members.length,
      rate: Number(flags['node-eviction-rate']),
      isEverythingDown,
    });
    const wait = this.#limiter.until(zoneOf(node), { rate, now: clock.monotonic() });
    if (wait === 0) return { eviction: 'allowed' };
    return { eviction: 'later', ...(wait === undefined ? {} : { wait }) };
  }

  #stateOf(members: readonly Readonly<Node>[]) {
    const ready = members.filter((node) => readinessOf(node) === 'True').length;
    return zoneState(ready, members.length);
  }

  /** Nobody reports on the pods of a silent node, and traffic should not go to them. */
  async #markPodsNotReady({ metadata }: Readonly<Node>): Promise<void> {
    const { client, pods, events, clock } = this.#deps;
    const lastTransitionTime = formatTime(clock.now().getTime());
    for (const pod of pods.by('node', metadata.name ?? '').filter(isPodReady)) {
      const conditions = (pod.status.conditions ?? []).map((condition) =>
        condition.type === 'Ready' ? { ...condition, status: 'False', lastTransitionTime } : condition,
      );
      events(COMPONENT).record(pod, { type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready' });
      await client.updateStatus(Pods, { ...pod, status: { ...pod.status, conditions } });
    }
  }

  #tellOfChange({ object, old }: { readonly object?: Readonly<Node>; readonly old?: Readonly<Node> }): string[] {
    if (object !== undefined && old === undefined) {
      const { name = '' } = object.metadata;
      this.#record(object, 'RegisteredNode', `event: Registered Node ${name} in Controller`);
    }
    if (object === undefined && old !== undefined) {
      const { name = '' } = old.metadata;
      this.#record(old, 'RemovingNode', `event: Removing Node ${name} from Controller`);
    }
    return [];
  }

  #record(node: Readonly<Node>, reason: string, what: string): void {
    const message = `Node ${node.metadata.name ?? ''} ${what}`;
    this.#deps.events(COMPONENT).record(node, { type: 'Normal', reason, message });
  }
}
