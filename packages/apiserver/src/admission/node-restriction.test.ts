import { Nodes, PersistentVolumeClaims, PersistentVolumes, Pods } from '@wherry/api/core-v1';
import { CSIDrivers } from '@wherry/api/storage-v1';
import { TokenRequest } from '@wherry/api/authentication-v1';
import { ServiceAccounts } from '@wherry/api/core-v1';
import { decodeJson } from '@wherry/api/schema';
import { beforeAll, describe, expect, it } from 'vitest';
import type { UserInfo } from '../auth/user.ts';
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts';

let registry: TestRegistry;
const kubelet = (name: string): UserInfo => ({ name: `system:node:${name}`, groups: ['system:nodes'], extra: {} });

beforeAll(async () => {
  registry = await startTestRegistry();
  await registry.create(Nodes, { metadata: { name: 'n1' } });
});

describe('nodeRestriction', () => {
  it('lets a kubelet write its own Node only', async () => {
    const write = (user: UserInfo) =>
      registry.update(
        Nodes,
        { namespace: '', name: 'n1' },
        (node) => ({ ...node, metadata: { ...node.metadata, annotations: { by: user.name } } }),
        { user },
      );
    expect((await write(kubelet('n1'))).metadata.annotations).toEqual({ by: 'system:node:n1' });
    await expect(write(kubelet('n2'))).rejects.toMatchObject({
      code: 403,
      message: 'nodes "n1" is forbidden: node "n2" is not allowed to modify node "n1"',
    });
  });

  it('lets a kubelet delete the pods of its node only', async () => {
    const spec = { nodeName: 'n1', containers: [{ name: 'c', image: 'nginx' }] };
    await registry.create(Pods, { metadata: { namespace: 'default', name: 'p' }, spec });
    const name = { namespace: 'default', name: 'p' };
    await expect(registry.delete(Pods, name, { user: kubelet('n2') })).rejects.toMatchObject({ code: 403 });
    await registry.delete(Pods, name, { user: kubelet('n1') });
  });

  it('finds the audiences that a CSI driver wants tokens for behind a claim', async () => {
    await registry.create(CSIDrivers, {
      metadata: { name: 'disks.example.com' },
      spec: { tokenRequests: [{ audience: 'vault' }] },
    });
    await registry.create(PersistentVolumes, {
      metadata: { name: 'pv' },
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        csi: { driver: 'disks.example.com', volumeHandle: 'x' },
      },
    });
    await registry.create(PersistentVolumeClaims, {
      metadata: { namespace: 'default', name: 'data' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        volumeName: 'pv',
        storageClassName: '',
        resources: { requests: { storage: '1Gi' } },
      },
    });
    const pod = await registry.create(Pods, {
      metadata: { namespace: 'default', name: 'with-disk' },
      spec: {
        nodeName: 'n1',
        containers: [{ name: 'c', image: 'nginx' }],
        volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }],
      },
    });
    const ask = (audience: string, user: UserInfo) => {
      const boundObjectRef = { apiVersion: 'v1', kind: 'Pod', name: 'with-disk', uid: pod.metadata.uid };
      const object = decodeJson(TokenRequest, { spec: { audiences: [audience], boundObjectRef } }).value;
      return registry.registry.admission.admit({
        operation: 'CREATE',
        served: registry.served(ServiceAccounts),
        subresource: 'token',
        namespace: 'default',
        name: 'default',
        object,
        user,
        dryRun: false,
        warn: () => undefined,
      });
    };
    await expect(ask('vault', kubelet('n1'))).resolves.toBeUndefined();
    await expect(ask('other', kubelet('n1'))).rejects.toThrow('audience "other" not found in pod spec volume');
    await expect(ask('vault', kubelet('n2'))).rejects.toThrow('scheduled on a different node');
  });
});
