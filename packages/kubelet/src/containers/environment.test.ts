import type { ConfigMap, Secret, Service } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { podOf, UID } from '../pods/testing/pictures.ts';
import { environmentOf } from './environment.ts';

const configMaps: Readonly<Record<string, ConfigMap>> = {
  settings: { metadata: {}, data: { COLOUR: 'blue', SIZE: '4' } },
  empty: { metadata: {} },
};
const secrets: Readonly<Record<string, Secret>> = { keys: { metadata: {}, data: { KEY: btoa('s3cret') } } };
const data = {
  configMap: ({ name }: { name: string }) => Promise.resolve(configMaps[name]),
  secret: ({ name }: { name: string }) => Promise.resolve(secrets[name]),
};

function service(name: string, namespace: string, clusterIP: string): Service {
  const ports = [
    { name: 'http', port: 80, protocol: 'TCP', targetPort: 80 } as const,
    { name: 'dns-udp', port: 53, protocol: 'UDP', targetPort: 53 } as const,
  ];
  return { metadata: { name, namespace }, spec: { clusterIP, ports }, status: {} } as Service;
}

async function environment(
  container: object,
  { spec = {}, services = [] }: { spec?: object; services?: Service[] } = {},
) {
  const pod = podOf(
    { serviceAccountName: 'robot', ...spec, containers: [{ name: 'app', image: 'app:1', ...container }] },
    { metadata: { labels: { app: 'web', tier: 'front' }, annotations: { note: 'a "b"' } } },
  );
  const [only] = pod.spec.containers;
  if (only === undefined) throw new Error('the pod has no container');
  const facts = {
    pod,
    podAddresses: ['10.244.1.7'],
    hostAddress: '172.30.0.11',
    allocatable: { cpu: '4', memory: '8Gi' },
  };
  return Object.fromEntries(await environmentOf({ facts, container: only, data, services }));
}

const field = (fieldPath: string) => ({ valueFrom: { fieldRef: { fieldPath } } });
const amount = (resource: string, divisor?: string) => ({
  valueFrom: { resourceFieldRef: { resource, ...(divisor && { divisor }) } },
});

describe('environmentOf', () => {
  it('expands what stands before', async () => {
    const env = [
      { name: 'A', value: 'one' },
      { name: 'B', value: '$(A) and $(C) and $(NOPE)' },
      { name: 'C', value: 'three' },
    ];
    expect(await environment({ env })).toMatchObject({ A: 'one', B: 'one and $(C) and $(NOPE)', C: 'three' });
  });

  it.each([
    ['metadata.name', 'web'],
    ['metadata.namespace', 'default'],
    ['metadata.uid', UID],
    ["metadata.labels['app']", 'web'],
    ["metadata.annotations['note']", 'a "b"'],
    ["metadata.labels['nope']", ''],
    ['spec.nodeName', 'node-1'],
    ['spec.serviceAccountName', 'robot'],
    ['status.hostIP', '172.30.0.11'],
    ['status.podIP', '10.244.1.7'],
  ])('knows %s', async (path, value) => {
    expect(await environment({ env: [{ name: 'X', ...field(path) }] })).toMatchObject({ X: value });
  });

  it('knows requests and limits, rounded up to the divisor', async () => {
    const resources = { requests: { cpu: '250m', memory: '100Mi' }, limits: { memory: '128Mi' } };
    const env = [
      { name: 'CPU', ...amount('requests.cpu') },
      { name: 'MILLI', ...amount('requests.cpu', '1m') },
      { name: 'MEMORY', ...amount('limits.memory', '1Mi') },
      { name: 'NODE', ...amount('limits.cpu') },
    ];
    expect(await environment({ env, resources })).toMatchObject({ CPU: '1', MILLI: '250', MEMORY: '128', NODE: '4' });
  });

  it('takes whole objects, and lets single variables win', async () => {
    const envFrom = [
      { configMapRef: { name: 'settings' } },
      { prefix: 'P_', secretRef: { name: 'keys' } },
      { configMapRef: { name: 'empty' } },
      { configMapRef: { name: 'nope', optional: true } },
    ];
    const env = [{ name: 'SIZE', value: '5' }];
    const all = await environment({ envFrom, env });
    expect(all).toMatchObject({ COLOUR: 'blue', SIZE: '5', P_KEY: 's3cret' });
  });

  it.each([
    ['configMapKeyRef', { name: 'settings', key: 'COLOUR' }, 'blue'],
    ['secretKeyRef', { name: 'keys', key: 'KEY' }, 's3cret'],
    ['configMapKeyRef', { name: 'settings', key: 'NOPE', optional: true }, undefined],
    ['secretKeyRef', { name: 'nope', key: 'KEY', optional: true }, undefined],
  ])('takes single keys by %s %o', async (kind, reference, value) => {
    expect((await environment({ env: [{ name: 'X', valueFrom: { [kind]: reference } }] }))['X']).toBe(value);
  });

  it.each([
    ['configMapKeyRef', { name: 'nope', key: 'K' }, 'configmap "nope" not found'],
    ['configMapKeyRef', { name: 'settings', key: 'K' }, "couldn't find key K in ConfigMap default/settings"],
    ['secretKeyRef', { name: 'keys', key: 'K' }, "couldn't find key K in Secret default/keys"],
  ])('refuses %s to what is not there', async (kind, reference, message) => {
    await expect(environment({ env: [{ name: 'X', valueFrom: { [kind]: reference } }] })).rejects.toThrow(message);
  });

  it('knows the services of the namespace, and the API', async () => {
    const services = [
      service('my-web', 'default', '10.96.1.1'),
      service('kubernetes', 'default', '10.96.0.1'),
      service('far', 'other', '10.96.2.2'),
    ];
    const all = await environment({ env: [{ name: 'URL', value: 'http://$(MY_WEB_SERVICE_HOST)' }] }, { services });
    expect(all).toMatchObject({
      URL: 'http://10.96.1.1',
      MY_WEB_SERVICE_HOST: '10.96.1.1',
      MY_WEB_SERVICE_PORT: '80',
      MY_WEB_SERVICE_PORT_HTTP: '80',
      MY_WEB_PORT: 'tcp://10.96.1.1:80',
      MY_WEB_PORT_53_UDP: 'udp://10.96.1.1:53',
      MY_WEB_PORT_80_TCP_ADDR: '10.96.1.1',
      KUBERNETES_SERVICE_HOST: '10.96.0.1',
    });
    expect(all).not.toHaveProperty('FAR_SERVICE_HOST');
    const without = await environment({}, { services, spec: { enableServiceLinks: false } });
    expect(without).toHaveProperty('KUBERNETES_SERVICE_HOST');
    expect(without).not.toHaveProperty('MY_WEB_SERVICE_HOST');
  });
});
