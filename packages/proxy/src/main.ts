/** The proxy as a process. */
import { loadKubeconfig } from '@wherry/client';
import { runMain } from '@wherry/component';
import { proxyFlags } from './flags.ts';
import { startProxy } from './proxy.ts';

await runMain({
  name: 'proxy',
  summary: "Keeps a node's network: the way to pods of other nodes, Services, and the cluster's DNS.",
  flags: proxyFlags,
  async start({ flags, clock, log }) {
    const connection = await loadKubeconfig(flags.kubeconfig);
    return startProxy({ connection, flags, clock, log });
  },
});
