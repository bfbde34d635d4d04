/** The scheduler as a process. */
import { createClient, loadKubeconfig, openTransport, startLeading } from '@wherry/client';
import { addProcessMetrics, createMetrics, runMain, starting } from '@wherry/component';
import { schedulerFlags } from './flags.ts';
import { startScheduler } from './scheduler.ts';

await runMain({
  name: 'kube-scheduler',
  summary: 'Finds a node for every pod.',
  flags: schedulerFlags,
  start: ({ flags, clock, log, signal }) =>
    starting(async (own) => {
      const connection = await loadKubeconfig(flags.kubeconfig);
      const metrics = createMetrics();
      addProcessMetrics(metrics, clock);
      const client = createClient(own(openTransport({ connection, userAgent: 'kube-scheduler', metrics })));
      const schedulerNames = flags['scheduler-name'];
      own(
        await startLeading({
          client,
          clock,
          log,
          metrics,
          signal,
          elect: flags['leader-elect'],
          health: flags['healthz-bind-address'],
          namespace: flags['leader-elect-resource-namespace'],
          name: flags['leader-elect-resource-name'],
          lead: (leading) => startScheduler({ client, clock, log, signal: leading, schedulerNames, metrics }),
        }),
      );
    }),
});
