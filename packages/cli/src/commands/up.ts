/** Starts a cluster, or makes one whole that is there, and tells how to go on. */
import type { Clock } from '@wherry/component';
import type { Machine } from '../../../../setup/steps/machine.ts';
import { formatElapsed, runSteps } from '../../../../setup/steps/run-steps.ts';
import { describeTrouble } from '../start/describe-trouble.ts';
import { NotReady } from '../start/readiness.ts';
import { startSteps, type StartOptions } from '../start/start-steps.ts';
import { kubeconfigFile } from '../state.ts';

export interface UpOptions extends StartOptions {
  readonly machine: Machine;
  readonly clock: Clock;
  readonly print: (line: string) => void;
}

/** @throws SetUpError, CommandError, NotReady: what keeps the cluster from being ready, for a person to act on */
export async function up(options: UpOptions): Promise<void> {
  const { machine, clock, print, wanted, merge, root } = options;
  const start = clock.monotonic();
  try {
    await runSteps(startSteps(options), { machine, now: () => clock.monotonic(), print });
  } catch (error) {
    if (error instanceof NotReady) for (const line of await describeTrouble(wanted.name)) print(line);
    throw error;
  }
  print('');
  print(`The cluster ${wanted.name} is ready (${formatElapsed(clock.monotonic() - start)}). Try:`);
  if (!merge) print(`  export KUBECONFIG=${kubeconfigFile(wanted.name, { root })}`);
  for (const line of nextCommands) print(`  ${line}`);
}

const nextCommands = [
  'kubectl get nodes',
  'kubectl create deployment hello --image=<an image on this machine> --replicas=3',
  'kubectl expose deployment hello --type=NodePort --port=80 --target-port=<its port>',
  'npm run status; npm stop (keeps everything); npm run down (removes everything)',
];
