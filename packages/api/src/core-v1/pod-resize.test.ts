import { describe, expect, it } from 'vitest';

import { keepResources, validatePodResize } from './pod-resize.ts';
import type { Pod } from './pod.ts';
import { newPod } from './testing/new-pod.ts';

const amounts = (cpu: string, memory = '1Gi', more: object = {}) => ({ requests: { cpu, memory }, ...more });
const podOf = (resources: object, spec: object = {}, container: object = {}): Pod =>
  newPod({ containers: [{ name: 'a', image: 'nginx', resources, ...container }], ...spec });
const withInit = (resources: object, init: object = {}): Pod =>
  podOf(amounts('1'), { initContainers: [{ name: 'i', image: 'x', resources, ...init }] });
const guaranteed = (cpu: string): Pod => podOf({ limits: { cpu, memory: '1Gi' }, requests: { cpu, memory: '1Gi' } });
const sidecar = { restartPolicy: 'Always' };

function errorsOf(pod: Pod, old: Pod): string[] {
  return validatePodResize(pod, old).map(String);
}

describe('keepResources', () => {
  it('changes nothing but resources and resize policies', () => {
    const old = podOf(amounts('1'), {}, { resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }] });
    const pod = podOf(
      amounts('2'),
      { nodeName: 'n' },
      { image: 'x', resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] },
    );
    keepResources(pod, old);
    expect(pod.spec.nodeName).toBeUndefined();
    expect(pod.spec.containers).toMatchObject([
      {
        image: 'nginx',
        resources: amounts('2'),
        resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }],
      },
    ]);
  });

  it('leaves other containers for validation to refuse', () => {
    const pod = newPod({ containers: [] });
    keepResources(pod, newPod());
    expect(pod.spec.containers).toEqual([]);
    expect(errorsOf(pod, newPod())).toContain(
      'spec.containers: Forbidden: containers may not be added or removed on resize',
    );
  });
});

describe('validatePodResize', () => {
  const running = {
    containerStatuses: [{ name: 'a', image: 'x', imageID: '', ready: true, restartCount: 0, state: { running: {} } }],
  };

  it.each<[string, Pod, Pod, string[]]>([
    ['accepts more and less', podOf(amounts('2', '512Mi')), podOf(amounts('1')), []],
    ['accepts a guaranteed pod that stays so', guaranteed('2'), guaranteed('1'), []],
    ['accepts a sidecar', withInit(amounts('2'), sidecar), withInit(amounts('1'), sidecar), []],
    [
      'refuses another class of service',
      podOf({ requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '1Gi' } }),
      guaranteed('1'),
      ['spec: Invalid value: "": Pod QOS Class may not change as a result of resizing'],
    ],
    [
      'refuses to leave out a request',
      podOf({ requests: { cpu: '1' } }),
      podOf(amounts('1')),
      ['spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed'],
    ],
    [
      'refuses other resources',
      podOf({ requests: { cpu: '1', memory: '1Gi', 'ephemeral-storage': '2Gi' } }),
      podOf({ requests: { cpu: '1', memory: '1Gi', 'ephemeral-storage': '1Gi' } }),
      ['spec: Forbidden: only cpu and memory resources are mutable'],
    ],
    [
      'refuses other changes of a sidecar',
      withInit({ requests: { cpu: '1', 'ephemeral-storage': '2Gi' } }, sidecar),
      withInit({ requests: { cpu: '1', 'ephemeral-storage': '1Gi' } }, sidecar),
      ['spec: Forbidden: only cpu and memory resources for sidecar containers are mutable'],
    ],
    [
      'refuses init containers that end',
      withInit(amounts('2')),
      withInit(amounts('1')),
      ['spec: Forbidden: resources for non-sidecar init containers are immutable'],
    ],
    [
      'refuses containers in another order',
      newPod({ containers: [{ name: 'b', image: 'x' }] }),
      newPod(),
      ['spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize'],
    ],
    [
      'refuses pods with resources as a whole',
      podOf(amounts('1'), { resources: { requests: { cpu: '2' } } }),
      podOf(amounts('1'), { resources: { requests: { cpu: '2' } } }),
      [
        ': Forbidden: resize of pods with pod-level resources is forbidden when InPlacePodLevelResourcesVerticalScalingEnabled feature gate is disabled',
      ],
    ],
    [
      'refuses a node that cannot',
      podOf(amounts('2')),
      { ...podOf(amounts('1')), status: newPod({}, { status: running }).status },
      ['spec: Forbidden: Pod running on node without support for resize'],
    ],
    [
      'refuses mirror pods',
      newPod(),
      newPod({ nodeName: 'n' }, { metadata: { annotations: { 'kubernetes.io/config.mirror': 'x' } } }),
      [': Forbidden: static pods cannot be resized'],
    ],
    ['refuses Windows', newPod(), newPod({ os: { name: 'windows' } }), [': Forbidden: windows pods cannot be resized']],
  ])('%s', (_name, pod, old, errors) => {
    expect(errorsOf(pod, old)).toEqual(errors);
  });
});
