/** The port gate as a process. */
import { loadKubeconfig, openTransport } from '@wherry/client';
import { createMetrics, runMain, serveHealth, starting } from '@wherry/component';
import { openPublishers } from './engine/publishers.ts';
import { gateFlags } from './flags.ts';
import { startGate } from './gate.ts';

await runMain({
  name: 'gate',
  summary: "Opens the cluster's node ports and load balancers on this machine's 127.0.0.1.",
  flags: gateFlags,
  start: ({ flags, clock, log }) =>
    starting(async (own) => {
      if (flags.network === '') throw new Error('Cannot start the gate: --network is not given');
      const connection = await loadKubeconfig(flags.kubeconfig);
      const transport = own(openTransport({ connection, userAgent: 'port-gate' }));
      const publishers = openPublishers({
        cluster: flags['cluster-name'],
        network: flags.network,
        image: flags['publisher-image'],
      });
      const metrics = createMetrics();
      let isStarted = false;
      const readyz = [
        {
          name: 'started',
          check() {
            if (!isStarted) throw new Error('it is not known yet what should be open');
          },
        },
        { name: 'engine', check: async () => void (await publishers.keys()) },
      ];
      const health = flags['healthz-bind-address'];
      if (health !== undefined) own(await serveHealth({ ...health, readyz, metrics, log }));
      own(await startGate({ transport, publishers, clock, log, metrics }));
      isStarted = true;
    }),
});
