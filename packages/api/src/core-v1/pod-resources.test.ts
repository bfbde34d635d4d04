import { describe, expect, it } from 'vitest';

import { aggregateContainerResources, computeQosClass, qosClassOf } from './pod-resources.ts';
import { newPod } from './testing/new-pod.ts';

interface ContainerOf {
  readonly requests?: object;
  readonly limits?: object;
  readonly restartPolicy?: string;
}

const named = (containers: readonly ContainerOf[], prefix: string) =>
  containers.map(({ restartPolicy, ...resources }, index) => ({
    name: `${prefix}${index}`,
    image: 'x',
    resources,
    ...(restartPolicy !== undefined && { restartPolicy }),
  }));

const specOf = (containers: readonly ContainerOf[], initContainers: readonly ContainerOf[] = [], more: object = {}) =>
  newPod({ containers: named(containers, 'c'), initContainers: named(initContainers, 'i'), ...more }).spec;

const cpu = (amount: string): ContainerOf => ({ requests: { cpu: amount } });
const sidecar = (amount: string): ContainerOf => ({ ...cpu(amount), restartPolicy: 'Always' });

describe('aggregateContainerResources', () => {
  it.each<[string, ReturnType<typeof specOf>, object]>([
    ['nothing for containers that say nothing', specOf([{}]), {}],
    ['the sum of the containers', specOf([cpu('1'), cpu('500m')]), { cpu: '1500m' }],
    ['an init container that needs more', specOf([cpu('1')], [cpu('2'), cpu('1500m')]), { cpu: '2' }],
    ['not an init container that needs less', specOf([cpu('1')], [cpu('500m')]), { cpu: '1' }],
    ['sidecars together with containers', specOf([cpu('1')], [sidecar('1')]), { cpu: '2' }],
    [
      'an init container with the sidecars before it',
      specOf([cpu('1')], [sidecar('1'), cpu('5'), sidecar('1')]),
      { cpu: '6' },
    ],
    [
      'an init container without the sidecars after it',
      specOf([cpu('1')], [cpu('3'), sidecar('1'), sidecar('1')]),
      { cpu: '3' },
    ],
    [
      'each resource for itself',
      specOf([{ requests: { cpu: '1', memory: '1Gi' } }], [{ requests: { cpu: '2', memory: '1Mi' } }]),
      { cpu: '2', memory: '1Gi' },
    ],
  ])('counts %s', (_name, spec, amounts) => {
    const sums = aggregateContainerResources(spec, 'requests');
    expect(Object.fromEntries([...sums].map(([name, sum]) => [name, sum.toString()]))).toEqual(amounts);
  });

  it('counts limits for themselves', () => {
    const spec = specOf([{ limits: { cpu: '2' }, requests: { cpu: '1' } }]);
    expect(aggregateContainerResources(spec, 'limits').get('cpu')?.toString()).toBe('2');
  });
});

describe('computeQosClass', () => {
  const full = { limits: { cpu: '1', memory: '1Gi' } };

  it.each<[string, string, ReturnType<typeof specOf>]>([
    ['BestEffort', 'without requests and limits', specOf([{}])],
    ['BestEffort', 'with resources that do not count', specOf([{ limits: { 'example.com/gpu': '1' } }])],
    ['BestEffort', 'with requests of nothing', specOf([cpu('0')])],
    ['Guaranteed', 'with limits that are requests too', specOf([full])],
    [
      'Guaranteed',
      'with the same amount written otherwise',
      specOf([{ limits: full.limits, requests: { cpu: '1000m', memory: '1024Mi' } }]),
    ],
    ['Guaranteed', 'with full limits for init containers as well', specOf([full], [full])],
    ['Burstable', 'with a container that has no limits', specOf([full, {}])],
    ['Burstable', 'with an init container that has no limits', specOf([full], [{}])],
    ['Burstable', 'with a limit for one of the two', specOf([{ limits: { cpu: '1' } }])],
    ['Burstable', 'with requests below limits', specOf([{ ...full, requests: { cpu: '500m' } }])],
    ['Burstable', 'with requests alone', specOf([cpu('1')])],
    ['Guaranteed', 'with limits for the pod as a whole', specOf([{}], [], { resources: full })],
    [
      'Burstable',
      'with a request for the pod as a whole',
      specOf([full], [], { resources: { requests: { cpu: '2' } } }),
    ],
  ])('is %s %s', (qosClass, _name, spec) => {
    expect(computeQosClass(spec)).toBe(qosClass);
  });

  it('gives way to the class that a pod has', () => {
    expect(qosClassOf(newPod({}, { status: { qosClass: 'Guaranteed' } }))).toBe('Guaranteed');
    expect(qosClassOf(newPod())).toBe('BestEffort');
  });
});
