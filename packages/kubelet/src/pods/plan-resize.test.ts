import { describe, expect, it } from 'vitest';
import { resourceLimits } from '../containers/resource-limits.ts';
import type { ContainerRecord } from '../runtime/runtime.ts';
import { allocatedPod } from './allocated-pod.ts';
import { planResize } from './plan-resize.ts';
import { container, exited, podOf, recordOf, running } from './testing/pictures.ts';

const of = (cpu: string, memory: string) => ({ requests: { cpu, memory }, limits: { cpu, memory } });
const podWith = (resources: object, more: object = {}, status: object = {}) =>
  podOf({ containers: [{ name: 'app', image: 'app:1', resources, ...more }] }, { status });
/** What the engine says of a container that was started with these. */
function record(resources: object, state: ContainerRecord['state'] = running) {
  const pod = podWith(resources);
  const [app] = pod.spec.containers;
  if (app === undefined) throw new Error('the pod has no container');
  const { oomScore: _fixed, ...has } = resourceLimits(pod, app, { memoryCapacity: 1 });
  return recordOf([{ ...container('app', state), resources: has }]);
}
const allocatable = { cpu: '2', memory: '1Gi' };

describe('planResize', () => {
  it('does nothing where all have what they should', () => {
    const pod = podWith(of('1', '64Mi'));
    expect(planResize({ pod, record: record(of('1', '64Mi')), others: [], allocatable })).toEqual({ actions: [] });
  });

  it('changes what runs, and not what has ended', () => {
    const pod = podWith(of('500m', '128Mi'));
    const before = of('1', '64Mi');
    expect(planResize({ pod, record: record(before), others: [], allocatable }).actions).toEqual([
      {
        id: 'app-0',
        name: 'app',
        resources: { cpuShares: 512, cpuQuota: 50_000, memoryBytes: 2 ** 27 },
        isRestart: false,
      },
    ]);
    expect(planResize({ pod, record: record(before, exited(1)), others: [], allocatable }).actions).toEqual([]);
  });

  it.each([
    ['memory', of('1', '128Mi'), true],
    ['cpu', of('2', '64Mi'), false],
  ])('restarts only for the resource that asks for it: %s', (_name, resources, expected) => {
    const resizePolicy = [{ resourceName: 'memory', restartPolicy: 'RestartContainer' }];
    const pod = podWith(resources, { resizePolicy });
    const { actions } = planResize({ pod, record: record(of('1', '64Mi')), others: [], allocatable });
    expect(actions.map(({ isRestart }) => isRestart)).toEqual([expected]);
  });

  it.each<[string, object, RegExp]>([
    ['Infeasible', of('3', '64Mi'), /^Node didn't have enough capacity: cpu, requested: 3000, capacity: 2000$/],
    [
      'Deferred',
      of('1500m', '64Mi'),
      /^Node didn't have enough resource: cpu, requested: 1500, used: 1000, capacity: 2000$/,
    ],
  ])('leaves it where it is %s', (reason, resources, message) => {
    const input = { pod: podWith(resources), record: record(of('500m', '64Mi')), allocatable };
    const { actions, pending } = planResize({ ...input, others: [podWith(of('1', '64Mi'))] });
    expect(actions).toEqual([]);
    expect(pending).toEqual({ reason, message: expect.stringMatching(message) as string });
  });

  it('does not count pods that are over', () => {
    const others = [podWith(of('2', '64Mi'), {}, { phase: 'Succeeded' })];
    const input = { pod: podWith(of('1500m', '64Mi')), record: record(of('500m', '64Mi')), allocatable, others };
    expect(planResize(input).pending).toBeUndefined();
  });
});

describe('allocatedPod', () => {
  it('has what its status says that it was given', () => {
    const statuses = [{ name: 'app', resources: of('1', '64Mi') }];
    const pod = podWith(of('5', '64Mi'), {}, { containerStatuses: statuses });
    expect(allocatedPod(pod).spec.containers[0]?.resources).toEqual(of('1', '64Mi'));
    expect(allocatedPod(podWith(of('5', '64Mi'))).spec.containers[0]?.resources).toEqual(of('5', '64Mi'));
  });
});
