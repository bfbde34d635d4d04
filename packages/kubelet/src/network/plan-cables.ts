/**
 * The cables of a node: what has to be done so that each sandbox has one, and nothing else has. Pure.
 *
 * A cable is a pair of devices. The pod's end, `eth0`, has the pod's address and leads everything to 169.254.1.1, which
 * is the node's end; a route leads what is addressed to the pod there. There is no bridge: every packet of a pod crosses
 * its node, where it can be translated and filtered.
 *
 * The route of the node is laid last, so that a cable that has it is whole, and one that has it not is laid anew,
 * however far the kubelet came before it was killed.
 */
import { createHash } from 'node:crypto';

/** What the kernel has, of what is ours. */
export interface NodePicture {
  /** The node's ends of cables, and whether they are up and have the gateway's address. */
  readonly devices: ReadonlyMap<string, { readonly isUp: boolean; readonly hasGateway: boolean }>;
  /** Where pod addresses lead: from address to device. */
  readonly routes: ReadonlyMap<string, string>;
  /** Ranges from which nothing leaves the node, and whether they are ours. */
  readonly blackholes: ReadonlyMap<string, { readonly isOurs: boolean }>;
  /** Of the device that leads away from the node. */
  readonly mtu: number;
}

export interface WantedCable {
  readonly sandboxId: string;
  readonly address: string;
  /** What people see beside the device: `namespace/name` of the pod. */
  readonly label: string;
}

/** The pod sees its node as this. Every node's end has it, for nobody sees more than one of them. */
export const GATEWAY = '169.254.1.1';
/** By this number of a routing protocol the routes of a kubelet are told from those of others. */
export const ROUTE_PROTOCOL = '88';
/** A device's name has 15 characters: as many of a sandbox's id are in it as `docker ps` shows. */
const PREFIX = 'pod';
const ID_LENGTH = 12;
const MOST_OF_LABEL = 200;

export function deviceOf(sandboxId: string): string {
  return `${PREFIX}${sandboxId.slice(0, ID_LENGTH)}`;
}

/** Devices are told from those of others by their group, which they have from their first moment on. */
export function groupOf(owner: string): string {
  // A number of 31 bits; group 0 is everybody's.
  return String((createHash('sha256').update(owner).digest().readUInt32BE() % (2 ** 31 - 1)) + 1);
}

export type CableState = 'whole' | 'loose' | 'absent';

/** `loose`: the pod's end is as it should be, and the node's is not. */
export function cableState({ devices, routes }: NodePicture, { sandboxId, address }: WantedCable): CableState {
  const name = deviceOf(sandboxId);
  const device = devices.get(name);
  if (device === undefined || routes.get(address) !== name) return 'absent';
  return device.isUp && device.hasGateway ? 'whole' : 'loose';
}

/** For `ip -batch` in the pod's network namespace. The other end is put into that of a process. */
export function podEnd(
  { sandboxId, address }: WantedCable,
  { group, nodePid, mtu, hasOldDevice }: { group: string; nodePid: number; mtu: number; hasOldDevice: boolean },
): string[] {
  const peer = `peer name ${deviceOf(sandboxId)} mtu ${mtu} group ${group} netns ${nodePid}`;
  return [
    ...(hasOldDevice ? ['link del eth0'] : []),
    `link add eth0 mtu ${mtu} type veth ${peer}`,
    `address add ${address}/32 dev eth0`,
    'link set eth0 up',
    `route add ${GATEWAY} dev eth0 scope link`,
    `route add default via ${GATEWAY} dev eth0 src ${address}`,
  ];
}

/** For `ip -batch` in the node's network namespace. */
export function nodeEnd({ sandboxId, address, label }: WantedCable): string[] {
  const name = deviceOf(sandboxId);
  return [
    // Of the scope of the link, so that neither the node nor who is masqueraded appears as the gateway.
    `address replace ${GATEWAY}/32 dev ${name} scope link`,
    `link set ${name} alias ${label.slice(0, MOST_OF_LABEL)} up`,
    `route replace ${address}/32 dev ${name} scope global proto ${ROUTE_PROTOCOL}`,
  ];
}

export interface NodePlan {
  /** Devices that lead to nobody. */
  readonly cut: readonly string[];
  /** For `ip -batch`. */
  readonly routes: readonly string[];
}

/**
 * What a node has too much, and the route that keeps packets to pods that are gone from leaving it.
 * @param sandboxIds of all sandboxes there are, running or not: what still runs in one keeps its cable until it ends
 */
export function planNode(
  { devices, blackholes }: NodePicture,
  { sandboxIds, podCidr }: { readonly sandboxIds: readonly string[]; readonly podCidr: string | undefined },
): NodePlan {
  const known = new Set(sandboxIds.map(deviceOf));
  const isOld = (cidr: string, isOurs: boolean): boolean => isOurs && cidr !== podCidr;
  return {
    cut: [...devices.keys()].filter((name) => !known.has(name)),
    routes: [
      ...[...blackholes]
        .filter(([cidr, { isOurs }]) => isOld(cidr, isOurs))
        .map(([cidr]) => `route del blackhole ${cidr} proto ${ROUTE_PROTOCOL}`),
      // Somebody else's does as well: the proxy keeps one too.
      ...(podCidr === undefined || blackholes.has(podCidr)
        ? []
        : [`route add blackhole ${podCidr} proto ${ROUTE_PROTOCOL}`]),
    ],
  };
}
