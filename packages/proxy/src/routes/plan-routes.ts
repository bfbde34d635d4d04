/**
 * The routes of a node: to the pods of other nodes by way of those, nowhere for pods of its own that are gone, and for
 * cluster IPs to a device that leads nowhere. Pure.
 *
 * Cluster IPs need a route that packets can take, though none ever does: a packet is only handed to the rules that
 * refuse it, and a connection of the node itself only to those that lead it on, once a route has been found.
 */
import { isIPv4, isIPv6 } from 'node:net';
import type { Node } from '@wherry/api/core-v1';

export interface RoutesInput {
  readonly nodes: Iterable<Readonly<Node>>;
  readonly nodeName: string;
  readonly serviceCidrs: readonly string[];
  /** Cluster IPs that this node answers itself. */
  readonly ownIps: readonly string[];
  readonly hasIpv6: boolean;
}

export interface RoutesPlan {
  /** As `ip route` takes them, without the protocol: `10.244.2.0/24 via 172.30.0.12`. In order, each once. */
  readonly routes: readonly string[];
  /** Addresses of the device, with their prefix. */
  readonly addresses: readonly string[];
}

/** The device that leads nowhere, and that has the cluster IPs that the node answers itself. */
export const NOWHERE = 'wherry0';

export function planRoutes({ nodes, nodeName, serviceCidrs, ownIps, hasIpv6 }: RoutesInput): RoutesPlan {
  const isUsed = (cidr: string): boolean => isIPv4(addressOf(cidr)) || (hasIpv6 && isIPv6(addressOf(cidr)));
  const routes = [...nodes].flatMap((node) => {
    const cidrs = podCidrsOf(node).filter(isUsed);
    if (node.metadata.name === nodeName) return cidrs.map((cidr) => `blackhole ${cidr}`);
    return cidrs.flatMap((cidr) => {
      const via = internalIpFor(node, cidr);
      return via === undefined ? [] : [`${cidr} via ${via}`];
    });
  });
  return {
    routes: [
      ...new Set([...serviceCidrs.filter(isUsed).map((cidr) => `${cidr} dev ${NOWHERE}`), ...routes.toSorted()]),
    ],
    addresses: ownIps.filter(isUsed).map((ip) => `${ip}/${isIPv4(ip) ? 32 : 128}`),
  };
}

const addressOf = (cidr: string): string => cidr.split('/')[0] ?? '';

function podCidrsOf({ spec }: Readonly<Node>): readonly string[] {
  const { podCIDRs = [], podCIDR = '' } = spec;
  return podCIDRs.length > 0 ? podCIDRs : podCIDR === '' ? [] : [podCIDR];
}

function internalIpFor({ status }: Readonly<Node>, cidr: string): string | undefined {
  const isFamily = isIPv4(addressOf(cidr)) ? isIPv4 : isIPv6;
  return (status.addresses ?? []).find(({ type, address }) => type === 'InternalIP' && isFamily(address))?.address;
}
