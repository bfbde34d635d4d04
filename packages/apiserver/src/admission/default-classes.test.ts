import { PersistentVolumeClaims, type PersistentVolumeClaim } from '@wherry/api/core-v1';
import { Ingresses as OldIngresses } from '@wherry/api/extensions-v1beta1';
import { IngressClasses, Ingresses } from '@wherry/api/networking-v1';
import { StorageClasses } from '@wherry/api/storage-v1';
import { describe, expect, it } from 'vitest';
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts';

const DEFAULT = 'storageclass.kubernetes.io/is-default-class';

const claim = (registry: TestRegistry, spec: object = {}, annotations?: object): Promise<PersistentVolumeClaim> =>
  registry.create(PersistentVolumeClaims, {
    metadata: { namespace: 'default', name: 'data', annotations },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
  });

const defaultStorage = (registry: TestRegistry) =>
  registry.create(StorageClasses, {
    metadata: { name: 'local', annotations: { [DEFAULT]: 'true' } },
    provisioner: 'example.com/local',
  });

describe('defaultStorageClass', () => {
  it.each([
    ['leaves it open', {}, undefined, 'local'],
    ['names one', { storageClassName: 'own' }, undefined, 'own'],
    ['wants none', { storageClassName: '' }, undefined, ''],
    ['names one in the old way', {}, { 'volume.beta.kubernetes.io/storage-class': 'own' }, undefined],
  ])('goes to a claim that %s', async (_name, spec, annotations, expected) => {
    const registry = await startTestRegistry();
    await defaultStorage(registry);
    expect((await claim(registry, spec, annotations)).spec.storageClassName).toBe(expected);
  });

  it('is not there', async () => {
    expect((await claim(await startTestRegistry())).spec.storageClassName).toBeUndefined();
  });
});

describe('defaultIngressClass', () => {
  const backend = { service: { name: 's', port: { number: 80 } } };
  it.each([
    ['leaves it open', {}, undefined, 'usual'],
    ['names one', { ingressClassName: 'own' }, undefined, 'own'],
    ['names one in the old way', {}, { 'kubernetes.io/ingress.class': 'own' }, undefined],
  ])('goes to an Ingress that %s', async (_name, spec, annotations, expected) => {
    const { create } = await startTestRegistry();
    await create(IngressClasses, {
      metadata: { name: 'usual', annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
      spec: { controller: 'example.com/ingress' },
    });
    const metadata = { namespace: 'default', name: 'web', annotations };
    const made = await create(Ingresses, { metadata, spec: { defaultBackend: backend, ...spec } });
    expect(made.spec.ingressClassName).toBe(expected);
    const old = await create(OldIngresses, {
      metadata: { ...metadata, name: 'old' },
      spec: { backend: { serviceName: 's', servicePort: 80 }, ...spec },
    });
    expect(old.spec.ingressClassName).toBe(expected);
  });
});
