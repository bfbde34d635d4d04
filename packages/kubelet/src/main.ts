/** The kubelet as a process. */
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { addProcessMetrics, createMetrics, runMain, starting } from '@wherry/component';
import { startKubeletIdentity } from './certificates/kubelet-identity.ts';
import { startServingCertificate } from './certificates/serving-certificate.ts';
import { kubeletFlags } from './flags.ts';
import { startHealthPort } from './server/health-port.ts';
import { servingOf } from './server/serving-of.ts';
import { startKubelet } from './kubelet.ts';
import { acceptQueues } from './network/accept-queues.ts';
import { askProxy } from './network/last-connection.ts';
import { openCables } from './network/open-cables.ts';
import { formatBytes } from './node/format-bytes.ts';
import { readMachine } from './node/read-machine.ts';
import { openDockerRuntime } from './runtime/docker/docker-runtime.ts';
import { cgroupTree } from './stats/cgroup/cgroup-tree.ts';
import { removeCgroup, sweepCgroups } from './stats/cgroup/sweep-cgroups.ts';

await runMain({
  name: 'kubelet',
  summary: 'Runs the pods that are bound to a node on a Docker engine.',
  flags: kubeletFlags,
  start: ({ flags, clock, log, signal }) =>
    starting(async (own) => {
      const nodeName = flags['node-name'] || hostname();
      const bootstrapKubeconfig = flags['bootstrap-kubeconfig'];
      const who = { nodeName, bootstrapKubeconfig, kubeconfig: flags.kubeconfig, certDir: flags['cert-dir'] };
      const metrics = createMetrics();
      addProcessMetrics(metrics, clock);
      const health = own(await startHealthPort({ flags, metrics, log }));
      const { transport, connection } = own(await startKubeletIdentity({ ...who, metrics, clock, log, signal }));
      const sandboxImage = flags['sandbox-image'];
      const cluster = flags['cluster-name'];
      const owner = cluster === '' ? nodeName : `${cluster}/${nodeName}`;
      const runtime = await openDockerRuntime({ owner, sandboxImage, hostNetwork: flags['host-network'] });
      const cgroups = cgroupTree(join(flags['host-root'], '/sys/fs/cgroup'));
      own(sweepCgroups({ tree: cgroups, clock }));
      const { cpus, memoryBytes } = await runtime.info();
      const rootDir = flags['root-dir'];
      await mkdir(rootDir, { recursive: true });
      const { disk } = await readMachine(rootDir);
      const machine = {
        cpu: String(cpus),
        memory: String(memoryBytes),
        'ephemeral-storage': formatBytes(disk.capacity),
        pods: String(flags['max-pods']),
      };
      // Who is known by another's kubeconfig is not given a certificate for a node.
      const serving =
        bootstrapKubeconfig === '' || flags['tls-cert-file'] !== ''
          ? undefined
          : own(await startServingCertificate({ ...who, hosts: [nodeName, flags['node-ip']], transport, clock, log }));
      own(
        await startKubelet({
          transport,
          runtime,
          nodeName,
          clock,
          log,
          nodeAddress: flags['node-ip'],
          nodeLabels: Object.fromEntries(flags['node-labels']),
          capacity: { ...machine, ...Object.fromEntries(flags.capacity) },
          root: rootDir,
          forgotten: (uid) => removeCgroup(cgroups, uid),
          hostRoot: flags['host-root'],
          dnsServers: flags['cluster-dns'],
          clusterDomain: flags['cluster-domain'],
          ...(flags['proxy-address'] === '' ? {} : { lastConnection: askProxy(flags['proxy-address']) }),
          acceptQueues: acceptQueues({ clock }),
          server: {
            metrics,
            ...(connection.ca === undefined ? {} : { clientAuthority: connection.ca }),
            ...(serving === undefined ? {} : { certificates: (use) => serving.follow(use) }),
            ...(await servingOf(flags)),
          },
          ...(flags.network === 'cables' ? { network: openCables({ owner, reserved: flags['cluster-dns'] }) } : {}),
        }),
      );
      health.begin();
    }),
});
