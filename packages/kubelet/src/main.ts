/** The kubelet as a process. */
import { hostname } from 'node:os';
import { loadKubeconfig, openTransport } from '@wherry/client';
import { runMain, starting } from '@wherry/component';
import { kubeletFlags } from './flags.ts';
import { servingOf } from './server/serving-of.ts';
import { startKubelet } from './kubelet.ts';
import { openCables } from './network/open-cables.ts';
import { openDockerRuntime } from './runtime/docker/docker-runtime.ts';

await runMain({
  name: 'kubelet',
  summary: 'Runs the pods that are bound to a node on a Docker engine.',
  flags: kubeletFlags,
  start: ({ flags, clock, log }) =>
    starting(async (own) => {
      const nodeName = flags['node-name'] || hostname();
      const connection = await loadKubeconfig(flags.kubeconfig);
      const transport = own(openTransport({ connection, userAgent: 'kubelet' }));
      const sandboxImage = flags['sandbox-image'];
      const runtime = await openDockerRuntime({ owner: nodeName, sandboxImage, hostNetwork: flags['host-network'] });
      const { cpus, memoryBytes } = await runtime.info();
      const machine = { cpu: String(cpus), memory: String(memoryBytes), pods: String(flags['max-pods']) };
      return own(
        await startKubelet({
          transport,
          runtime,
          nodeName,
          clock,
          log,
          nodeAddress: flags['node-ip'],
          nodeLabels: Object.fromEntries(flags['node-labels']),
          capacity: { ...machine, ...Object.fromEntries(flags.capacity) },
          root: flags['root-dir'],
          hostRoot: flags['host-root'],
          dnsServers: flags['cluster-dns'],
          clusterDomain: flags['cluster-domain'],
          server: await servingOf(flags),
          ...(flags.network === 'cables' ? { network: openCables({ owner: nodeName }) } : {}),
        }),
      );
    }),
});
