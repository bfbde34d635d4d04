import { describe, expect, it } from 'vitest';

import { validatePod } from './pod-validation.ts';
import type { Pod } from './pod.ts';
import { podWith } from './testing/new-pod.ts';

const errorsOf = (pod: Pod): string[] => validatePod(pod).map(String);

describe('resources of a container', () => {
  it.each<[string, object, string[]]>([
    [
      'a negative limit, which is the request as well',
      { resources: { limits: { cpu: '-1' } } },
      [
        'resources.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0',
        'resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0',
      ],
    ],
    [
      'a request above the limit',
      { resources: { limits: { memory: '1Gi' }, requests: { memory: '2Gi' } } },
      ['resources.requests: Invalid value: "2Gi": must be less than or equal to memory limit of 1Gi'],
    ],
    [
      'an extended resource that is requested without a limit',
      { resources: { requests: { 'example.com/gpu': '1' } } },
      ['resources.limits: Required value: Limit must be set for non overcommitable resources'],
    ],
    [
      'half an extended resource',
      { resources: { limits: { 'example.com/gpu': '500m' }, requests: { 'example.com/gpu': '500m' } } },
      [
        'resources.limits[example.com/gpu]: Invalid value: "500m": must be an integer',
        'resources.requests[example.com/gpu]: Invalid value: "500m": must be an integer',
      ],
    ],
    [
      'a resource without a meaning',
      { resources: { requests: { disk: '1' } } },
      [
        'resources.requests[disk]: Invalid value: "disk": must be a standard resource type or fully qualified',
        'resources.requests[disk]: Invalid value: "disk": must be a standard resource for containers',
      ],
    ],
    [
      'huge pages that are not whole, without cpu or memory',
      { resources: { limits: { 'hugepages-2Mi': '3Mi' }, requests: { 'hugepages-2Mi': '3Mi' } } },
      [
        'resources.limits[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi',
        'resources.requests[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi',
        'resources: Forbidden: HugePages require cpu or memory',
      ],
    ],
    [
      'a claim that the pod does not have',
      { resources: { claims: [{ name: 'gpu' }] } },
      ['resources.claims[0]: Not found: "gpu": must be one of the names in pod.spec.resourceClaims which is empty'],
    ],
  ])('may not be %s', (_name, container, errors) => {
    expect(errorsOf(podWith(container))).toEqual(errors.map((error) => `spec.containers[0].${error}`));
  });
});

describe('resources of a pod as a whole', () => {
  it.each<[string, object, object, string[]]>([
    [
      'less than its containers request',
      { requests: { cpu: '1' } },
      { requests: { cpu: '2' } },
      [
        'spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2',
      ],
    ],
    [
      'a limit below that of a container',
      { limits: { memory: '1Gi' } },
      { limits: { memory: '2Gi' }, requests: { memory: '1' } },
      [
        'spec.resources.containers[0][memory].limits: Invalid value: "2Gi": must be less than or equal to pod limits of 1Gi',
      ],
    ],
    [
      'claims',
      { claims: [] },
      {},
      ['spec.resources.claims: Forbidden: claims may not be set for Resources at pod-level'],
    ],
    [
      'a resource that only containers have',
      { requests: { 'ephemeral-storage': '1Gi' } },
      {},
      [
        'spec.resources.requests[ephemeral-storage]: Unsupported value: "ephemeral-storage": supported values: "cpu", "hugepages-", "memory"',
      ],
    ],
  ])('may not be %s', (_name, resources, ofContainer, errors) => {
    const claims = 'claims' in resources ? { claims: [{ name: 'x' }] } : {};
    expect(
      errorsOf(podWith({ resources: ofContainer }, { resources: { ...resources, ...claims } })).slice(0, 1),
    ).toEqual(errors);
  });
});
