/** The controller-manager as a process. */
import { loadKubeconfig } from '@wherry/client';
import { runMain } from '@wherry/component';
import { startControllerManager } from './controller-manager.ts';
import { controllerManagerFlags } from './flags.ts';

await runMain({
  name: 'controller-manager',
  summary: 'Runs the control loops that bring a cluster to the state that its objects ask for.',
  flags: controllerManagerFlags,
  async start({ flags, clock, log }) {
    const connection = await loadKubeconfig(flags.kubeconfig);
    return startControllerManager({ connection, flags, clock, log });
  },
});
