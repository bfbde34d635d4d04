/** Where this server can be reached, as far as the machine and the flags tell. */
import { hostname, networkInterfaces } from 'node:os';
import type { ApiserverFlags } from './flags.ts';

type AddressFlags = Pick<ApiserverFlags, 'advertise-address' | 'bind-address'>;
type HostFlags = AddressFlags & Pick<ApiserverFlags, 'tls-san' | 'credentials-server'>;

/** All addresses of the machine. */
export function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((found) => (found ?? []).map(({ address }) => address));
}

/** The names and addresses by which the server may be called. */
export function ownHosts(flags: HostFlags): string[] {
  const { 'credentials-server': server, 'tls-san': given } = flags;
  return [hostname(), ...ownAddresses(), flags['bind-address'], clientHost(flags), ...hostOf(server), ...given];
}

function hostOf(url: string | undefined): string[] {
  return url === undefined ? [] : [new URL(url).hostname.replace(/^\[|\]$/g, '')];
}

/** The host by which clients on this machine or elsewhere are told to call the server. */
export function clientHost({ 'advertise-address': advertised, 'bind-address': bound }: AddressFlags): string {
  if (advertised !== undefined) return advertised;
  return bound === '0.0.0.0' || bound === '::' ? '127.0.0.1' : bound;
}

/** `host:port`, with brackets around an IPv6 address. */
export function hostAndPort(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
