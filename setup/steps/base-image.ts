// The image that everything of Wherry's is built on, and that tests run pods from: Debian with the tools of a node.
// It is built on Debian's own image; where no registry can be reached, the same is made from Debian packages.

import { createHash } from 'node:crypto';
import { installDebianPackages } from './debian-packages.ts';
import type { Machine } from './machine.ts';
import { SetUpError } from './step.ts';
import type { Outcome, Step } from './step.ts';

const release = 'bookworm';
const upstream = `debian:${release}-slim`;
const packages = ['ca-certificates', 'iproute2', 'nftables', 'procps'];
const pullSeconds = 15;

const dockerfile = `FROM ${upstream}
RUN apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')} && rm -rf /var/lib/apt/lists/*
`;

/** Another recipe is another image. */
export const baseImage = `wherry/base:${createHash('sha256').update(dockerfile).digest('hex').slice(0, 12)}`;

export const baseImageStep: Step = {
  ensures: `the base image ${baseImage} is there`,
  async ensure(machine): Promise<Outcome> {
    if (await succeeds(machine, `docker image inspect ${baseImage} >/dev/null 2>&1`)) return 'already';
    const deadline = (await machine.find('timeout')) === undefined ? '' : `timeout ${pullSeconds} `;
    machine.say(`pulling ${upstream}`);
    if (await succeeds(machine, `${deadline}docker pull -q ${upstream} 2>/dev/null`)) {
      await machine.run('sh', [
        '-c',
        `printf '${dockerfile.replaceAll('\n', '\\n')}' | docker build -q -t ${baseImage} -`,
      ]);
    } else {
      await makeFromPackages(machine);
    }
    return 'changed';
  },
};

async function makeFromPackages(machine: Machine): Promise<void> {
  const aptGet = await machine.find('apt-get');
  if (aptGet === undefined || !machine.isRoot) {
    throw new SetUpError(
      `The image ${upstream} cannot be pulled. Please see that the Docker engine reaches a registry`,
    );
  }
  machine.say('no registry answers: making the base image from Debian packages');
  if ((await machine.find('mmdebstrap')) === undefined) await installDebianPackages(machine, ['mmdebstrap']);
  const make = `mmdebstrap --quiet --variant=minbase --include=${packages.join(',')} ${release}`;
  await machine.run('bash', ['-c', `set -o pipefail; ${make} | docker import - ${baseImage}`]);
}

function succeeds(machine: Machine, command: string): Promise<boolean> {
  return machine.run('sh', ['-c', command]).then(
    () => true,
    () => false,
  );
}
