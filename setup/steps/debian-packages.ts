// Installing Debian packages: patient with other installations under way and with a network that stutters.

import type { Machine } from './machine.ts';

const patient = ['-q', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];

/** Installs packages by name, without what they merely recommend. */
export async function installDebianPackages(machine: Machine, packages: readonly string[]): Promise<void> {
  await machine.run('apt-get', [...patient, 'update']);
  await machine.run('apt-get', [...patient, 'install', '-y', '--no-install-recommends', ...packages]);
}
