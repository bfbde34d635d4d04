/** What a person wants to see of a cluster that does not get ready: what does not run, and its last words. */
import { clusterContainers } from '../docker/containers.ts';
import { docker, linesOf } from '../docker/docker.ts';

const shownContainers = 6;
const shownLines = 3;

/** Lines for the terminal; empty when all of its processes run and have done so for a minute. */
export async function describeTrouble(cluster: string): Promise<readonly string[]> {
  const processes = (await clusterContainers(cluster)).filter(({ service }) => service !== '');
  const troubled = processes.filter(({ state, status }) => state !== 'running' || /second/.test(status));
  const parts = await Promise.all(
    troubled.slice(0, shownContainers).map(async ({ name, status }) => {
      const log = await docker(['logs', `--tail=${shownLines}`, name], { withStderr: true }).catch(() => '');
      return [`${name}: ${status}`, ...linesOf(log).map((line) => `    ${line}`)];
    }),
  );
  return parts.flat();
}
