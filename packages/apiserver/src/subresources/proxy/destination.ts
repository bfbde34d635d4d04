/** Where a proxied request goes, and which addresses no object may lead this server to. */
import { BlockList, isIP } from 'node:net';
import { badRequest, quote } from '@wherry/api';
import type { Target } from '../../connections/dial.ts';

/** `[scheme:]name[:port]` */
export interface Destination {
  readonly scheme: 'http' | 'https';
  readonly name: string;
  /** A number or a name; empty when it is not given. */
  readonly port: string;
}

/** @throws StatusError 400 */
export function parseDestination(text: string, kind: 'pod' | 'service' | 'node'): Destination {
  const parts = text.split(':');
  const [scheme = '', name = '', port = ''] = parts.length < 3 ? ['', ...parts] : parts;
  const isKnown = scheme === '' || scheme === 'http' || scheme === 'https';
  if (parts.length > 3 || name === '' || !isKnown) throw badRequest(`invalid ${kind} request ${quote(text)}`);
  return { scheme: scheme === 'https' ? 'https' : 'http', name, port };
}

/** The server of a destination. Nobody vouches for it, and it is told nothing of who asks. */
export function targetAt(
  { scheme }: Pick<Destination, 'scheme'>,
  { host, port }: Pick<Target, 'host' | 'port'>,
): Target {
  return { host, port, ...(scheme === 'https' ? { tls: {} } : {}) };
}

export const defaultPort = ({ scheme }: Pick<Destination, 'scheme'>): number => (scheme === 'https' ? 443 : 80);

/** Addresses that mean this machine, its link, or many machines. */
const LOCAL = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 32],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['255.255.255.255', 32],
] as const) {
  LOCAL.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::', 128],
  ['::1', 128],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  LOCAL.addSubnet(network, bits, 'ipv6');
}

/**
 * An object's author must not be able to have this server talk to itself, or to what only it can reach.
 * @throws StatusError 400 for what is no address of one machine elsewhere
 */
export function assertProxyable(address: string): void {
  const version = isIP(address);
  const isAllowed = version !== 0 && !LOCAL.check(address, version === 6 ? 'ipv6' : 'ipv4');
  if (!isAllowed) throw badRequest('address not allowed');
}
