// The front door of every npm script: node setup/run.mjs <script.ts> [arguments…]
//
// A fresh machine has only some Node ≥ 20. This file makes sure that the npm packages in package-lock.json are
// installed, Node 26 among them, and then runs the script in Node 26. It is plain JavaScript without dependencies,
// because it runs before there are any, and it never writes to stdout, which belongs to the script.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { installDependencies, installedNode, InstallError } from './install-dependencies.mjs';

const wantedNodeMajor = 26;
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs the script in this very process: costs no second process, so memory and signals are the script's own. */
async function runHere(script, args) {
  process.argv = [process.execPath, script, ...args];
  await import(pathToFileURL(script).href);
}

/** Runs the script in the Node 26 that npm installed; resolves with an exit code once it has ended. */
function runInInstalledNode(script, args) {
  const node = installedNode(root);
  if (!existsSync(node)) {
    throw new InstallError(
      `npm has no Node ${wantedNodeMajor} for ${process.platform}-${process.arch}, and this is Node ${process.versions.node}. ` +
        `Install Node ${wantedNodeMajor} (https://nodejs.org) and run the same command with it.`,
    );
  }
  return new Promise((done, failed) => {
    const child = spawn(node, [script, ...args], { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']) {
      process.on(signal, () => {
        // A terminal sends ^C to the whole process group: forwarding it would make two of one.
        if (signal === 'SIGINT' && process.stdin.isTTY) return;
        child.kill(signal);
      });
    }
    child.on('error', (cause) => failed(new InstallError(`${node} does not run on this machine: ${cause.message}`)));
    child.on('exit', (code, signal) => done(code ?? 128 + constants.signals[signal]));
  });
}

async function main() {
  const [name, ...args] = process.argv.slice(2);
  if (name === undefined) throw new InstallError('usage: node setup/run.mjs <script.ts> [arguments…]');
  const script = resolve(root, name);
  const { changed } = await installDependencies({ root, say: (line) => process.stderr.write(`${line}\n`) });
  // After an installation this process may be a Node that has just been replaced on disk.
  const suits = !changed && Number.parseInt(process.versions.node, 10) >= wantedNodeMajor;
  if (suits) await runHere(script, args);
  else process.exitCode = await runInInstalledNode(script, args);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof InstallError)) throw error;
  process.stderr.write(`wherry: ${error.message}\n`);
  process.exitCode = 1;
}
