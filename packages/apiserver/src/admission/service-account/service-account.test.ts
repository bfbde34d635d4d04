import { Pods, ServiceAccounts, type Pod } from '@wherry/api/core-v1';
import { beforeAll, describe, expect, it } from 'vitest';
import { startTestRegistry, type TestRegistry } from '../../testing/start-test-registry.ts';

const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
let registry: TestRegistry;
let count = 0;

const container = (name: string, more: object = {}) => ({ name, image: 'nginx', ...more });

function pod(spec: object = {}, metadata: object = {}): Promise<Pod> {
  count += 1;
  return registry.create(Pods, {
    metadata: { namespace: 'default', name: `pod-${count}`, ...metadata },
    spec: { containers: [container('c')], ...spec },
  });
}

const account = (name: string, more: object = {}) =>
  registry.create(ServiceAccounts, { metadata: { namespace: 'default', name, ...more } });

beforeAll(async () => {
  registry = await startTestRegistry();
});

describe('serviceAccount', () => {
  it('runs a pod as the default account, with a token of it', async () => {
    const { spec } = await pod({ initContainers: [container('i')] });
    expect(spec.serviceAccountName).toBe('default');
    const [volume, ...more] = spec.volumes ?? [];
    expect(more).toEqual([]);
    expect(volume?.name).toMatch(/^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(volume?.projected).toEqual({
      defaultMode: 420,
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        {
          downwardAPI: {
            items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
          },
        },
      ],
    });
    const mount = { name: volume?.name, readOnly: true, mountPath: MOUNT_PATH };
    expect(spec.containers[0]?.volumeMounts).toEqual([mount]);
    expect(spec.initContainers?.[0]?.volumeMounts).toEqual([mount]);
  });

  it.each([
    ['the pod says nothing and the account neither', undefined, undefined, true],
    ['the account says no', undefined, false, false],
    ['the pod says yes and the account no', true, false, true],
    ['the pod says no and the account yes', false, true, false],
  ])('mounts or not where %s', async (_name, ofPod, ofAccount, mounts) => {
    count += 1;
    const name = `account-${count}`;
    await registry.create(ServiceAccounts, {
      metadata: { namespace: 'default', name },
      automountServiceAccountToken: ofAccount,
    });
    const { spec } = await pod({ serviceAccountName: name, automountServiceAccountToken: ofPod });
    expect(spec.volumes?.length ?? 0).toBe(mounts ? 1 : 0);
    expect(spec.containers[0]?.volumeMounts?.length ?? 0).toBe(mounts ? 1 : 0);
  });

  it('leaves what is mounted at its path already', async () => {
    const own = { name: 'own', mountPath: MOUNT_PATH };
    const { spec } = await pod({
      volumes: [{ name: 'own', emptyDir: {} }],
      containers: [container('c', { volumeMounts: [own] })],
    });
    expect(spec.volumes?.map(({ name }) => name)).toEqual(['own']);
    expect(spec.containers[0]?.volumeMounts).toMatchObject([own]);
  });

  it('uses a volume that is named like its own', async () => {
    const { spec } = await pod({ volumes: [{ name: 'kube-api-access-mine', emptyDir: {} }] });
    expect(spec.volumes).toHaveLength(1);
    expect(spec.containers[0]?.volumeMounts).toMatchObject([{ name: 'kube-api-access-mine', mountPath: MOUNT_PATH }]);
  });

  it('hands on the pull secrets of the account, unless the pod has its own', async () => {
    await registry.create(ServiceAccounts, {
      metadata: { namespace: 'default', name: 'puller' },
      imagePullSecrets: [{ name: 'registry' }],
    });
    const given = await pod({ serviceAccountName: 'puller' });
    expect(given.spec.imagePullSecrets).toEqual([{ name: 'registry' }]);
    const own = await pod({ serviceAccountName: 'puller', imagePullSecrets: [{ name: 'mine' }] });
    expect(own.spec.imagePullSecrets).toEqual([{ name: 'mine' }]);
  });

  it('refuses a pod whose account does not exist', async () => {
    await expect(pod({ serviceAccountName: 'nobody' }, { name: 'web' })).rejects.toMatchObject({
      code: 403,
      message:
        'pods "web" is forbidden: error looking up service account default/nobody: serviceaccount "nobody" not found',
    });
  });

  it('gives the default account of a namespace time to come about, and then gives up', async () => {
    const { clock, create } = registry;
    const make = (name: string) =>
      create(Pods, { metadata: { namespace: 'kube-public', name }, spec: { containers: [container('c')] } });
    const failed = expect(make('early')).rejects.toMatchObject({ code: 403 });
    await clock.advance(2000);
    await failed;
    const made = make('patient');
    await clock.advance(150);
    await create(ServiceAccounts, { metadata: { namespace: 'kube-public', name: 'default' } });
    await clock.advance(250);
    expect((await made).spec.serviceAccountName).toBe('default');
  });

  const mirror = { annotations: { 'kubernetes.io/config.mirror': 'abc' } };
  it('leaves mirror pods as they are', async () => {
    const { spec } = await pod({ nodeName: 'n' }, mirror);
    expect(spec.serviceAccountName).toBeUndefined();
    expect(spec.volumes).toBeUndefined();
  });

  const tokenVolume = { projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } };
  it.each([
    ['service accounts', { serviceAccountName: 'default' }, 'a mirror pod may not reference service accounts'],
    ['secrets', { volumes: [{ name: 'v', secret: { secretName: 's' } }] }, 'a mirror pod may not reference secrets'],
    [
      'tokens',
      { volumes: [{ name: 'v', ...tokenVolume }] },
      'a mirror pod may not use ServiceAccountToken volume projections',
    ],
  ])('refuses mirror pods with %s', async (_name, spec, message) => {
    await expect(pod({ nodeName: 'n', ...spec }, mirror)).rejects.toThrow(message);
  });

  const secretEnv = { env: [{ name: 'E', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] };
  it.each([
    [
      'a volume',
      { volumes: [{ name: 'v', secret: { secretName: 's' } }] },
      'volume with secret.secretName="s" is not allowed because service account strict does not reference that secret',
    ],
    [
      'a variable of a container',
      { containers: [container('c', secretEnv)] },
      'container c with envVar E referencing secret.secretName="s" is not allowed because service account strict does not reference that secret',
    ],
    [
      'a variable of an init container',
      { initContainers: [container('i', secretEnv)] },
      'init container i with envVar E referencing secret.secretName="s" is not allowed because service account strict does not reference that secret',
    ],
    [
      'a pull secret',
      { imagePullSecrets: [{ name: 's' }] },
      'imagePullSecrets[0].name="s" is not allowed because service account strict does not reference that imagePullSecret',
    ],
  ])('holds the pods of a strict account to its secrets: %s', async (name, spec, message) => {
    if (name === 'a volume') {
      await account('strict', { annotations: { 'kubernetes.io/enforce-mountable-secrets': 'true' } });
    }
    await expect(pod({ serviceAccountName: 'strict', ...spec })).rejects.toThrow(`is forbidden: ${message}`);
    expect((await pod(spec)).spec.serviceAccountName).toBe('default');
  });
});
