/** Which settings of the kernel a pod may change: those that concern nobody but itself. Pure. */
import type { Pod } from '@wherry/api/core-v1';
import { sysctlName } from './sysctl-name.ts';

const SAFE = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
]);

/** Why a pod cannot have a setting that it asks for; undefined: it can have them all. */
export function forbiddenSysctl({ hostNetwork, securityContext }: Readonly<Pod['spec']>): string | undefined {
  for (const { name } of securityContext?.sysctls ?? []) {
    const dotted = sysctlName(name);
    if (!SAFE.has(dotted)) return `forbidden sysctl: "${name}" not allowlisted`;
    if (hostNetwork === true && dotted.startsWith('net.'))
      return `forbidden sysctl: "${name}" not allowed with host net enabled`;
  }
  return undefined;
}
