/** The scheduler as a process. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { createClient, loadKubeconfig, openTransport, startLeaderElection } from '@wherry/client';
import { runMain, starting } from '@wherry/component';
import { schedulerFlags } from './flags.ts';
import { startScheduler } from './scheduler.ts';

await runMain({
  name: 'kube-scheduler',
  summary: 'Finds a node for every pod.',
  flags: schedulerFlags,
  start: ({ flags, clock, log, signal }) =>
    starting(async (own) => {
      const connection = await loadKubeconfig(flags.kubeconfig);
      const client = createClient(own(openTransport({ connection, userAgent: 'kube-scheduler' })));
      const lead = () => startScheduler({ client, clock, log, signal, schedulerNames: flags['scheduler-name'] });
      if (!flags['leader-elect']) own(await lead());
      else {
        const namespace = flags['leader-elect-resource-namespace'];
        const name = flags['leader-elect-resource-name'];
        const identity = `${hostname()}_${randomUUID()}`;
        own(startLeaderElection({ client, clock, log, namespace, name, identity, lead }));
      }
    }),
});
