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
import { cableState, deviceOf, planNode, type NodePicture, type WantedCable } from './plan-cables.ts';
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
  #hasCompared = false;
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
    if (addresses.length === 0) throw new NetworkError(`the sandbox of ${pod.namespace}/${pod.name} has no address`);
    const cable = cableOf(sandbox);
    const isNew = !(await kernel.hasDevice(deviceOf(id)));
    const state = isNew ? 'absent' : cableState(await kernel.look(), cable);
    this.#mtu ??= (await kernel.look()).mtu;
    if (state === 'absent') await kernel.lay(cable, { pid, mtu: this.#mtu });
    if (state === 'loose') await kernel.fasten(cable);
    await this.#open(sandbox);
  }

  /** The cable is whole: the ports of the node that the pod wants lead there. */
  async #open(sandbox: RunningSandbox): Promise<void> {
    const { id, pod } = sandbox;
    const { kernel, log } = this.#options;
    this.#attached.set(id, sandbox);
    if (!hasHostPorts(this.#options.find(pod.uid))) return;
    try {
      // Only the node itself misses it, and only at 127.0.0.1.
      await kernel
        .openLoopback(deviceOf(id))
        .catch((error: unknown) =>
          log.info('host ports are not on the loopback of the node', { pod: pod.name, error: describeError(error) }),
        );
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
    { id, pid, addresses, network }: Parameters<PodNetwork['isLost']>[0],
    containers: Parameters<PodNetwork['isLost']>[1],
  ): Promise<boolean> {
    if (pid === undefined) return false;
    const { kernel } = this.#options;
    if (network === 'host') {
      const [there, here] = await Promise.all([pid, process.pid].map((each) => kernel.namespaceOf(each)));
      return there !== undefined && here !== undefined && there !== here;
    }
    // It was made when the node had no network of pods.
    if (addresses.length === 0) return true;
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

  /** Mends what is not as it should be: everything is compared when anything is not as it was left. What fails is tried the next time. */
  sweep(): Promise<void> {
    this.#sweeping ??= this.#sweep()
      .catch((error: unknown) => this.#options.log.info('cables not looked after', { error: describeError(error) }))
      .finally(() => (this.#sweeping = undefined));
    return this.#sweeping;
  }

  async #sweep(): Promise<void> {
    // The kernel first: a cable that is seen had a sandbox by then.
    const picture = await this.#options.kernel.look();
    this.#mtu = picture.mtu;
    if (!this.#isAsKnown(picture)) await this.#compare(picture);
    await this.#hostPorts.look();
    await this.#keepHostPorts();
  }

  #isAsKnown(picture: NodePicture): boolean {
    const known = { sandboxIds: [...this.#attached.keys()], podCidr: this.#podCidr() };
    const { cut, routes } = planNode(picture, known);
    const areWhole = [...this.#attached.values()].every((sandbox) => cableState(picture, cableOf(sandbox)) === 'whole');
    return this.#hasCompared && cut.length === 0 && routes.length === 0 && areWhole;
  }

  /** Compares all that the kernel has with all sandboxes that the engine has. */
  async #compare(picture: NodePicture): Promise<void> {
    const { kernel, runtime } = this.#options;
    const known = [...this.#attached.keys()];
    const pods = await runtime.pods();
    const sandboxIds = pods.flatMap(({ sandboxes }) => sandboxes.map(({ id }) => id));
    const { cut, routes } = planNode(picture, { sandboxIds, podCidr: this.#podCidr() });
    for (const device of cut) await kernel.cut(device);
    if (routes.length > 0) await kernel.route(routes);
    for (const id of known) if (!sandboxIds.includes(id)) this.#attached.delete(id);
    await Promise.all(pods.flatMap(runningSandboxes).map((sandbox) => this.#mend(sandbox, picture)));
    this.#hasCompared = true;
  }

  async #mend(sandbox: RunningSandbox, picture: NodePicture): Promise<void> {
    const { kernel, log } = this.#options;
    const isWhole = cableState(picture, cableOf(sandbox)) === 'whole';
    if (isWhole && this.#attached.has(sandbox.id)) return;
    await this.#inTurn(sandbox.id, async () => {
      if (!isWhole) await this.#attach(sandbox);
      // It may have been detached since.
      else if (await kernel.hasDevice(deviceOf(sandbox.id))) await this.#open(sandbox);
    }).catch((error: unknown) => log.info('cable not mended', { pod: sandbox.pod.name, error: describeError(error) }));
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

function cableOf({ id, pod, addresses }: RunningSandbox): WantedCable {
  return { sandboxId: id, address: addresses[0] ?? '', label: `${pod.namespace}/${pod.name}` };
}

/** Those that have a network of their own, newest first. */
function runningSandboxes({ pod, sandboxes }: PodRecord): RunningSandbox[] {
  return sandboxes.flatMap(({ id, isReady, network, pid, addresses }) =>
    isReady && network === 'pod' && pid !== undefined && addresses.length > 0 ? [{ id, pod, pid, addresses }] : [],
  );
}
