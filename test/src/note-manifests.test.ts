// Every manifest of the note that Wherry is built from applies as it stands there, comes back with all that it says and
// with Kubernetes' defaults, stays as it is when applied again, and goes.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { checkout } from './checkout.ts';
import { tellStory } from './kubectl-story.ts';
import type { Story } from './kubectl-story.ts';
import { missingFrom } from './missing-from.ts';
import { restClient } from './rest-client.ts';

const folder = join(checkout, 'test', 'src', 'fixtures', 'note');
const files = readdirSync(folder).toSorted();

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

const readManifests = (file: string): Manifest[] =>
  parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => document.toJS() as Manifest);

/** What the server makes of a manifest, beyond what it says. */
interface Expected {
  /** What is added, by the place of the object in its file. */
  readonly defaults: readonly object[];
  /** What stands in another form than in the manifest. @default nothing */
  readonly spellings?: Readonly<Record<string, string>>;
  /** What kubectl warns of, at every call with the file. @default nothing */
  readonly warning?: string;
  /**
   * What a second apply says. kubectl compares text, lists that have no merge key as a whole, and the order of those that
   * have one: what the server spells otherwise or adds looks like a change, which has no effect then. @default unchanged
   */
  readonly again?: 'configured';
}

const container = {
  imagePullPolicy: 'Always',
  resources: {},
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
};
const template = {
  dnsPolicy: 'ClusterFirst',
  restartPolicy: 'Always',
  schedulerName: 'default-scheduler',
  securityContext: {},
  terminationGracePeriodSeconds: 30,
};
const toleration = { operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 };
const token = {
  name: expect.stringMatching(/^kube-api-access-[a-z0-9]{5}$/),
  projected: {
    defaultMode: 0o644,
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardAPI: {
          items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
        },
      },
    ],
  },
};
const tokenMount = { mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true };

interface PodParts {
  readonly container?: object;
  readonly volumes?: readonly object[];
  readonly mounts?: readonly object[];
  readonly qosClass?: string;
}

const pod = ({ container: own = {}, volumes = [], mounts = [], qosClass = 'BestEffort' }: PodParts = {}): object => ({
  metadata: { generation: 1 },
  spec: {
    ...template,
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
    priority: 0,
    serviceAccount: 'default',
    serviceAccountName: 'default',
    tolerations: [
      { key: 'node.kubernetes.io/not-ready', ...toleration },
      { key: 'node.kubernetes.io/unreachable', ...toleration },
    ],
    volumes: [...volumes, token],
    containers: [{ ...container, ...own, volumeMounts: [...mounts, expect.objectContaining(tokenMount)] }],
  },
  status: { phase: 'Pending', qosClass },
});

const clusterIp = expect.stringMatching(/^10\.96\.\d+\.\d+$/);
const service = (type: 'ClusterIP' | 'NodePort', ports: readonly object[]): object => ({
  spec: {
    type,
    clusterIP: clusterIp,
    clusterIPs: [clusterIp],
    internalTrafficPolicy: 'Cluster',
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    sessionAffinity: 'None',
    ports: ports.map((port) => ({ protocol: 'TCP', ...port })),
  },
  status: { loadBalancer: {} },
});
const nodePort = expect.toSatisfy((port: number) => port >= 30_000 && port <= 32_767);

const replicaSet = {
  metadata: { generation: 1 },
  spec: { template: { spec: { ...template, containers: [container] } } },
  status: { replicas: 0 },
};

const expectations: Readonly<Record<string, Expected>> = {
  '01-pod-kubia.yaml': { defaults: [pod()] },
  '02-namespace.yaml': {
    defaults: [
      {
        metadata: { labels: { 'kubernetes.io/metadata.name': 'custom-namespace' } },
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      },
    ],
  },
  '03-pod-kuard.yaml': { defaults: [pod({ container: { imagePullPolicy: 'IfNotPresent' } })] },
  '04-pod-kuard-liveness.yaml': {
    defaults: [
      pod({
        container: {
          imagePullPolicy: 'IfNotPresent',
          livenessProbe: expect.objectContaining({
            successThreshold: 1,
            httpGet: { path: '/healthy', port: 8080, scheme: 'HTTP' },
          }),
        },
      }),
    ],
  },
  '05-pod-kuard-resources.yaml': {
    spellings: { '1000m': '1' },
    defaults: [
      pod({
        container: {
          imagePullPolicy: 'IfNotPresent',
          resources: { limits: { cpu: '1', memory: '256Mi' }, requests: { cpu: '500m', memory: '128Mi' } },
        },
        qosClass: 'Burstable',
      }),
    ],
    again: 'configured',
  },
  '06-pod-kuard-nfs.yaml': {
    defaults: [
      pod({
        container: { imagePullPolicy: 'IfNotPresent' },
        volumes: [{ name: 'kuard-data', nfs: { path: '/exports', server: 'my.nfs.server.local' } }],
        mounts: [{ mountPath: '/data', name: 'kuard-data' }],
      }),
    ],
    again: 'configured',
  },
  '07-pod-kuard-hostpath.yaml': {
    defaults: [
      pod({
        container: { imagePullPolicy: 'IfNotPresent' },
        volumes: [{ name: 'kuard-data', hostPath: { path: '/var/lib/kuard', type: '' } }],
        mounts: [{ mountPath: '/data', name: 'kuard-data' }],
      }),
    ],
    again: 'configured',
  },
  '08-replicaset-test.yaml': { defaults: [replicaSet] },
  '09-replicationcontroller.yaml': {
    defaults: [{ ...replicaSet, metadata: { generation: 1, labels: { app: 'kubia' } } }],
  },
  '10-replicaset.yaml': { defaults: [replicaSet] },
  '11-daemonset.yaml': {
    defaults: [
      {
        metadata: { generation: 1, annotations: { 'deprecated.daemonset.template.generation': '1' } },
        spec: {
          revisionHistoryLimit: 10,
          updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
          template: { spec: { ...template, containers: [container] } },
        },
        status: { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 },
      },
    ],
  },
  '12-service.yaml': { defaults: [service('ClusterIP', [{ targetPort: 8080 }])] },
  '13-service-multiport.yaml': { defaults: [service('ClusterIP', [{ name: 'http' }, { name: 'https' }])] },
  '14-named-ports.yaml': { defaults: [pod(), service('ClusterIP', [{ targetPort: 'http' }, { targetPort: 'https' }])] },
  '15-service-and-endpoints.yaml': {
    defaults: [service('ClusterIP', [{ targetPort: 80 }]), { subsets: [{ ports: [{ port: 80, protocol: 'TCP' }] }] }],
    warning: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
    again: 'configured',
  },
  '16-externalname.yaml': {
    defaults: [
      {
        spec: { sessionAffinity: 'None', ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }] },
        status: { loadBalancer: {} },
      },
    ],
  },
  '17-nodeport.yaml': {
    defaults: [service('NodePort', [{ nodePort: 30123 }])],
  },
  '18-external-traffic-policy.yaml': { defaults: [service('NodePort', [{ nodePort }])] },
  '19-ingress-v1beta1.yaml': {
    defaults: [
      {
        metadata: { generation: 1 },
        spec: { rules: [{ http: { paths: [{ pathType: 'ImplementationSpecific' }] } }] },
        status: { loadBalancer: {} },
      },
    ],
    warning:
      'extensions/v1beta1 Ingress is deprecated in v1.14+, unavailable in v1.22+; use networking.k8s.io/v1 Ingress',
    again: 'configured',
  },
  '20-emptydir-memory.yaml': {
    defaults: [
      pod({
        volumes: [{ name: 'html', emptyDir: { medium: 'Memory' } }],
        mounts: [{ mountPath: '/html', name: 'html' }],
      }),
    ],
    again: 'configured',
  },
  '21-job.yaml': {
    defaults: [
      {
        metadata: { generation: 1 },
        spec: {
          backoffLimit: 6,
          completionMode: 'NonIndexed',
          manualSelector: false,
          podReplacementPolicy: 'TerminatingOrFailed',
          suspend: false,
          selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': expect.any(String) } },
          template: {
            metadata: {
              labels: {
                'batch.kubernetes.io/controller-uid': expect.any(String),
                'batch.kubernetes.io/job-name': 'batch-job',
                'controller-uid': expect.any(String),
                'job-name': 'batch-job',
              },
            },
            spec: { ...template, restartPolicy: 'OnFailure', containers: [container] },
          },
        },
        status: {},
      },
    ],
  },
};

/** Some names hold for the whole cluster: the releases of kubectl take turns with each file. */
const turns = new Map<string, Promise<unknown>>();

function inTurn(file: string, act: () => Promise<void>): Promise<void> {
  const turn = (turns.get(file) ?? Promise.resolve()).then(act);
  turns.set(
    file,
    turn.catch(() => {}),
  );
  return turn;
}

/** A namespace for the objects of one file, since they share names with those of others. */
async function namespaceFor({ server, suffix }: Story, file: string): Promise<string> {
  const name = `note-${file.slice(0, 2)}-${suffix}`;
  const client = await restClient(server.apiserver);
  const create = async (path: string, metadata: object): Promise<void> =>
    expect((await client.send('POST', path, { metadata })).status).toBe(201);
  await create('/api/v1/namespaces', { name });
  await create(`/api/v1/namespaces/${name}/serviceaccounts`, { name: 'default' });
  client.close();
  return name;
}

/** What there is of the objects of a file, as `kubectl get -o yaml` gives it back. */
function parseAnswer(yaml: string): unknown[] {
  const answer: unknown = parse(yaml);
  if (typeof answer !== 'object' || answer === null) return [];
  return 'items' in answer && Array.isArray(answer.items) ? answer.items : [answer];
}

/** How kubectl names an object: `replicaset.apps/kubia`. */
function nameOf({ apiVersion, kind, metadata }: Manifest): string {
  const [group, version] = apiVersion.split('/');
  return `${kind.toLowerCase()}${version === undefined ? '' : `.${group}`}/${metadata.name}`;
}

/** Takes the namespaces away that no controller empties here. */
async function finalize({ kubectl }: Story, manifests: readonly Manifest[]): Promise<void> {
  for (const { kind, metadata } of manifests.filter((manifest) => manifest.kind === 'Namespace')) {
    const empty = { apiVersion: 'v1', kind, metadata, spec: { finalizers: [] } };
    const path = `/api/v1/namespaces/${metadata.name}/finalize`;
    await kubectl.succeed(['replace', '--raw', path, '-f', '-'], { stdin: JSON.stringify(empty) });
  }
}

it('there is an expectation for each manifest', () => {
  expect(Object.keys(expectations)).toEqual(files);
});

tellStory((story) => {
  it.each(files)('%s applies, comes back, stays and goes', (file) =>
    inTurn(file, async () => {
      const expected: Expected = expectations[file] ?? { defaults: [] };
      const manifests = readManifests(file);
      // kubectl warns of a namespace that has no meaning.
      const isClusterWide = manifests.every(({ kind }) => kind === 'Namespace');
      const scope = isClusterWide ? [] : [`--namespace=${await namespaceFor(story, file)}`];
      const run = (...args: string[]): ReturnType<typeof story.kubectl.run> =>
        story.kubectl.run([...args, ...scope, '-f', join(folder, file)]);
      const names = manifests.map(nameOf);
      const stderr = expected.warning === undefined ? '' : `Warning: ${expected.warning}\n`;
      const said = (words: readonly string[]): string => names.map((name, at) => `${name} ${words[at]}\n`).join('');

      const created = await run('apply');
      expect(created).toMatchObject({ code: 0, stdout: said(names.map(() => 'created')), stderr });

      const { stdout: yaml } = await run('get', '-o', 'yaml');
      const answers = parseAnswer(yaml);
      for (const [at, manifest] of manifests.entries()) {
        expect(missingFrom(answers[at], manifest, { spellings: expected.spellings ?? {} })).toEqual([]);
        expect(answers[at]).toMatchObject(expected.defaults[at] ?? {});
      }

      const again = manifests.map((_, at) => (at === manifests.length - 1 && expected.again) || 'unchanged');
      expect(await run('apply')).toMatchObject({ code: 0, stdout: said(again), stderr });
      expect(await run('get', '-o', 'yaml')).toMatchObject({ code: 0, stdout: yaml });

      expect(await run('delete', '--wait=false')).toMatchObject({ code: 0, stderr });
      await finalize(story, manifests);
      expect(await run('get', '-o', 'name', '--ignore-not-found')).toMatchObject({ code: 0, stdout: '' });
    }),
  );
});
