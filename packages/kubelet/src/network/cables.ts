/**
 * The network of pods as cables: gives out the addresses of the node's range, lays a cable for every sandbox, and takes
 * away what belongs to none. What it goes by is in the API (the range), on the sandboxes (their addresses) and in the
 * kernel; it starts and ends without disturbing a pod.
 */
import { describeError, starting, type Running } from '@wherry/component';
import { AddressPool, rangeOf } from './address-pool.ts';
import { hostPortKeeper, type HostPortKeeper } from './host-port-keeper.ts';
import { hasHostPorts, hostPortsOf } from './host-ports.ts';
import type { NodeKernel } from './node-kernel.ts';
import { cableState, deviceOf, planNode, type WantedCable } from './plan-cables.ts';
import { NetworkError, type NetworkDeps, type PodNetwork, type RunningSandbox } from './pod-network.ts';
import type { PodRecord } from '../runtime/runtime.ts';

export interface CablesOptions extends NetworkDeps {
  readonly kernel: NodeKernel;
  /** Addresses of the node that are not for the host ports of pods. */
  readonly reserved: readonly string[];
}

/** How often the kernel is looked at though nothing has happened. */
const LOOK_MS = 30_000;
const NOT_READY =
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:the node has no pod CIDR yet';

/** Resolves when every sandbox that runs has its cable, or it was tried. */
export function startCables(options: CablesOptions): Promise<PodNetwork & Running> {
  return starting(async (own) => {
    const { nodes, clock, onChange } = options;
    const cables = new Cables(options, () => {
      const { podCIDR = '', podCIDRs = [] } = nodes.list()[0]?.spec ?? {};
      return [...podCIDRs, podCIDR].find((cidr) => cidr !== '' && !cidr.includes(':'));
    });
    await cables.adopt();
    await cables.sweep();
    let trouble = cables.trouble();
    own(
      nodes.onChange(() => {
        if (cables.trouble() === trouble) return;
        trouble = cables.trouble();
        onChange();
        void cables.sweep();
      }),
    );
    const timer = clock.every(LOOK_MS, () => void cables.sweep());
    own(() => timer.cancel());
    own(() => cables.settled());
    return cables;
  });
}

class Cables implements PodNetwork {
  readonly #options: CablesOptions;
  readonly #podCidr: () => string | undefined;
  readonly #pool = new AddressPool();
  /** Sandboxes that are known to have their cable. */
  readonly #attached = new Map<string, RunningSandbox>();
  readonly #hostPorts: HostPortKeeper;
  /** Work on one cable follows the work on it before. */
  readonly #work = new Map<string, Promise<void>>();
  #sweeping: Promise<void> | undefined;
  /** Pods wait for an address. */
  #isExhausted = false;
  #mtu: number | undefined;

  constructor(options: CablesOptions, podCidr: () => string | undefined) {
    this.#options = options;
    this.#podCidr = podCidr;
    this.#hostPorts = hostPortKeeper(options);
  }

  trouble(): string | undefined {
    return this.#podCidr() === undefined ? NOT_READY : undefined;
  }

  async allocate(pod: { readonly uid: string }): Promise<readonly string[]> {
    const cidr = this.#podCidr();
    if (cidr === undefined) throw new NetworkError(NOT_READY);
    try {
      return [this.#pool.take(pod.uid, rangeOf(cidr))];
    } catch (error) {
      this.#isExhausted = true;
      throw error;
    }
  }

  release({ uid }: { readonly uid: string }): void {
    if (!this.#pool.free(uid) || !this.#isExhausted) return;
    this.#isExhausted = false;
    this.#options.onChange();
  }

  async attach(sandbox: RunningSandbox): Promise<void> {
    if (this.#attached.get(sandbox.id)?.pid === sandbox.pid) return;
    await this.#inTurn(sandbox.id, () => this.#attach(sandbox));
  }

  async #attach(sandbox: RunningSandbox): Promise<void> {
    const { id, pid, pod, addresses } = sandbox;
    const { kernel } = this.#options;
    const [address] = addresses;
    if (address === undefined) throw new NetworkError(`the sandbox of ${pod.namespace}/${pod.name} has no address`);
    const cable: WantedCable = { sandboxId: id, address, label: `${pod.namespace}/${pod.name}` };
    const isNew = !(await kernel.hasDevice(deviceOf(id)));
    const state = isNew ? 'absent' : cableState(await kernel.look(), cable);
    this.#mtu ??= (await kernel.look()).mtu;
    if (state === 'absent') await kernel.lay(cable, { pid, mtu: this.#mtu });
    if (state === 'loose') await kernel.fasten(cable);
    this.#attached.set(id, sandbox);
    try {
      if (!hasHostPorts(this.#options.find(pod.uid))) return;
      await kernel.openLoopback(deviceOf(id));
      await this.#keepHostPorts();
    } catch (error) {
      this.#attached.delete(id);
      throw error;
    }
  }

  /** Writes what pods want of the node's ports, of all pods that have a cable. */
  async #keepHostPorts(): Promise<void> {
    const pods = [...this.#attached.values()].flatMap(({ pod: { uid }, addresses: [address] }) => {
      const pod = this.#options.find(uid);
      return pod === undefined || address === undefined ? [] : [{ pod, address }];
    });
    await this.#hostPorts.keep(hostPortsOf(pods));
  }

  async isLost(
    { id, pid, addresses }: Parameters<PodNetwork['isLost']>[0],
    containers: Parameters<PodNetwork['isLost']>[1],
  ): Promise<boolean> {
    if (pid === undefined) return false;
    // It was made when the node had no network of pods.
    if (addresses.length === 0) return true;
    const { kernel } = this.#options;
    const running = containers.flatMap(({ sandboxId, state }) =>
      sandboxId === id && state.type === 'running' ? [state.pid] : [],
    );
    const [own, ...others] = await Promise.all([pid, ...running].map((each) => kernel.namespaceOf(each)));
    return own !== undefined && others.some((other) => other !== undefined && other !== own);
  }

  async detach({ id }: { readonly id: string }): Promise<void> {
    await this.#inTurn(id, async () => {
      const { kernel } = this.#options;
      if (this.#attached.delete(id)) await this.#keepHostPorts();
      const device = deviceOf(id);
      if (await kernel.hasDevice(device)) await kernel.cut(device);
    });
  }

  /** Takes on the addresses that sandboxes have: first those that run, and of each kind the oldest first. */
  async adopt(): Promise<void> {
    const found = (await this.#options.runtime.pods()).flatMap(({ pod, sandboxes }) =>
      sandboxes.map((sandbox) => ({ ...sandbox, uid: pod.uid })),
    );
    const inOrder = found.toSorted((a, b) => Number(b.isReady) - Number(a.isReady) || a.createdAt - b.createdAt);
    for (const { uid, addresses } of inOrder) for (const address of addresses) this.#pool.adopt(uid, address);
    const newest = found.toSorted((a, b) => b.createdAt - a.createdAt)[0];
    for (const address of newest?.addresses ?? []) this.#pool.adopt(newest?.uid ?? '', address);
  }

  /** Compares all that the kernel has with all sandboxes, and mends what differs. What fails is tried the next time. */
  sweep(): Promise<void> {
    this.#sweeping ??= this.#sweep()
      .catch((error: unknown) => this.#options.log.info('cables not looked after', { error: describeError(error) }))
      .finally(() => (this.#sweeping = undefined));
    return this.#sweeping;
  }

  async #sweep(): Promise<void> {
    const { kernel, runtime, log } = this.#options;
    // The kernel first: a cable that is seen had a sandbox by then.
    const picture = await kernel.look();
    this.#mtu = picture.mtu;
    const pods = await runtime.pods();
    const sandboxIds = pods.flatMap(({ sandboxes }) => sandboxes.map(({ id }) => id));
    const { cut, routes } = planNode(picture, { sandboxIds, podCidr: this.#podCidr() });
    for (const device of cut) await kernel.cut(device);
    if (routes.length > 0) await kernel.route(routes);
    for (const id of this.#attached.keys()) if (!sandboxIds.includes(id)) this.#attached.delete(id);
    await Promise.all(
      pods.flatMap(runningSandboxes).map(async (sandbox) => {
        const [address = ''] = sandbox.addresses;
        const state = cableState(picture, { sandboxId: sandbox.id, address, label: '' });
        if (state === 'whole' && !this.#attached.has(sandbox.id)) this.#attached.set(sandbox.id, sandbox);
        if (state === 'whole') return;
        await this.#inTurn(sandbox.id, () => this.#attach(sandbox)).catch((error: unknown) =>
          log.info('cable not laid', { pod: sandbox.pod.name, error: describeError(error) }),
        );
      }),
    );
    await this.#hostPorts.look();
    await this.#keepHostPorts();
  }

  /** Resolves when nothing is being worked on. */
  async settled(): Promise<void> {
    await this.#sweeping;
    await Promise.all(this.#work.values());
  }

  async #inTurn(id: string, work: () => Promise<void>): Promise<void> {
    const before = this.#work.get(id) ?? Promise.resolve();
    const now = before.then(work);
    const quiet = now.catch(() => undefined);
    this.#work.set(id, quiet);
    await now.finally(() => this.#work.get(id) === quiet && this.#work.delete(id));
  }
}

/** Those that have a network of their own, newest first. */
function runningSandboxes({ pod, sandboxes }: PodRecord): RunningSandbox[] {
  return sandboxes.flatMap(({ id, isReady, network, pid, addresses }) =>
    isReady && network === 'pod' && pid !== undefined && addresses.length > 0 ? [{ id, pod, pid, addresses }] : [],
  );
}
