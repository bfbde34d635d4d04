// The images of a cluster, built on this machine: `wherry/machine`, which machines, sandboxes of pods and etcd run from
// and which hardly ever changes, and `wherry` on top of it, which holds the programs. Both are named by what they are
// made from: what is there need not be built, and clusters of several checkouts do not disturb each other.
//
// Where this machine is no Linux, its Node and npm packages are of no use in an image: the programs are made inside the
// build, which takes longer.

import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleProgram } from '../bundles/bundle.ts';
import { programs } from '../programs.ts';
import { baseImage } from '../steps/base-image.ts';
import type { Machine } from '../steps/machine.ts';
import type { Outcome } from '../steps/step.ts';
import { assembleNode, assemblePrograms } from './assemble-image.ts';

export interface ClusterImages {
  readonly machine: string;
  readonly programs: string;
}

/** They decide what is made of the programs. */
const recipe = [
  'setup/image/Dockerfile',
  'setup/image/assemble-image.ts',
  'setup/image/production-modules.ts',
  'setup/image/health',
  'setup/image/run',
  'package-lock.json',
];

/**
 * The names that the images of this checkout have. Makes the bundles up to date.
 * @throws {Error} when a program cannot be bundled
 */
export async function clusterImages({ root }: { readonly root: string }): Promise<ClusterImages> {
  const machine = machineImage({ root });
  const parts = [machine];
  for (const file of recipe) parts.push(readFileSync(join(root, file), 'utf8'));
  for (const program of programs) {
    const { file } = await bundleProgram(program, { root });
    parts.push(program.name, program.nodeFlags.join(' '), readFileSync(file, 'utf8'));
  }
  return { machine, programs: `wherry:${shortHash(parts)}` };
}

/** The name of the image that machines run from: Debian, the tools of a node, etcd and Node. */
export function machineImage({ root }: { readonly root: string }): string {
  const files = ['Dockerfile', 'setup/image/machine.Dockerfile'].map((file) => readFileSync(join(root, file), 'utf8'));
  const [dockerfile = '', node = ''] = files;
  const stage = /^FROM .* AS machine$[^]*?(?=^#|^FROM)/m.exec(dockerfile)?.[0] ?? dockerfile;
  return `wherry/machine:${shortHash([baseImage, stage, node, process.versions.node, process.arch])}`;
}

/** Builds what is not there. @throws {Error} when it cannot be built; what the engine said is on stderr */
export async function ensureClusterImages(images: ClusterImages, machine: Machine): Promise<Outcome> {
  await ensureMachineImage(images.machine, machine);
  if (await isThere(images.programs, machine)) return 'already';
  machine.say(`building ${images.programs}`);
  const { root } = machine;
  if (machine.platform !== 'linux') {
    const args = [`--build-arg=BASE=${baseImage}`, `--tag=${images.programs}`, '--tag=wherry:latest'];
    await build(machine, `docker build -q ${args.join(' ')} "$0"`, root);
    return 'changed';
  }
  await inScratchFolder(machine, async (context) => {
    await assemblePrograms(context, { root });
    const args = [`--build-arg=MACHINE=${images.machine}`, `--tag=${images.programs}`, '--tag=wherry:latest'];
    await build(
      machine,
      `docker build -q ${args.join(' ')} --file "$0" "$1"`,
      dockerfileOf('Dockerfile', root),
      context,
    );
  });
  await removeOldImages(machine);
  return 'changed';
}

/** Every change in the code makes an image: those that no container uses and that are a day old go. */
function removeOldImages(machine: Machine): Promise<void> {
  const filters = '--filter=label=wherry.image=programs --filter=until=24h';
  // Nothing depends on it: another prune may be under way, or a container be started just now.
  return machine.run('sh', ['-c', `docker image prune --all --force ${filters} >/dev/null 2>&1 || true`]);
}

/** Builds the image of the machines, unless it is there. */
export async function ensureMachineImage(image: string, machine: Machine): Promise<Outcome> {
  if (await isThere(image, machine)) return 'already';
  const { root } = machine;
  machine.say(`building ${image} from Debian packages`);
  const stage = machine.platform === 'linux' ? image.replace('machine:', 'machine-stage:') : image;
  const args = ['--target=machine', `--build-arg=BASE=${baseImage}`, `--tag=${stage}`];
  await build(machine, `docker build -q ${args.join(' ')} - < "$0"`, join(root, 'Dockerfile'));
  if (machine.platform !== 'linux') return 'changed';
  await inScratchFolder(machine, async (context) => {
    assembleNode(context, { root });
    const named = [`--build-arg=STAGE=${stage}`, `--tag=${image}`];
    const file = dockerfileOf('machine.Dockerfile', root);
    await build(machine, `docker build -q ${named.join(' ')} --file "$0" "$1"`, file, context);
  });
  return 'changed';
}

const dockerfileOf = (name: string, root: string): string => join(root, 'setup', 'image', name);

async function inScratchFolder({ root }: Machine, work: (folder: string) => Promise<void>): Promise<void> {
  const folder = join(root, '.wherry', `image.${process.pid}`);
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a build prints is only of interest when it fails. */
function build(machine: Machine, command: string, ...operands: string[]): Promise<void> {
  const script = `output=$(${command} 2>&1) || { echo "$output"; exit 1; }`;
  return machine.run('sh', ['-c', script, ...operands]);
}

function isThere(image: string, machine: Machine): Promise<boolean> {
  return machine.run('sh', ['-c', `docker image inspect ${image} >/dev/null 2>&1`]).then(
    () => true,
    () => false,
  );
}

function shortHash(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}\0`).update(part);
  return hash.digest('hex').slice(0, 12);
}
