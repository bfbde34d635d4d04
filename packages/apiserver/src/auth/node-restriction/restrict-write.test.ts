import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ALLOWED, type Authorizer, NO_OPINION } from '../authorize.ts';
import { testUser } from '../rbac/policy-fixture.ts';
import { type AdmissionRequest, type NodeRestrictionLookup, type StoredPod } from './request.ts';
import { restrictNodeWrite } from './restrict-write.ts';

const pods: Record<string, StoredPod> = {
  web: {
    metadata: { name: 'web', namespace: 'a', uid: 'pod-1' },
    spec: {
      nodeName: 'n1',
      volumes: [
        {
          name: 't',
          projected: { sources: [{ serviceAccountToken: { audience: 'vault' } }, { serviceAccountToken: {} }] },
        },
        { name: 'c', csi: { driver: 'csi.example.com' } },
        { name: 'd', persistentVolumeClaim: { claimName: 'data' } },
      ],
    },
  },
  other: { metadata: { name: 'other', namespace: 'a', uid: 'pod-2' }, spec: { nodeName: 'n2' } },
};
const lookup: NodeRestrictionLookup = {
  pod: (namespace, name) => Promise.resolve(namespace === 'a' ? pods[name] : undefined),
  node: (name) => Promise.resolve(name === 'n1' ? { metadata: { uid: 'node-1' } } : undefined),
  claimedVolume: (_namespace, claim) => Promise.resolve(claim === 'data' ? 'pv1' : undefined),
  volumeDriver: (volume) => Promise.resolve(volume === 'pv1' ? 'disk.example.com' : undefined),
  driverAudiences: (driver) =>
    Promise.resolve({ 'csi.example.com': ['csi'], 'disk.example.com': ['disk'] }[driver] ?? []),
};
const authorizer: Authorizer = {
  authorize: ({ verb, resource, name }) =>
    verb === 'request-serviceaccounts-token-audience' && resource === 'registry' && name === 'bot'
      ? ALLOWED
      : NO_OPINION,
};
const request = (given: Partial<AdmissionRequest>): AdmissionRequest => ({
  user: testUser('system:node:n1', ['system:nodes']),
  operation: 'CREATE',
  group: '',
  resource: 'pods',
  subresource: '',
  namespace: 'a',
  name: '',
  ...given,
});
const judge = async (given: Partial<AdmissionRequest>) =>
  (await restrictNodeWrite(request(given), { lookup, authorizer }))?.message;
const why = (message: string | undefined) => message?.replace(/^.*is forbidden: /, '');

describe('restrictNodeWrite', () => {
  it('is concerned with nodes only, and must know which', async () => {
    expect(await judge({ user: testUser('jane'), object: {} })).toBeUndefined();
    expect(await judge({ user: testUser('system:node:', ['system:nodes']), object: {} })).toBe(
      'pods is forbidden: could not determine node from user "system:node:"',
    );
    expect(await judge({ resource: 'services', object: {} })).toBeUndefined();
  });

  describe('on Pods', () => {
    const owner = { apiVersion: 'v1', kind: 'Node', name: 'n1', uid: 'node-1', controller: true };
    const mirror = (spec: object = {}, metadata: object = {}) => ({
      metadata: {
        name: 'm',
        annotations: { 'kubernetes.io/config.mirror': 'x' },
        ownerReferences: [owner],
        ...metadata,
      },
      spec: { nodeName: 'n1', ...spec },
    });

    it('lets a node make its mirror Pods', async () => {
      expect(await judge({ object: mirror() })).toBeUndefined();
    });

    it.each<[string, object, string]>([
      [
        'no mirror Pod',
        mirror({}, { annotations: {} }),
        'pod does not have "kubernetes.io/config.mirror" annotation, node "n1" can only create mirror pods',
      ],
      ['another node', mirror({ nodeName: 'n2' }), 'node "n1" can only create pods with spec.nodeName set to itself'],
      [
        'no owner',
        mirror({}, { ownerReferences: [] }),
        'node "n1" can only create pods with an owner reference set to itself',
      ],
      [
        'two owners',
        mirror({}, { ownerReferences: [owner, owner] }),
        'node "n1" can only create pods with a single owner reference set to itself',
      ],
      [
        'another owner',
        mirror({}, { ownerReferences: [{ ...owner, name: 'n2' }] }),
        'node "n1" can only create pods with an owner reference set to itself',
      ],
      [
        'an owner that controls not',
        mirror({}, { ownerReferences: [{ ...owner, controller: false }] }),
        'node "n1" can only create pods with a controller owner reference set to itself',
      ],
      [
        'an owner that blocks',
        mirror({}, { ownerReferences: [{ ...owner, blockOwnerDeletion: true }] }),
        'node "n1" must not set blockOwnerDeletion on an owner reference',
      ],
      [
        'an owner of another uid',
        mirror({}, { ownerReferences: [{ ...owner, uid: 'x' }] }),
        'node n1 UID mismatch: expected x got node-1',
      ],
      [
        'a service account',
        mirror({ serviceAccountName: 'bot' }),
        'node "n1" can not create pods that reference a service account',
      ],
      [
        'a secret',
        mirror({ imagePullSecrets: [{ name: 's' }] }),
        'node "n1" can not create pods that reference secrets',
      ],
      [
        'a config map',
        mirror({ containers: [{ envFrom: [{ configMapRef: { name: 'c' } }] }] }),
        'node "n1" can not create pods that reference configmaps',
      ],
      [
        'a trust bundle',
        mirror({ volumes: [{ name: 'v', projected: { sources: [{ clusterTrustBundle: {} }] } }] }),
        'node "n1" can not create pods that reference clustertrustbundles',
      ],
      [
        'a claim',
        mirror({ volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }] }),
        'node "n1" can not create pods that reference persistentvolumeclaims',
      ],
    ])('refuses one with %s', async (_name, object, message) => {
      expect(why(await judge({ object }))).toBe(message);
    });

    it('lets a node delete and evict its own Pods only', async () => {
      expect(await judge({ operation: 'DELETE', name: 'web' })).toBeUndefined();
      expect(await judge({ operation: 'DELETE', name: 'other' })).toBe(
        'pods "other" is forbidden: node "n1" can only delete pods with spec.nodeName set to itself',
      );
      expect(await judge({ operation: 'DELETE', name: 'gone' })).toBe('pods "gone" not found');
      const eviction = { subresource: 'eviction', object: { metadata: { name: 'web' } } };
      expect(await judge(eviction)).toBeUndefined();
      expect(why(await judge({ ...eviction, name: 'other' }))).toBe(
        'node n1 can only evict pods with spec.nodeName set to itself',
      );
      expect(why(await judge({ ...eviction, object: { metadata: {} } }))).toBe(
        'could not determine pod from request data',
      );
    });

    it('lets a node change nothing else of a Pod', async () => {
      expect(why(await judge({ operation: 'UPDATE', name: 'web', object: pods['web'] }))).toBe(
        'unexpected operation "UPDATE", node "n1" can only create and delete mirror pods',
      );
      expect(why(await judge({ subresource: 'binding', object: {} }))).toBe(
        "unexpected pod subresource \"binding\", only 'status' and 'eviction' are allowed",
      );
    });

    it('lets a node report the status of its Pods, and nothing by the way', async () => {
      const report = (object: object, oldObject: object) =>
        judge({ operation: 'UPDATE', subresource: 'status', name: 'web', object, oldObject });
      const old = pods['web'] ?? {};
      const metadata = pods['web']?.metadata;
      expect(await report({ ...old, status: { phase: 'Running' } }, old)).toBeUndefined();
      expect(why(await report(old, pods['other'] ?? {}))).toBe(
        'node "n1" can only update pod status for pods with spec.nodeName set to itself',
      );
      expect(why(await report({ ...old, metadata: { ...metadata, labels: { a: 'b' } } }, old))).toBe(
        'node "n1" cannot update labels through pod status',
      );
      const claims = { resourceClaimStatuses: [{ name: 'gpu', resourceClaimName: 'x' }] };
      expect(why(await report({ ...old, status: claims }, old))).toBe('node "n1" cannot update resource claim statues');
    });
  });

  describe('on Nodes', () => {
    const node = (labels: Record<string, string> = {}, spec: object = {}) => ({
      metadata: { name: 'n1', labels },
      spec,
    });
    const write = (object: object, oldObject?: object) =>
      judge({
        resource: 'nodes',
        namespace: '',
        operation: oldObject ? 'UPDATE' : 'CREATE',
        name: oldObject ? 'n1' : '',
        object,
        oldObject,
      });

    it('lets a node write its own Node only', async () => {
      expect(
        await write(
          node({
            'kubernetes.io/hostname': 'n1',
            'node.kubernetes.io/x': '',
            mine: '',
            'a.kubelet.kubernetes.io/x': '',
          }),
        ),
      ).toBeUndefined();
      expect(why(await write({ metadata: { name: 'n2' }, spec: {} }))).toBe(
        'node "n1" is not allowed to modify node "n2"',
      );
      expect(why(await judge({ resource: 'nodes', operation: 'DELETE', name: 'n2' }))).toBe(
        'node "n1" is not allowed to modify node "n2"',
      );
    });

    it('keeps labels that steer work from it', async () => {
      const labels = {
        'node-restriction.kubernetes.io/a': '',
        'x.node-restriction.kubernetes.io/b': '',
        'node-role.kubernetes.io/control-plane': '',
        'x.k8s.io/y': '',
      };
      expect(why(await write(node(labels)))).toBe(
        'node "n1" is not allowed to set the following labels: node-restriction.kubernetes.io/a, ' +
          'node-role.kubernetes.io/control-plane, x.k8s.io/y, x.node-restriction.kubernetes.io/b',
      );
      expect(await write(node(labels), node(labels))).toBeUndefined();
      expect(why(await write(node(), node({ 'x.k8s.io/y': '' })))).toBe('is not allowed to modify labels: x.k8s.io/y');
    });

    it('keeps taints from it, once it is there', async () => {
      const taints = [{ key: 'a', effect: 'NoSchedule' }];
      expect(await write(node({}, { taints }))).toBeUndefined();
      expect(await write(node({}, { taints }), node({}, { taints }))).toBeUndefined();
      expect(why(await write(node(), node({}, { taints })))).toBe('node "n1" is not allowed to modify taints');
    });

    it('keeps the removed way to configure kubelets from it', async () => {
      expect(why(await write(node({}, { configSource: {} })))).toBe(
        'node "n1" is not allowed to create pods with a non-nil configSource',
      );
      expect(why(await write(node({}, { configSource: {} }), node()))).toBe(
        'node "n1" is not allowed to update configSource to a new non-nil configSource',
      );
    });
  });

  describe('on tokens', () => {
    const ask = (spec: object) =>
      judge({
        resource: 'serviceaccounts',
        subresource: 'token',
        name: 'bot',
        object: { metadata: {}, spec: { audiences: [], ...spec } },
      });
    const boundObjectRef = { apiVersion: 'v1', kind: 'Pod', name: 'web', uid: 'pod-1' };

    it.each([[[]], [['vault']], [['csi']], [['disk']], [['registry']]])(
      'lets a node ask for the audiences %j',
      async (audiences) => {
        expect(await ask({ boundObjectRef, audiences })).toBeUndefined();
      },
    );

    it.each<[string, object, string]>([
      ['bound to nothing', {}, 'node requested token not bound to a pod'],
      [
        'bound to a Secret',
        { boundObjectRef: { ...boundObjectRef, kind: 'Secret' } },
        'node requested token not bound to a pod',
      ],
      [
        'without a uid',
        { boundObjectRef: { ...boundObjectRef, uid: '' } },
        'node requested token with a pod binding without a uid',
      ],
      [
        'of another uid',
        { boundObjectRef: { ...boundObjectRef, uid: 'x' } },
        'the UID in the bound object reference (x) does not match the UID in record. The object might have been deleted and then recreated',
      ],
      [
        "of another node's Pod",
        { boundObjectRef: { ...boundObjectRef, name: 'other', uid: 'pod-2' } },
        'node requested token bound to a pod scheduled on a different node',
      ],
      ['of a Pod that is gone', { boundObjectRef: { ...boundObjectRef, name: 'gone' } }, 'pods "gone" not found'],
      ['for two audiences', { boundObjectRef, audiences: ['vault', 'csi'] }, 'node may only request 0 or 1 audiences'],
      [
        'for another audience',
        { boundObjectRef, audiences: ['bank'] },
        'audience "bank" not found in pod spec volume, system:node:n1 is not authorized to request tokens for this audience',
      ],
    ])('refuses one %s', async (_name, spec, message) => {
      expect(why(await ask(spec))).toBe(message);
    });

    it('has nothing to say of the accounts themselves', async () => {
      expect(await judge({ resource: 'serviceaccounts', object: {} })).toBeUndefined();
    });
  });

  it('lets a node write the status of claims, but only what it knows', async () => {
    const claim = (spec: object, status: object, more: object = {}) => ({
      metadata: { name: 'c', ...more },
      spec,
      status,
    });
    const write = (object: object, oldObject: object) =>
      judge({
        resource: 'persistentvolumeclaims',
        subresource: 'status',
        operation: 'UPDATE',
        name: 'c',
        object,
        oldObject,
      });
    const resized = claim(
      {},
      { phase: 'Bound', capacity: { storage: '2Gi' }, conditions: [] },
      { resourceVersion: '2', managedFields: [{}] },
    );
    expect(await write(resized, claim({}, { phase: 'Bound', capacity: { storage: '1Gi' } }))).toBeUndefined();
    const message = 'node "n1" is not allowed to update fields other than status.quantity and status.conditions';
    expect(why(await write(claim({}, { phase: 'Lost' }), claim({}, { phase: 'Bound' })))).toBe(message);
    expect(why(await write(claim({}, {}, { labels: { a: '' } }), claim({}, {})))).toBe(message);
    expect(why(await judge({ resource: 'persistentvolumeclaims', object: {} }))).toBe('may only update PVC status');
  });

  it.each<[string, Partial<AdmissionRequest>, object, string | undefined]>([
    [
      'its lease',
      { group: 'coordination.k8s.io', resource: 'leases', namespace: 'kube-node-lease' },
      { metadata: { name: 'n1' } },
      undefined,
    ],
    [
      'another lease',
      { group: 'coordination.k8s.io', resource: 'leases', namespace: 'kube-node-lease' },
      { metadata: { name: 'n2' } },
      'can only access node lease with the same name as the requesting node',
    ],
    [
      'a lease elsewhere',
      { group: 'coordination.k8s.io', resource: 'leases', namespace: 'a' },
      { metadata: { name: 'n1' } },
      'can only access leases in the "kube-node-lease" system namespace',
    ],
    ['its CSINode', { group: 'storage.k8s.io', resource: 'csinodes' }, { metadata: { name: 'n1' } }, undefined],
    [
      'another CSINode',
      { group: 'storage.k8s.io', resource: 'csinodes' },
      { metadata: { name: 'n2' } },
      'can only access CSINode with the same name as the requesting node',
    ],
    [
      'its slice',
      { group: 'resource.k8s.io', resource: 'resourceslices' },
      { metadata: {}, spec: { nodeName: 'n1' } },
      undefined,
    ],
    [
      'another slice',
      { group: 'resource.k8s.io', resource: 'resourceslices' },
      { metadata: {}, spec: { nodeName: 'n2' } },
      'can only create ResourceSlice with the same NodeName as the requesting node',
    ],
  ])('on the making of %s', async (_name, given, object, message) => {
    expect(why(await judge({ ...given, object }))).toBe(message);
  });

  it('looks at the stored object of a slice that is deleted', async () => {
    const given = { group: 'resource.k8s.io', resource: 'resourceslices', operation: 'DELETE', name: 's' } as const;
    expect(await judge({ ...given, oldObject: { metadata: {}, spec: { nodeName: 'n1' } } })).toBeUndefined();
    expect(why(await judge({ ...given, oldObject: { metadata: {}, spec: { nodeName: 'n2' } } }))).toBe(
      'can only delete ResourceSlice with the same NodeName as the requesting node',
    );
  });

  it('lets a node ask for its own certificates only', async () => {
    const csr = (node: string) => {
      const text = execFileSync(
        'openssl',
        [
          'req',
          '-new',
          '-newkey',
          'ed25519',
          '-nodes',
          '-keyout',
          '/dev/null',
          '-subj',
          `/O=system:nodes/CN=system:node:${node}`,
        ],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
      );
      return Buffer.from(text).toString('base64');
    };
    const ask = (signerName: string, text: string) =>
      judge({
        group: 'certificates.k8s.io',
        resource: 'certificatesigningrequests',
        object: { spec: { signerName, request: text } },
      });
    expect(await ask('kubernetes.io/kubelet-serving', csr('n1'))).toBeUndefined();
    expect(why(await ask('kubernetes.io/kube-apiserver-client-kubelet', csr('n2')))).toBe(
      'can only create a node CSR with CN=system:node:n1',
    );
    expect(await ask('example.com/other', 'x')).toBeUndefined();
    expect(why(await ask('kubernetes.io/kubelet-serving', 'x'))).toContain('unable to parse csr: ');
  });
});
