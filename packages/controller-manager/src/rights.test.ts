/** What the controllers do they may do, as who the controller-manager is in a cluster: nobody ever says no. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasStatusCause, isForbidden } from '@wherry/api';
import { startTestApi } from '@wherry/apiserver/testing';
import { ControllerRevisions, DaemonSets, Deployments, StatefulSets } from '@wherry/api/apps-v1';
import { CronJobs, Jobs } from '@wherry/api/batch-v1';
import { CertificateSigningRequests } from '@wherry/api/certificates-v1';
import {
  ConfigMaps,
  EndpointsResource,
  Namespaces,
  Nodes,
  PersistentVolumeClaims,
  PersistentVolumes,
  Pods,
  ReplicationControllers,
  ResourceQuotas,
  ServiceAccounts,
  Services,
} from '@wherry/api/core-v1';
import { EndpointSlices } from '@wherry/api/discovery-v1';
import { PodDisruptionBudgets } from '@wherry/api/policy-v1';
import { createClient, loadKubeconfig, openTransport, type Client } from '@wherry/client';
import { createMetrics, parseFlags, silentLog, systemClock } from '@wherry/component';
import { eventually } from '@wherry/component/testing';
import { buildCertificateRequest, newCertificateKey } from '@wherry/pki';
import { expect, it, onTestFinished } from 'vitest';
import { startControllers } from './controller-manager.ts';
import { controllers } from './controllers.ts';
import { controllerManagerFlags } from './flags.ts';
import { newNode } from './testing/new-node.ts';
import { endPod, podsOf, podTemplate, runPod } from './testing/pods.ts';

const namespace = 'default';
const selector = (app: string) => ({ matchLabels: { app } });

async function start() {
  const directory = await mkdtemp(join(tmpdir(), 'wherry-controllers-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const api = await startTestApi({ flags: [`--credentials-dir=${directory}`, `--data-dir=${directory}/data`] });
  onTestFinished(() => api.stop());
  const open = (connection: Parameters<typeof openTransport>[0]['connection'], metrics = createMetrics()) => {
    const transport = openTransport({ connection, userAgent: 'test', metrics });
    onTestFinished(() => transport.stop());
    return transport;
  };
  const metrics = createMetrics();
  const connection = await loadKubeconfig(join(directory, 'control-plane/controller-manager.kubeconfig'));
  const pki = `${directory}/data/pki`;
  const line = parseFlags(controllerManagerFlags, [
    `--root-ca-file=${pki}/ca.crt`,
    `--cluster-signing-cert-file=${pki}/ca.crt`,
    `--cluster-signing-key-file=${pki}/ca.key`,
    '--cluster-cidr=10.244.0.0/16',
  ]);
  if (line.help) throw new Error('no help was asked for');
  const transport = open(connection, metrics);
  const common = { flags: line.values, clock: systemClock, log: silentLog, metrics };
  const refused: string[] = [];
  const noting = async <T>({ method, path }: { method: string; path: string }, answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      // A namespace that is on its way out takes nothing new, from anybody.
      if (isForbidden(error) && !hasStatusCause(error, 'NamespaceTerminating')) refused.push(`${method} ${path}`);
      throw error;
    }
  };
  const running = await startControllers({
    ...common,
    transport: {
      send: (request) => noting(request, transport.send(request)),
      lines: (request) => noting(request, transport.lines(request)),
    },
    controllers,
    place: { server: api.url, ca: api.pki.ca },
  });
  onTestFinished(() => running.stop());
  return { admin: createClient(open({ server: api.url, ...api.pki })), metrics, refused };
}

/** One of everything that some controller works on. */
async function populate(admin: Client): Promise<void> {
  const template = (app: string) => podTemplate({ app });
  const named = (name: string) => ({ metadata: { namespace, name } });
  await admin.create(Nodes, newNode({ name: 'n1' }));
  await admin.create(Deployments, {
    ...named('d'),
    spec: { replicas: 1, selector: selector('d'), template: template('d') },
  });
  await admin.create(DaemonSets, { ...named('ds'), spec: { selector: selector('ds'), template: template('ds') } });
  const sts = { selector: selector('sts'), template: template('sts'), serviceName: 'web', replicas: 1 };
  await admin.create(StatefulSets, { ...named('sts'), spec: sts });
  await admin.create(ReplicationControllers, {
    ...named('rc'),
    spec: { replicas: 1, selector: { app: 'rc' }, template: template('rc') },
  });
  const job = podTemplate({ app: 'job' });
  const once = { ...job, spec: { ...job.spec, restartPolicy: 'Never' as const } };
  await admin.create(Jobs, { ...named('job'), spec: { template: once, ttlSecondsAfterFinished: 0 } });
  const schedule = { schedule: '* * * * *', jobTemplate: { spec: { template: once } } };
  await admin.create(CronJobs, { ...named('cron'), spec: schedule });
  await admin.create(Services, { ...named('web'), spec: { selector: { app: 'd' }, ports: [{ port: 80 }] } });
  await admin.create(Services, { ...named('hand'), spec: { ports: [{ port: 80 }] } });
  const subsets = [{ addresses: [{ ip: '10.9.9.9' }], ports: [{ port: 80 }] }];
  await admin.create(EndpointsResource, { ...named('hand'), subsets });
  await admin.create(PodDisruptionBudgets, { ...named('pdb'), spec: { minAvailable: 1, selector: selector('d') } });
  await admin.create(ResourceQuotas, { ...named('quota'), spec: { hard: { pods: '50', 'count/jobs.batch': '9' } } });
  const storage = { accessModes: ['ReadWriteOnce' as const], storageClassName: 'hand' };
  const size = { storage: '1Gi' };
  await admin.create(PersistentVolumes, {
    metadata: { name: 'disk' },
    spec: { ...storage, capacity: size, hostPath: { path: '/tmp/x' }, persistentVolumeReclaimPolicy: 'Delete' },
  });
  const volumeClaimTemplate = { spec: { ...storage, resources: { requests: size } } };
  await admin.create(Pods, {
    ...named('scratch'),
    spec: { ...podTemplate({}).spec, volumes: [{ name: 'v', ephemeral: { volumeClaimTemplate } }] },
  });
  await admin.create(Namespaces, { metadata: { name: 'gone' } });
  await admin.create(ConfigMaps, { metadata: { namespace: 'gone', name: 'x' } });
}

it('the user system:kube-controller-manager may do all that the controllers do', async () => {
  const { admin, metrics, refused } = await start();
  await populate(admin);
  for (const app of ['d', 'sts', 'rc', 'job']) {
    const [pod] = await eventually(async () => {
      const found = await podsOf(admin, `app=${app}`);
      expect(found).toHaveLength(1);
      return found;
    });
    if (pod !== undefined) await runPod(admin, pod);
  }
  await eventually(async () => {
    expect((await admin.get(Nodes, { name: 'n1' })).spec.podCIDR).toBe('10.244.0.0/24');
    expect((await admin.get(Deployments, { namespace, name: 'd' })).status.readyReplicas).toBe(1);
    expect((await admin.list(ControllerRevisions, { namespace })).items.length).toBeGreaterThanOrEqual(2);
    expect(
      (await admin.list(EndpointSlices, { namespace, labelSelector: 'kubernetes.io/service-name=hand' })).items,
    ).toHaveLength(1);
    expect((await admin.get(PodDisruptionBudgets, { namespace, name: 'pdb' })).status.currentHealthy).toBe(1);
    expect((await admin.get(ResourceQuotas, { namespace, name: 'quota' })).status.used).toHaveProperty([
      'count/jobs.batch',
    ]);
    expect((await admin.get(ConfigMaps, { namespace, name: 'kube-root-ca.crt' })).data).toHaveProperty(['ca.crt']);
    const info = await admin.get(ConfigMaps, { namespace: 'kube-public', name: 'cluster-info' });
    expect(Object.keys(info.data ?? {})).toEqual(['kubeconfig', expect.stringMatching(/^jws-kubeconfig-/)]);
    expect((await admin.get(PersistentVolumeClaims, { namespace, name: 'scratch-v' })).status.phase).toBe('Bound');
    expect((await admin.get(ServiceAccounts, { namespace: 'gone', name: 'default' })).metadata.name).toBe('default');
    expect((await admin.get(Services, { namespace: 'kube-system', name: 'kube-dns' })).spec.clusterIP).toBe(
      '10.96.0.10',
    );
  });
  const [job] = await podsOf(admin, 'app=job');
  const succeeded = { type: 'merge', body: { status: { phase: 'Succeeded' } } } as const;
  await admin.patch(Pods, { namespace, name: job?.metadata.name ?? '', subresource: 'status' }, succeeded);
  const request = buildCertificateRequest({
    subject: { commonName: 'system:node:n1', organizations: ['system:nodes'] },
    key: newCertificateKey(),
  });
  await admin.create(CertificateSigningRequests, {
    metadata: { name: 'r' },
    spec: {
      signerName: 'kubernetes.io/kube-apiserver-client-kubelet',
      usages: ['client auth', 'digital signature'],
      request: Buffer.from(request).toString('base64'),
    },
  });
  await admin.delete(Deployments, { namespace, name: 'd' }, { propagationPolicy: 'Foreground' });
  await admin.delete(StatefulSets, { namespace, name: 'sts' }, { propagationPolicy: 'Orphan' });
  await admin.delete(Namespaces, { name: 'gone' });
  await admin.delete(Pods, { namespace, name: 'scratch' }, { gracePeriodSeconds: 0 });
  await eventually(async () => {
    expect((await admin.get(CertificateSigningRequests, { name: 'r' })).status.certificate).toBeDefined();
    expect((await admin.list(Jobs, { namespace, fieldSelector: 'metadata.name=job' })).items).toEqual([]);
    expect((await admin.list(Namespaces)).items.map(({ metadata }) => metadata.name)).not.toContain('gone');
    for (const pod of await podsOf(admin, 'app=d')) await endPod(admin, pod);
    expect((await admin.list(Deployments, { namespace })).items).toEqual([]);
    expect((await admin.list(PersistentVolumes)).items).toEqual([]);
    const [orphan] = await podsOf(admin, 'app=sts');
    expect(orphan?.metadata.ownerReferences ?? []).toEqual([]);
  });
  const text = metrics.print();
  expect(text).toContain('rest_client_requests_total{code="201"');
  expect(refused).toEqual([]);
  expect(text).toMatch(/^workqueue_adds_total\{name="[^"]*deployment[^"]*"\} [1-9]/m);
}, 30_000);
