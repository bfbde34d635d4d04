/**
 * Does to the kernel what the planner has found: reads the node's devices and routes, lays cables and cuts them. The
 * kubelet stands in the node's network namespace and sees the processes of pods.
 */
import { mkdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { deviceOf, nodeEnd, podEnd, type NodePicture, type WantedCable } from './plan-cables.ts';
import { NetworkError } from './pod-network.ts';
import { readPicture } from './read-picture.ts';
import { runProgram } from './run-program.ts';

export interface NodeKernel {
  look(): Promise<NodePicture>;
  /** Whether the node has a device of this name. Quicker than to look. */
  hasDevice(name: string): Promise<boolean>;
  /** Lays a cable anew, from the namespace of a process. */
  lay(cable: WantedCable, options: { readonly pid: number; readonly mtu: number }): Promise<void>;
  /** Does over the node's end of a cable. */
  fasten(cable: WantedCable): Promise<void>;
  cut(device: string): Promise<void>;
  route(commands: readonly string[]): Promise<void>;
  /** Lets packets of the node's own loopback addresses go by way of a device: ports of the node are led to pods so. */
  openLoopback(device: string): Promise<void>;
  /** Carries out a transaction of nftables, whole or not at all. */
  nft(transaction: string): Promise<void>;
  /** Forgets the flows of datagrams to a port of the node. */
  forgetFlows(port: string): Promise<void>;
  /** Which network namespace a process is in; undefined when there is no such process. */
  namespaceOf(pid: number): Promise<string | undefined>;
}

/** Settings of the kernel cannot be written in a container, unless in a view of them of one's own. */
const WRITE = 'mount -o remount,bind,rw /proc/sys && echo "$1" > "$2"';
/** Where `ip` looks for namespaces; the way out of it leads to any process. */
const NAMESPACES = '/run/netns';

async function openLoopback(device: string): Promise<void> {
  const file = `/proc/sys/net/ipv4/conf/${device}/route_localnet`;
  try {
    await writeFile(file, '1');
  } catch {
    await runProgram(['unshare', '--mount', 'sh', '-c', WRITE, 'sh', '1', file], '');
  }
}

/** @param options.group of the devices that are ours. All methods throw NetworkError. */
export async function openNodeKernel({ group }: { readonly group: string }): Promise<NodeKernel> {
  await mkdir(NAMESPACES, { recursive: true });
  const ip = (args: readonly string[], commands: readonly string[]) =>
    runProgram(['ip', ...args, '-batch', '-'], `${commands.join('\n')}\n`);
  const devicesOf = async (pid: number | 'self') => {
    const lines = (await readFile(`/proc/${pid}/net/dev`, 'utf8')).split('\n');
    return lines.flatMap((line) => /^\s*([^:\s]+):/.exec(line)?.[1] ?? []);
  };
  const namespaceOf = (pid: number) => readlink(`/proc/${pid}/ns/net`).catch(() => undefined);
  const fasten = async (cable: WantedCable) => void (await ip([], nodeEnd(cable)));
  const hasDevice = async (name: string) => (await devicesOf('self')).includes(name);
  const cut = async (device: string): Promise<void> => {
    try {
      await ip([], [`link del ${device}`]);
    } catch (error) {
      // Devices end with their namespace, which may have ended just now.
      if (await hasDevice(device)) throw error;
    }
  };
  return {
    namespaceOf,
    hasDevice,
    fasten,
    cut,
    async look() {
      const lines = (await ip(['-json', '-details'], ['address show', 'route show'])).split('\n');
      const [addresses, routes] = lines.filter((line) => line !== '').map((line): unknown => JSON.parse(line));
      return readPicture(addresses, routes, group);
    },
    async lay(cable, { pid, mtu }) {
      await assertSandbox(cable, pid);
      const device = deviceOf(cable.sandboxId);
      if (await hasDevice(device)) await cut(device);
      const hasOldDevice = (await devicesOf(pid)).includes('eth0');
      // A way from NAMESPACES to the process: `ip` takes names of namespaces only, and is quicker than `nsenter`.
      const namespace = `../../proc/${pid}/ns/net`;
      await ip(['-netns', namespace], podEnd(cable, { group, nodePid: process.pid, mtu, hasOldDevice }));
      await fasten(cable);
    },
    route: async (commands) => void (await ip(['-force'], commands)),
    openLoopback,
    nft: async (transaction) => void (await runProgram(['nft', '-f', '-'], transaction)),
    async forgetFlows(port) {
      try {
        await runProgram(['conntrack', '-D', '-p', 'udp', '--orig-port-dst', port], '');
      } catch (error) {
        if (!(error instanceof NetworkError && error.message.includes(' 0 flow entries'))) throw error;
      }
    },
  };

  /** The number of a process that has ended may be another one's by now: nothing but the sandbox may be touched. */
  async function assertSandbox({ sandboxId, label }: WantedCable, pid: number): Promise<void> {
    const [own, namespace, cgroups] = await Promise.all([
      namespaceOf(process.pid),
      namespaceOf(pid),
      readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => ''),
    ]);
    if (namespace === undefined || !cgroups.includes(sandboxId))
      throw new NetworkError(`the sandbox of ${label} has ended`);
    if (namespace === own) throw new NetworkError(`the sandbox of ${label} is in the network of the node`);
  }
}
