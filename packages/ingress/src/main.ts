/** The ingress as a process. */
import { loadKubeconfig } from '@wherry/client';
import { runMain } from '@wherry/component';
import { ingressFlags } from './flags.ts';
import { startIngress } from './ingress.ts';

await runMain({
  name: 'ingress',
  summary: 'Serves Ingresses: HTTP from outside the cluster to its Services.',
  flags: ingressFlags,
  async start({ flags, clock, log }) {
    const connection = await loadKubeconfig(flags.kubeconfig);
    const ingress = await startIngress({ connection, flags, clock, log });
    log.info('serving', { http: ingress.httpPort, https: ingress.httpsPort });
    return ingress;
  },
});
