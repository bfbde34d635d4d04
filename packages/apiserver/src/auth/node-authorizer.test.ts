import { describe, expect, it } from 'vitest';
import { type Attributes, pathAttributes, resourceAttributes } from './attributes.ts';
import { createNodeAuthorizer } from './node-authorizer.ts';
import { createNodeGraph } from './node-graph.ts';
import { type ReferringPod } from './pod-references.ts';
import { testUser } from './rbac/policy-fixture.ts';

const n1 = testUser('system:node:n1', ['system:nodes', 'system:authenticated']);
const pod = (name: string, nodeName: string, spec: Partial<ReferringPod['spec']> = {}): ReferringPod => ({
  metadata: { name, namespace: 'a' },
  spec: { nodeName, ...spec },
});

const graph = createNodeGraph();
graph.setPod(
  pod('web', 'n1', {
    serviceAccountName: 'bot',
    imagePullSecrets: [{ name: 'pull' }],
    initContainers: [{ env: [{ valueFrom: { configMapKeyRef: { name: 'init-config' } } }] }],
    containers: [
      {
        env: [{ valueFrom: { secretKeyRef: { name: 'env-secret' } } }],
        envFrom: [{ secretRef: { name: 'from-secret' } }, { configMapRef: { name: 'from-config' } }],
      },
    ],
    ephemeralContainers: [{ env: [{ valueFrom: { secretKeyRef: { name: 'debug-secret' } } }] }],
    volumes: [
      { name: 'v1', secret: { secretName: 'volume-secret' } },
      { name: 'v2', configMap: { name: 'volume-config' } },
      {
        name: 'v3',
        projected: { sources: [{ secret: { name: 'projected-secret' } }, { configMap: { name: 'projected-config' } }] },
      },
      { name: 'v4', persistentVolumeClaim: { claimName: 'data' } },
      { name: 'v5', ephemeral: {} },
      { name: 'v6', csi: { driver: 'x', nodePublishSecretRef: { name: 'csi-secret' } } },
    ],
    resourceClaims: [{ name: 'gpu', resourceClaimName: 'gpu-claim' }],
  }),
);
graph.setPod(
  pod('other', 'n2', {
    serviceAccountName: 'other-bot',
    volumes: [{ name: 'v', secret: { secretName: 'other-secret' } }],
  }),
);
graph.setPersistentVolume({
  metadata: { name: 'pv1' },
  spec: {
    claimRef: { namespace: 'a', name: 'data' },
    csi: { nodeStageSecretRef: { name: 'stage-secret', namespace: 'storage' } },
  },
});
graph.setPersistentVolume({ metadata: { name: 'pv2' }, spec: { claimRef: { namespace: 'b', name: 'data' } } });
graph.setVolumeAttachment({ metadata: { name: 'va1' }, spec: { nodeName: 'n1' } });
graph.setResourceSlice({ metadata: { name: 'slice1' }, spec: { nodeName: 'n1' } });
graph.setResourceSlice({ metadata: { name: 'slice2' }, spec: { nodeName: 'n2' } });
const authorizer = createNodeAuthorizer(graph);

const ask = (verb: string, resource: string, more: Partial<Attributes> = {}, user = n1) =>
  authorizer.authorize(resourceAttributes({ user, verb, resource, ...more }));
const inA = (name: string): Partial<Attributes> => ({ namespace: 'a', name });
const selects = (key: string, value: string): Partial<Attributes> => ({
  fieldSelector: [{ key, operator: '=', values: [value] }],
});
const dra = { group: 'resource.k8s.io' };
const storage = { group: 'storage.k8s.io' };
const leases = { group: 'coordination.k8s.io', namespace: 'kube-node-lease' };

describe('createNodeAuthorizer', () => {
  it.each<[string, string, string, Partial<Attributes>]>([
    ...['pull', 'env-secret', 'from-secret', 'debug-secret', 'volume-secret', 'projected-secret', 'csi-secret'].map(
      (name): [string, string, string, Partial<Attributes>] => [`the secret ${name}`, 'get', 'secrets', inA(name)],
    ),
    ...['init-config', 'from-config', 'volume-config', 'projected-config'].map(
      (name): [string, string, string, Partial<Attributes>] => [
        `the config map ${name}`,
        'watch',
        'configmaps',
        inA(name),
      ],
    ),
    ['the secret of a volume of its Pod', 'get', 'secrets', { namespace: 'storage', name: 'stage-secret' }],
    ['a claim of its Pod', 'get', 'persistentvolumeclaims', inA('data')],
    ['a claim made for its Pod', 'get', 'persistentvolumeclaims', inA('web-v5')],
    ['the status of such a claim', 'patch', 'persistentvolumeclaims', { ...inA('data'), subresource: 'status' }],
    ['the volume behind such a claim', 'get', 'persistentvolumes', { name: 'pv1' }],
    ['a resource claim of its Pod', 'get', 'resourceclaims', { ...dra, ...inA('gpu-claim') }],
    ['a volume attachment of its own', 'get', 'volumeattachments', { ...storage, name: 'va1' }],
    ['a token for the account of its Pod', 'create', 'serviceaccounts', { ...inA('bot'), subresource: 'token' }],
    ['the account of its Pod', 'get', 'serviceaccounts', inA('bot')],
    ['its Pod', 'get', 'pods', inA('web')],
    ['its Pods', 'list', 'pods', selects('spec.nodeName', 'n1')],
    ['its Pod by watching it', 'watch', 'pods', inA('web')],
    ['the making of mirror Pods', 'create', 'pods', { namespace: 'a' }],
    ['the status of Pods', 'patch', 'pods', { ...inA('web'), subresource: 'status' }],
    ['evictions', 'create', 'pods', { ...inA('web'), subresource: 'eviction' }],
    ['its Node', 'get', 'nodes', { name: 'n1' }],
    ['the making of its Node', 'create', 'nodes', {}],
    ['the status of its Node', 'patch', 'nodes', { name: 'n1', subresource: 'status' }],
    ['its lease', 'update', 'leases', { ...leases, name: 'n1' }],
    ['the making of its lease', 'create', 'leases', leases],
    ['its CSINode', 'get', 'csinodes', { ...storage, name: 'n1' }],
    ['its resource slice', 'delete', 'resourceslices', { ...dra, name: 'slice1' }],
    ['its resource slices', 'deletecollection', 'resourceslices', { ...dra, ...selects('spec.nodeName', 'n1') }],
    ['what any node may do', 'list', 'services', {}],
    ['events', 'create', 'events', { namespace: 'a' }],
    ['certificate requests', 'create', 'certificatesigningrequests', { group: 'certificates.k8s.io' }],
  ])('allows %s', (_name, verb, resource, more) => {
    expect(ask(verb, resource, more)).toEqual({ decision: 'allow', reason: '' });
  });

  const unrelated = "no relationship found between node 'n1' and this object";
  it.each<[string, string, string, Partial<Attributes>, string]>([
    ['a secret of another node', 'get', 'secrets', inA('other-secret'), unrelated],
    ['a secret of the same name elsewhere', 'get', 'secrets', { namespace: 'b', name: 'pull' }, unrelated],
    ['all secrets', 'list', 'secrets', { namespace: 'a' }, 'No Object name found'],
    ['all secrets everywhere', 'list', 'secrets', {}, 'can only read namespaced object of this type'],
    ['writing a secret', 'update', 'secrets', inA('pull'), 'can only read resources of this type'],
    ['a config map by the name of a secret', 'get', 'configmaps', inA('pull'), unrelated],
    ['another volume', 'get', 'persistentvolumes', { name: 'pv2' }, unrelated],
    [
      'all claims',
      'list',
      'persistentvolumeclaims',
      { namespace: 'a' },
      'can only get individual resources of this type',
    ],
    [
      "reading a claim's status",
      'get',
      'persistentvolumeclaims',
      { ...inA('data'), subresource: 'status' },
      'can only get/update/patch this type',
    ],
    [
      'a token for another account',
      'create',
      'serviceaccounts',
      { ...inA('other-bot'), subresource: 'token' },
      unrelated,
    ],
    [
      'the making of accounts',
      'create',
      'serviceaccounts',
      { namespace: 'a' },
      'can only create tokens for individual service accounts',
    ],
    ["another node's Pod", 'get', 'pods', inA('other'), unrelated],
    ['all Pods', 'list', 'pods', {}, 'can only list/watch pods with spec.nodeName field selector'],
    [
      "another node's Pods",
      'list',
      'pods',
      selects('spec.nodeName', 'n2'),
      'can only list/watch pods with spec.nodeName field selector',
    ],
    ['running commands', 'create', 'pods', { ...inA('web'), subresource: 'exec' }, ''],
    ['changing a Pod', 'patch', 'pods', inA('web'), ''],
    ['another Node', 'get', 'nodes', { name: 'n2' }, "node 'n1' cannot read 'n2', only its own Node object"],
    ['all Nodes', 'list', 'nodes', {}, "node 'n1' cannot read all nodes, only its own Node object"],
    ['deleting its Node', 'delete', 'nodes', { name: 'n1' }, ''],
    [
      "another's lease",
      'update',
      'leases',
      { ...leases, name: 'n2' },
      'can only access node lease with the same name as the requesting node',
    ],
    [
      'a lease elsewhere',
      'get',
      'leases',
      { ...leases, namespace: 'kube-system', name: 'n1' },
      'can only access leases in the "kube-node-lease" system namespace',
    ],
    ['all leases', 'list', 'leases', leases, 'can only get, create, update, patch, or delete a node lease'],
    ["another's resource slice", 'get', 'resourceslices', { ...dra, name: 'slice2' }, unrelated],
    [
      'all resource slices',
      'list',
      'resourceslices',
      dra,
      'can only list/watch/deletecollection resourceslices with nodeName field selector',
    ],
    ['what no node may do', 'create', 'deployments', { group: 'apps', namespace: 'a' }, ''],
  ])('has no opinion on %s', (_name, verb, resource, more, reason) => {
    expect(ask(verb, resource, more)).toEqual({ decision: 'no-opinion', reason });
  });

  it('is not concerned with other users', () => {
    expect(ask('get', 'pods', inA('web'), testUser('system:node:n1'))).toEqual({ decision: 'no-opinion', reason: '' });
    expect(ask('get', 'pods', inA('web'), testUser('n1', ['system:nodes']))).toEqual({
      decision: 'no-opinion',
      reason: '',
    });
    const nameless = testUser('system:node:', ['system:nodes']);
    expect(ask('list', 'services', {}, nameless).reason).toBe('unknown node for user "system:node:"');
    expect(authorizer.authorize(pathAttributes({ user: n1, verb: 'get', path: '/metrics' })).decision).toBe(
      'no-opinion',
    );
  });
});

describe('createNodeGraph', () => {
  const related = (own: ReturnType<typeof createNodeGraph>, node: string, name = 's') =>
    own.isRelated(node, { kind: 'secret', namespace: 'a', name });
  const withSecret = (name: string, node: string) =>
    pod(name, node, { volumes: [{ name: 'v', secret: { secretName: 's' } }] });

  it('forgets with the last Pod that refers', () => {
    const own = createNodeGraph();
    own.setPod(withSecret('p1', 'n1'));
    own.setPod(withSecret('p2', 'n1'));
    own.setPod(withSecret('p1', 'n1'));
    own.deletePod('a', 'p1');
    expect(related(own, 'n1')).toBe(true);
    own.deletePod('a', 'p2');
    expect(related(own, 'n1')).toBe(false);
    own.deletePod('a', 'p2');
  });

  it('follows a Pod that is bound, and one that is replaced', () => {
    const own = createNodeGraph();
    own.setPod({ ...withSecret('p', ''), spec: { volumes: [{ name: 'v', secret: { secretName: 's' } }] } });
    expect(related(own, '')).toBe(false);
    own.setPod(withSecret('p', 'n1'));
    expect(related(own, 'n1')).toBe(true);
    own.setPod(withSecret('p', 'n2'));
    expect([related(own, 'n1'), related(own, 'n2')]).toEqual([false, true]);
  });

  it('gives nothing for mirror Pods, but the Pod itself', () => {
    const own = createNodeGraph();
    const mirror = withSecret('p', 'n1');
    own.setPod({ ...mirror, metadata: { ...mirror.metadata, annotations: { 'kubernetes.io/config.mirror': 'x' } } });
    expect(related(own, 'n1')).toBe(false);
    expect(own.isRelated('n1', { kind: 'pod', namespace: 'a', name: 'p' })).toBe(true);
  });

  it('forgets a volume that is deleted or loses its claim', () => {
    const own = createNodeGraph();
    const volume = { kind: 'persistentvolume', namespace: '', name: 'pv' } as const;
    const claimed = { metadata: { name: 'pv' }, spec: { claimRef: { namespace: 'a', name: 'c' } } };
    own.setPod(pod('p', 'n1', { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }] }));
    own.setPersistentVolume(claimed);
    expect(own.isRelated('n1', volume)).toBe(true);
    own.setPersistentVolume({ metadata: { name: 'pv' }, spec: {} });
    expect(own.isRelated('n1', volume)).toBe(false);
    own.setPersistentVolume(claimed);
    own.deletePersistentVolume('pv');
    expect(own.isRelated('n1', volume)).toBe(false);
  });

  it('gives the resource claims that were made for a Pod', () => {
    const own = createNodeGraph();
    own.setPod({
      ...pod('p', 'n1', { resourceClaims: [{ name: 'gpu' }] }),
      status: { resourceClaimStatuses: [{ name: 'gpu', resourceClaimName: 'p-gpu-x' }] },
    });
    expect(own.isRelated('n1', { kind: 'resourceclaim', namespace: 'a', name: 'p-gpu-x' })).toBe(true);
  });
});
