import { describe, expect, it } from 'vitest';
import { formatAmounts } from './amounts.ts';
import type { QuotaEvaluator } from './evaluator.ts';
import { evaluatorOf, isCounted } from './evaluators.ts';
import { isInScopes } from './quota-scope.ts';
import { Jobs } from '../batch-v1/resources.ts';
import { ConfigMaps, Events, PersistentVolumeClaims, Pods, ResourceQuotas, Services } from '../core-v1/resources.ts';
import { ResourceClaims } from '../resource-v1/resources.ts';
import type { KubeObject, Resource } from '../resources/resource.ts';
import { decodeJson } from '../schema/decode-json.ts';

const NOW = new Date('2026-01-01T00:01:00Z');

function read<T extends KubeObject>(resource: Resource<T>, object: object): T {
  // What a kind's schema decodes is of that kind.
  return decodeJson(resource.schema, { metadata: { name: 'x' }, ...object }).value as unknown as T;
}

function usage(resource: Resource, object: object): Record<string, string> {
  return formatAmounts(evaluatorOf(resource).usageOf(read(resource, object), NOW));
}

const container = (name: string, resources: object = {}) => ({ name, image: 'i', resources });
const pod = (spec: object, more: object = {}) => ({ spec: { containers: [container('c')], ...spec }, ...more });

describe('usageOf', () => {
  it.each<[string, object, Record<string, string>]>([
    ['a pod that asks for nothing', pod({}), { 'count/pods': '1', pods: '1' }],
    [
      'requests and limits under all their names, and devices as requests',
      pod({
        containers: [
          container('a', {
            requests: { cpu: '500m', memory: '252Mi', 'ephemeral-storage': '30Gi', 'example.com/dongle': '2' },
            limits: { cpu: '1', 'example.com/dongle': '2' },
          }),
        ],
      }),
      {
        'count/pods': '1',
        pods: '1',
        cpu: '500m',
        memory: '252Mi',
        'ephemeral-storage': '30Gi',
        'requests.cpu': '500m',
        'requests.memory': '252Mi',
        'requests.ephemeral-storage': '30Gi',
        'requests.example.com/dongle': '2',
        'limits.cpu': '1',
      },
    ],
    [
      'an init container that needs more, and overhead, which is no limit where there is none',
      pod({
        containers: [container('a', { requests: { cpu: '1' } })],
        initContainers: [container('i', { requests: { cpu: '2' } })],
        overhead: { cpu: '250m' },
      }),
      { 'count/pods': '1', pods: '1', cpu: '2250m', 'requests.cpu': '2250m' },
    ],
    [
      'what is given for the pod as a whole',
      pod({
        containers: [container('a', { requests: { cpu: '1' } })],
        resources: { requests: { cpu: '3' }, limits: { cpu: '4' } },
      }),
      { 'count/pods': '1', pods: '1', cpu: '3', 'requests.cpu': '3', 'limits.cpu': '4' },
    ],
    [
      'what a pod still has while it is made smaller',
      pod(
        { containers: [container('a', { requests: { cpu: '1' } })] },
        { status: { containerStatuses: [{ name: 'a', resources: { requests: { cpu: '2' } } }] } },
      ),
      { 'count/pods': '1', pods: '1', cpu: '2', 'requests.cpu': '2' },
    ],
    ['a pod that has ended', pod({}, { status: { phase: 'Failed' } }), { 'count/pods': '1' }],
    [
      'a pod that should have ended',
      pod({}, { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z', deletionGracePeriodSeconds: 30 } }),
      { 'count/pods': '1' },
    ],
    [
      'a pod that has time to end',
      pod({}, { metadata: { deletionTimestamp: '2026-01-01T00:00:40Z', deletionGracePeriodSeconds: 30 } }),
      { 'count/pods': '1', pods: '1' },
    ],
  ])('of pods: %s', (_what, object, expected) => {
    expect(usage(Pods, object)).toEqual(expected);
  });

  const ports = [{ port: 80 }, { port: 81, nodePort: 30_001 }];
  it.each<[string, object, string, string]>([
    ['ClusterIP', {}, '0', '0'],
    ['NodePort', {}, '2', '0'],
    ['LoadBalancer', {}, '2', '1'],
    ['LoadBalancer', { allocateLoadBalancerNodePorts: false }, '1', '1'],
  ])('of Services of type %s with %j', (type, more, nodePorts, loadBalancers) => {
    expect(usage(Services, { spec: { type, ports, ...more } })).toEqual({
      'count/services': '1',
      services: '1',
      'services.nodeports': nodePorts,
      'services.loadbalancers': loadBalancers,
    });
  });

  it.each<[string, object, Record<string, string>]>([
    [
      'without a class',
      { spec: { resources: { requests: { storage: '1Gi' } } } },
      { 'count/persistentvolumeclaims': '1', persistentvolumeclaims: '1', 'requests.storage': '1Gi' },
    ],
    [
      'of a class, rounded up to bytes',
      { spec: { storageClassName: 'gold', resources: { requests: { storage: '1500m' } } } },
      {
        'count/persistentvolumeclaims': '1',
        persistentvolumeclaims: '1',
        'requests.storage': '2',
        'gold.storageclass.storage.k8s.io/persistentvolumeclaims': '1',
        'gold.storageclass.storage.k8s.io/requests.storage': '2',
      },
    ],
    [
      'for which more is set aside',
      { spec: { resources: { requests: { storage: '1Gi' } } }, status: { allocatedResources: { storage: '2Gi' } } },
      { 'count/persistentvolumeclaims': '1', persistentvolumeclaims: '1', 'requests.storage': '2Gi' },
    ],
  ])('of claims %s', (_what, object, expected) => {
    expect(usage(PersistentVolumeClaims, object)).toEqual(expected);
  });

  it('of claims of devices: the most of each class that they can get', () => {
    const exactly = (deviceClassName: string, more: object) => ({ name: 'r', exactly: { deviceClassName, ...more } });
    const choice = (deviceClassName: string, count: number) => ({
      name: `${deviceClassName}-${count}`,
      deviceClassName,
      allocationMode: 'ExactCount',
      count,
    });
    const requests = [
      exactly('gold', { allocationMode: 'ExactCount', count: 2 }),
      exactly('silver', { allocationMode: 'All' }),
      { name: 'any', firstAvailable: [choice('gold', 1), choice('gold', 3), choice('silver', 1)] },
    ];
    expect(usage(ResourceClaims, { spec: { devices: { requests } } })).toEqual({
      'count/resourceclaims.resource.k8s.io': '1',
      'gold.deviceclass.resource.k8s.io/devices': '5',
      'silver.deviceclass.resource.k8s.io/devices': '33',
    });
  });

  it('of everything else: its number', () => {
    expect(usage(ConfigMaps, {})).toEqual({ configmaps: '1', 'count/configmaps': '1' });
    expect(usage(Jobs, {})).toEqual({ 'count/jobs.batch': '1' });
    expect([isCounted(Jobs), isCounted(Events)]).toEqual([true, false]);
  });
});

describe('missingOf', () => {
  const missing = (spec: object, ...names: string[]) => evaluatorOf(Pods).missingOf?.(read(Pods, pod(spec)), names);
  const some = { requests: { cpu: '1' } };

  it.each<[string, object, string[], string | undefined]>([
    ['nothing is limited', {}, ['pods', 'limits.ephemeral-storage'], undefined],
    ['every container says it', { containers: [container('a', some)] }, ['cpu', 'requests.cpu'], undefined],
    ['the pod says something as a whole', { resources: some }, ['cpu', 'memory'], undefined],
    [
      'some do not',
      { containers: [container('a', some), container('b')], initContainers: [container('i')] },
      ['memory', 'cpu'],
      'must specify cpu for: b,i; memory for: a,b,i',
    ],
  ])('when %s', (_when, spec, names, expected) => {
    expect(missing(spec, ...names)).toBe(expected);
  });
});

describe('counts', () => {
  it.each([
    [Pods, 'requests.example.com/dongle', true],
    [Pods, 'requests.hugepages-2Mi', true],
    [Pods, 'requests.storage', false],
    [Pods, 'example.com/dongle', false],
    [PersistentVolumeClaims, 'gold.storageclass.storage.k8s.io/requests.storage', true],
    [ConfigMaps, 'secrets', false],
  ])('%o for %s: %s', (resource: Resource, name, expected) => {
    expect(evaluatorOf(resource).counts(name)).toBe(expected);
  });
});

describe('isInScopes', () => {
  const isIn = (resource: Resource, object: object, spec: object): boolean => {
    const evaluator: QuotaEvaluator = evaluatorOf(resource);
    return isInScopes(read(ResourceQuotas, { spec }), { evaluator, object: read(resource, object) });
  };
  const select = (scopeName: string, operator: string, ...values: string[]) => ({
    scopeSelector: { matchExpressions: [{ scopeName, operator, ...(values.length === 0 ? {} : { values }) }] },
  });
  const important = pod({ priorityClassName: 'high' });
  const near = { topologyKey: 'z', namespaces: ['other'] };

  it.each<[string, object, object, boolean]>([
    ['a quota without scopes', pod({}), {}, true],
    ['a deadline', pod({ activeDeadlineSeconds: 5 }), { scopes: ['Terminating'] }, true],
    ['no deadline', pod({}), { scopes: ['Terminating'] }, false],
    ['no deadline, where there is to be none', pod({}), { scopes: ['NotTerminating'] }, true],
    ['no requests', pod({}), { scopes: ['BestEffort'] }, true],
    ['no requests, where there are to be some', pod({}), { scopes: ['NotBestEffort'] }, false],
    ['two scopes, of which one fits', pod({}), { scopes: ['BestEffort', 'Terminating'] }, false],
    ['a priority that is named', important, select('PriorityClass', 'In', 'low', 'high'), true],
    ['a priority that is ruled out', important, select('PriorityClass', 'NotIn', 'high'), false],
    ['no priority, where some are ruled out', pod({}), select('PriorityClass', 'NotIn', 'high'), true],
    ['a priority, whichever', important, select('PriorityClass', 'Exists'), true],
    ['a priority, where there is to be none', important, select('PriorityClass', 'DoesNotExist'), false],
    [
      'affinity to pods of other namespaces',
      pod({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [near] } } }),
      { scopes: ['CrossNamespacePodAffinity'] },
      true,
    ],
  ])('pods: %s', (_what, object, spec, expected) => {
    expect(isIn(Pods, object, spec)).toBe(expected);
  });

  it('claims by the class of their attributes; what has no scopes is in none', () => {
    const claim = { spec: { volumeAttributesClassName: 'fast' } };
    expect(isIn(PersistentVolumeClaims, claim, select('VolumeAttributesClass', 'In', 'fast'))).toBe(true);
    expect(isIn(PersistentVolumeClaims, {}, select('VolumeAttributesClass', 'In', 'fast'))).toBe(false);
    expect(isIn(ConfigMaps, {}, { scopes: ['BestEffort'] })).toBe(false);
  });
});
