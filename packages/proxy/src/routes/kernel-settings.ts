/**
 * What a node's kernel must be set to so that it carries packets of others. Machines are started with these settings,
 * for in a container they cannot be written; elsewhere they are written here.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError, type Log } from '@wherry/component';

export interface KernelSettingsOptions {
  readonly hasIpv6: boolean;
  readonly log: Log;
  /** @default /proc/sys */
  readonly root?: string;
}

interface Setting {
  readonly path: string;
  readonly value: string;
  /** Whether Services do not work at all without it. */
  readonly isNeeded: boolean;
}

const IPV4: readonly Setting[] = [
  { path: 'net/ipv4/ip_forward', value: '1', isNeeded: true },
  // Advice about shorter ways to pods that reach themselves would use up the few refusals that a client is sent a second.
  { path: 'net/ipv4/conf/all/send_redirects', value: '0', isNeeded: false },
  { path: 'net/ipv4/conf/default/send_redirects', value: '0', isNeeded: false },
];
const IPV6: readonly Setting[] = [{ path: 'net/ipv6/conf/all/forwarding', value: '1', isNeeded: true }];

/** @throws Error when a setting that is needed is not there and cannot be made */
export async function ensureKernelSettings({ hasIpv6, log, root = '/proc/sys' }: KernelSettingsOptions): Promise<void> {
  for (const { path, value, isNeeded } of hasIpv6 ? [...IPV4, ...IPV6] : IPV4) {
    const file = join(root, path);
    const name = path.replaceAll('/', '.');
    try {
      if ((await readFile(file, 'utf8')).trim() !== value) await writeFile(file, value);
    } catch (cause) {
      if (isNeeded) throw new Error(`Cannot set ${name} to ${value}: start the machine with it`, { cause });
      log.info('a setting of the kernel stays as it is', { setting: name, wanted: value, error: describeError(cause) });
    }
  }
}
