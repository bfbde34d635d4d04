/** Hollow nodes as a process. */
import { loadKubeconfig, openTransport } from '@wherry/client';
import { runMain, starting } from '@wherry/component';
import { hollowFlags } from './flags.ts';
import { startHollowNodes } from './hollow-nodes.ts';

await runMain({
  name: 'hollow',
  summary: 'Nodes that take part in a cluster and run nothing.',
  flags: hollowFlags,
  start: ({ flags, clock, log }) =>
    starting(async (own) => {
      const connection = await loadKubeconfig(flags.kubeconfig);
      const transport = own(openTransport({ connection, userAgent: 'kubelet' }));
      const names = Array.from({ length: flags.nodes }, (_, index) => `${flags['name-prefix']}-${index + 1}`);
      own(
        await startHollowNodes({
          transport,
          names,
          labels: Object.fromEntries(flags['node-labels']),
          capacity: Object.fromEntries(flags.capacity),
          root: flags['root-dir'],
          clock,
          log,
        }),
      );
      process.stdout.write(`${names.length} hollow nodes are registered\n`);
    }),
});
