import { describe, expect, it } from 'vitest';
import { podObject } from '../testing/objects.ts';
import { nonzeroRequests, podRequests } from './pod-requests.ts';

const container = (name: string, requests: Record<string, string>) => ({ name, image: 'a', resources: { requests } });
const sidecar = (name: string, requests: Record<string, string>) => ({
  ...container(name, requests),
  restartPolicy: 'Always' as const,
});

describe('podRequests', () => {
  it.each([
    [
      'adds containers up',
      { containers: [container('a', { cpu: '100m' }), container('b', { cpu: '1' })] },
      { cpu: 1100 },
    ],
    [
      'counts an init container only where it needs more',
      {
        initContainers: [container('i', { cpu: '2', memory: '1' })],
        containers: [container('a', { cpu: '1', memory: '5' })],
      },
      { cpu: 2000, memory: 5 },
    ],
    [
      'counts sidecars beside containers, and beside later init containers',
      {
        initContainers: [container('early', { cpu: '3' }), sidecar('s', { cpu: '1' }), container('late', { cpu: '4' })],
        containers: [container('a', { cpu: '500m' })],
      },
      { cpu: 5000 },
    ],
    [
      'puts what is given for the pod in place of the sum',
      { containers: [container('a', { cpu: '1', memory: '7' })], resources: { requests: { cpu: '3' } } },
      { cpu: 3000, memory: 7 },
    ],
    [
      'adds the overhead last',
      {
        containers: [container('a', { cpu: '1' })],
        resources: { requests: { cpu: '2' } },
        overhead: { cpu: '250m', memory: '3' },
      },
      { cpu: 2250, memory: 3 },
    ],
    [
      'rounds fractions up',
      { containers: [container('a', { cpu: '0.0001', memory: '1500m' })] },
      { cpu: 1, memory: 2 },
    ],
  ])('%s', (_what, spec, expected) => {
    expect(Object.fromEntries(podRequests(podObject({ name: 'p', spec })))).toEqual(expected);
  });

  it.each([
    ['the largest of wanted, set aside and running', undefined, 3000],
    ['not the wanted if the node can never give it', 'Infeasible', 2000],
  ])('takes of a pod that is being resized %s', (_what, reason, cpu) => {
    const pod = podObject({
      name: 'p',
      spec: { containers: [container('a', { cpu: '3' })] },
      status: {
        conditions: reason === undefined ? [] : [{ type: 'PodResizePending', status: 'True', reason }],
        containerStatuses: [
          {
            name: 'a',
            image: 'a',
            imageID: '',
            ready: true,
            restartCount: 0,
            resources: { requests: { cpu: '1' } },
            allocatedResources: { cpu: '2' },
          },
        ],
      },
    });
    expect(podRequests(pod).get('cpu')).toBe(cpu);
  });
});

describe('nonzeroRequests', () => {
  it.each([
    [
      'gives every container that asks for nothing its share',
      { containers: [container('a', {}), container('b', { cpu: '1' })] },
      1100,
    ],
    ['keeps an explicit zero', { containers: [container('a', { cpu: '0' })] }, 0],
    [
      'lets what is given for the pod stand',
      { containers: [container('a', {})], resources: { requests: { cpu: '1' } } },
      1000,
    ],
  ])('%s', (_what, spec, cpu) => {
    const pod = podObject({ name: 'p', spec });
    expect(nonzeroRequests(pod, podRequests(pod)).get('cpu')).toBe(cpu);
  });
});
