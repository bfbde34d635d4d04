/** The apiserver as a process. */
import { runMain } from '@wherry/component';
import { startApiserver } from './apiserver.ts';
import { apiserverFlags } from './flags.ts';

await runMain({
  name: 'apiserver',
  summary: 'Serves the Kubernetes API from etcd.',
  flags: apiserverFlags,
  async start({ flags, clock, log, signal }) {
    const server = await startApiserver({ flags, clock, log, signal });
    // The one line on standard output: whoever started this process waits for it.
    process.stdout.write(`apiserver ready at ${server.url}, admin kubeconfig ${server.kubeconfig}\n`);
    return server;
  },
});
