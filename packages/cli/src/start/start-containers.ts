/** Lets Compose start what a cluster is made of, and replaces what it would leave behind in networks of the past. */
import type { Outcome } from '../../../../setup/steps/step.ts';
import { runCompose, type ComposeRun } from '../compose/run-compose.ts';
import { clusterContainers } from '../docker/containers.ts';
import { docker } from '../docker/docker.ts';
import { setRestartPolicy } from '../docker/restart-policy.ts';
import { planKeeping, viewOf, type Inspected } from '../keeper/plan-keeping.ts';
import { removeSurplusPods } from './surplus-workers.ts';

/** @throws CommandError when Compose fails */
export async function startContainers(run: ComposeRun): Promise<Outcome> {
  const { name, workers } = run.settings;
  const before = await runningProcesses(name);
  await setRestartPolicy(name, 'always');
  await composeUp(run);
  if (await makeWhole(name)) await composeUp(run);
  await removeSurplusPods(name, workers);
  return before === (await runningProcesses(name)) ? 'already' : 'changed';
}

function composeUp(run: ComposeRun): Promise<string> {
  return runCompose(['up', '--detach', '--no-build', '--remove-orphans'], run);
}

/** Compose does not notice when a machine has become another one. @returns whether it has to start something again */
async function makeWhole(cluster: string): Promise<boolean> {
  const ids = (await clusterContainers(cluster)).filter(({ service }) => service !== '').map(({ id }) => id);
  // The engine's own format.
  const inspected = JSON.parse(await docker(['inspect', ...ids])) as readonly Inspected[];
  const { restart, replace } = planKeeping(inspected.map(viewOf));
  if (restart.length > 0) await docker(['restart', '--time=5', ...restart.map(({ id }) => id)]);
  if (replace.length > 0) await docker(['rm', '--force', ...replace.map(({ id }) => id)]);
  return replace.length > 0;
}

async function runningProcesses(cluster: string): Promise<string> {
  const containers = await clusterContainers(cluster);
  const running = containers.filter(({ service, state }) => service !== '' && state === 'running');
  return running
    .map(({ id }) => id)
    .toSorted()
    .join(' ');
}
