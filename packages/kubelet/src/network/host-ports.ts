/**
 * Ports of the node that lead to pods, as nftables: what the pods of a node want, and the transaction that leads from
 * what was written last to it. Pure.
 *
 * One lookup finds the pod of a port, however many there are. A pod that asks its own port by way of the node would
 * answer itself past the node, and is made to appear as the node.
 */
import { isIPv4 } from 'node:net';
import { isSidecar, type Pod } from '@wherry/api/core-v1';

/** Elements of the maps and the set, by their names in the rules. */
export interface HostPorts {
  /** Of every address of the node: from protocol and port to address and port of the pod. */
  readonly ports: ReadonlyMap<string, string>;
  /** Of one address of the node. */
  readonly addressed: ReadonlyMap<string, string>;
  /** Pods that have any. */
  readonly pods: ReadonlySet<string>;
}

export const NO_HOST_PORTS: HostPorts = { ports: new Map(), addressed: new Map(), pods: new Set() };

/** As `deviceOf` names them. */
const DEVICES = 'pod*';
const TABLE = 'ip wherry-host-ports';
/** After Services, whose ports are the cluster's. */
const AFTER_SERVICES = -95;

/** @param pods with the addresses of their sandboxes. Of two that want the same port, the first has it. */
export function hostPortsOf(pods: readonly { readonly pod: Readonly<Pod>; readonly address: string }[]): HostPorts {
  const [ports, addressed] = [new Map<string, string>(), new Map<string, string>()];
  const owners = new Set<string>();
  for (const { pod, address } of pods)
    for (const { hostIP = '', hostPort, containerPort, protocol = 'TCP' } of publishedPorts(pod)) {
      const isEverywhere = hostIP === '' || hostIP === '0.0.0.0' || hostIP === '::';
      if (!isEverywhere && !isIPv4(hostIP)) continue;
      const place = `${protocol.toLowerCase()} . ${hostPort}`;
      const [map, key] = isEverywhere ? [ports, place] : [addressed, `${hostIP} . ${place}`];
      if (!map.has(key)) map.set(key, `${address} . ${containerPort}`);
      owners.add(address);
    }
  return { ports, addressed, pods: owners };
}

/** Whether a pod has ports of the node. In the network of the node, its ports are the node's anyway. */
export function hasHostPorts(pod: Readonly<Pod> | undefined): boolean {
  return pod !== undefined && publishedPorts(pod).length > 0;
}

function publishedPorts({ spec }: Readonly<Pod>) {
  if (spec.hostNetwork === true) return [];
  const servers = [...spec.containers, ...(spec.initContainers ?? []).filter(isSidecar)];
  return servers.flatMap(({ ports = [] }) => ports).filter(({ hostPort = 0 }) => hostPort !== 0);
}

/** Fails when the table is gone. */
export const LOOK_FOR_TABLE = `list map ${TABLE} ports\n`;

/**
 * The table anew, in place of whatever there is: nobody sees a gap.
 * @param reserved addresses of the node that are not for pods, such as that of the cluster's DNS
 */
export function writeHostPorts(wanted: HostPorts, reserved: readonly string[]): string {
  const spared = reserved.filter((address) => isIPv4(address));
  const lines = [
    `add table ${TABLE}`,
    `delete table ${TABLE}`,
    `add table ${TABLE}`,
    `add map ${TABLE} ports { type inet_proto . inet_service : ipv4_addr . inet_service; }`,
    `add map ${TABLE} addressed { type ipv4_addr . inet_proto . inet_service : ipv4_addr . inet_service; }`,
    `add set ${TABLE} themselves { type ipv4_addr . ipv4_addr; }`,
    `add chain ${TABLE} publish`,
    ...(spared.length === 0 ? [] : [`add rule ${TABLE} publish ip daddr { ${spared.join(', ')} } return`]),
    `add rule ${TABLE} publish dnat ip to ip daddr . meta l4proto . th dport map @addressed`,
    `add rule ${TABLE} publish dnat ip to meta l4proto . th dport map @ports`,
    ...['prerouting', 'output'].flatMap((hook) => [
      `add chain ${TABLE} ${hook} { type nat hook ${hook} priority ${AFTER_SERVICES}; }`,
      `add rule ${TABLE} ${hook} fib daddr type local jump publish`,
    ]),
    `add chain ${TABLE} postrouting { type nat hook postrouting priority srcnat; }`,
    `add rule ${TABLE} postrouting ip saddr . ip daddr @themselves masquerade`,
    `add rule ${TABLE} postrouting ip saddr 127.0.0.0/8 ip daddr != 127.0.0.0/8 masquerade`,
    // The loopback of the node is led to pods, and must not be open to them for that.
    `add chain ${TABLE} guard { type filter hook prerouting priority raw; }`,
    `add rule ${TABLE} guard iifname "${DEVICES}" ip daddr 127.0.0.0/8 drop`,
  ];
  return `${[...lines, ...changes(NO_HOST_PORTS, wanted)].join('\n')}\n`;
}

/** What leads from one state to another; empty when they are the same. */
export function changeHostPorts(from: HostPorts, to: HostPorts): string {
  const lines = changes(from, to);
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function changes(from: HostPorts, to: HostPorts): string[] {
  return [
    ...changeElements('ports', from.ports, to.ports),
    ...changeElements('addressed', from.addressed, to.addressed),
    ...changeElements('themselves', pairs(from.pods), pairs(to.pods)),
  ];
}

const pairs = (addresses: ReadonlySet<string>): ReadonlyMap<string, string> =>
  new Map([...addresses].map((address) => [`${address} . ${address}`, '']));

function changeElements(name: string, from: ReadonlyMap<string, string>, to: ReadonlyMap<string, string>): string[] {
  const gone = [...from].filter(([key, value]) => to.get(key) !== value).map(([key]) => key);
  const added = [...to].filter(([key, value]) => from.get(key) !== value);
  const texts = added.map(([key, value]) => (value === '' ? key : `${key} : ${value}`));
  return [
    ...(gone.length === 0 ? [] : [`delete element ${TABLE} ${name} { ${gone.join(', ')} }`]),
    ...(texts.length === 0 ? [] : [`add element ${TABLE} ${name} { ${texts.join(', ')} }`]),
  ];
}

/** UDP ports whose pod is another one now, or none. What flowed before goes on as it did until it is forgotten. */
export function changedUdpPorts(from: HostPorts, to: HostPorts): string[] {
  const all = (of: HostPorts) => new Map([...of.ports, ...of.addressed]);
  const [before, after] = [all(from), all(to)];
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
  return [...new Set(changed.flatMap((key) => /\budp \. (\d+)$/.exec(key)?.[1] ?? []))];
}
