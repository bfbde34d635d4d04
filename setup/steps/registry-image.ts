// The image of a registry that tests start for themselves, to pull from as clusters do: Debian's docker-registry on the
// base image, so that it can be had wherever Debian packages can.

import { createHash } from 'node:crypto';
import { baseImage } from './base-image.ts';
import type { Outcome, Step } from './step.ts';

const dockerfile = `FROM ${baseImage}
RUN apt-get update && apt-get install -y --no-install-recommends docker-registry && rm -rf /var/lib/apt/lists/*
`;

/** Another recipe is another image. */
export const registryImage = `wherry/test-registry:${createHash('sha256').update(dockerfile).digest('hex').slice(0, 12)}`;

export const registryImageStep: Step = {
  ensures: `the image ${registryImage} of the tests' registry is there`,
  async ensure(machine): Promise<Outcome> {
    const isThere = await machine.run('sh', ['-c', `docker image inspect ${registryImage} >/dev/null 2>&1`]).then(
      () => true,
      () => false,
    );
    if (isThere) return 'already';
    machine.say('building the image of the registry that tests pull from');
    const recipe = dockerfile.replaceAll('\n', '\\n');
    await machine.run('sh', ['-c', `printf '${recipe}' | docker build -q -t ${registryImage} -`]);
    return 'changed';
  },
};
