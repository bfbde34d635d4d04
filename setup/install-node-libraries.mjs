// Makes sure that the Node which npm installed runs here. Its binary needs libraries that a small Debian may lack,
// since an older Node does without them. Plain JavaScript for any Node ≥ 20: see run.mjs.

import { spawnSync } from 'node:child_process';

/** The Debian packages of the libraries that Node's binary is linked with. */
const debianPackages = { 'libatomic.so.1': 'libatomic1', 'libstdc++.so.6': 'libstdc++6' };

/**
 * Installs the Debian packages that the binary lacks, where it may; returns what a person has to do where it may not,
 * or undefined when the binary runs.
 * @param {string} node the path of the binary
 * @param {{ say: (line: string) => void }} options
 */
export function installNodeLibraries(node, { say }) {
  for (const attempted = new Set(); ;) {
    const { status, stderr, error } = spawnSync(node, ['--version'], { encoding: 'utf8' });
    if (status === 0) return undefined;
    const library = /loading shared libraries: (\S+):/.exec(stderr ?? '')?.[1];
    const name = debianPackages[library];
    const complaint = `${node} does not run on this machine: ${error?.message ?? stderr.trim()}`;
    if (name === undefined || attempted.has(name)) return complaint;
    if (process.getuid?.() !== 0) return `${complaint}. Please run: sudo apt-get install ${name}`;
    attempted.add(name);
    say(`wherry: installing the Debian package ${name}, which Node 26 needs …`);
    if (!install(name)) return `${complaint}. Please install ${name}`;
  }
}

function install(name) {
  const options = ['-q', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return [['update'], ['install', '-y', '--no-install-recommends', name]].every(
    // apt-get's words go to stderr: stdout belongs to the script that follows.
    (args) => spawnSync('apt-get', [...options, ...args], { stdio: ['ignore', 2, 2], env }).status === 0,
  );
}
