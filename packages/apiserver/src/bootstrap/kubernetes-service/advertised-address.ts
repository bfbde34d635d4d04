/** The address under which the rest of the cluster finds this apiserver. */
import { BlockList, isIPv4 } from 'node:net';

export interface AddressInput {
  /** `--advertise-address` */
  readonly advertised: string | undefined;
  /** `--bind-address` */
  readonly bound: string;
  /** The addresses of this machine's network interfaces. */
  readonly own: readonly string[];
}

/** Loopback, link-local, unspecified: not to be reached from another machine, and refused in Endpoints. */
const unreachable = new BlockList();
unreachable.addSubnet('127.0.0.0', 8, 'ipv4');
unreachable.addSubnet('169.254.0.0', 16, 'ipv4');
unreachable.addAddress('0.0.0.0', 'ipv4');
unreachable.addAddress('::1', 'ipv6');
unreachable.addAddress('::', 'ipv6');
unreachable.addSubnet('fe80::', 10, 'ipv6');

/** What was asked for, or else where the server listens, or else the machine's first IPv4 address; undefined for none. */
export function advertisedAddress({ advertised, bound, own }: AddressInput): string | undefined {
  if (advertised !== undefined) return isReachable(advertised) ? advertised : undefined;
  return isReachable(bound) ? bound : own.find((address) => isIPv4(address) && isReachable(address));
}

const isReachable = (address: string): boolean => !unreachable.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
