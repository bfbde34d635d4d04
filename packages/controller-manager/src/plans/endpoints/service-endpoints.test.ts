import { describe, expect, it } from 'vitest';
import { planEndpoints } from './service-endpoints.ts';
import { newPod, newService } from './testing/new-objects.ts';

const withPorts = (...names: string[]) => ({
  containers: [{ name: 'c', resources: {}, ports: names.map((name, i) => ({ name, containerPort: 8080 + i })) }],
});

describe('planEndpoints', () => {
  const shape = (...args: Parameters<typeof planEndpoints>) =>
    planEndpoints(...args).subsets.map(({ addresses = [], notReadyAddresses = [], ports = [] }) => ({
      ready: addresses.map(({ ip }) => ip),
      notReady: notReadyAddresses.map(({ ip }) => ip),
      ports: ports.map(({ port }) => port),
    }));
  const pod = (n: number, traits = {}) => newPod(`p${n}`, { ips: [`10.244.1.${n}`], ...traits });

  it('puts pods of the same ports into one subset, ready or not', () => {
    expect(shape(newService(), [pod(2), pod(1), pod(3, { ready: false })])).toEqual([
      { ready: ['10.244.1.1', '10.244.1.2'], notReady: ['10.244.1.3'], ports: [8080] },
    ]);
  });

  it('puts ports that not all pods have into subsets of their own', () => {
    const service = newService({
      ports: [
        { name: 'a', port: 80, targetPort: 'a' },
        { name: 'b', port: 81, targetPort: 'b' },
      ],
    });
    expect(shape(service, [pod(1, { spec: withPorts('a', 'b') }), pod(2, { spec: withPorts('a') })])).toEqual([
      { ready: ['10.244.1.1', '10.244.1.2'], notReady: [], ports: [8080] },
      { ready: ['10.244.1.1'], notReady: [], ports: [8081] },
    ]);
  });

  it('leaves out pods that are going, unless they are published', () => {
    expect(shape(newService(), [pod(1, { terminating: true })])).toEqual([]);
    expect(
      shape(newService({ publishNotReadyAddresses: true }), [pod(1, { terminating: true, ready: false })]),
    ).toEqual([{ ready: ['10.244.1.1'], notReady: [], ports: [8080] }]);
  });

  it('has addresses without ports for a headless Service without ports', () => {
    expect(shape(newService({ clusterIP: 'None', ports: [] }), [pod(1)])).toEqual([
      { ready: ['10.244.1.1'], notReady: [], ports: [] },
    ]);
  });

  it('stops at a thousand addresses, ready ones first', () => {
    const many = Array.from({ length: 1001 }, (_, i) =>
      newPod(`p${i}`, { ips: [`10.244.${Math.floor(i / 200)}.${i % 200}`], ready: i > 0 }),
    );
    const { subsets, isTruncated } = planEndpoints(newService(), many);
    expect([subsets[0]?.addresses?.length, subsets[0]?.notReadyAddresses, isTruncated]).toEqual([
      1000,
      undefined,
      true,
    ]);
    expect(planEndpoints(newService(), many.slice(0, 1000)).isTruncated).toBe(false);
  });
});
