import { Pods, type Pod } from '@wherry/api/core-v1';
import { PriorityClasses } from '@wherry/api/scheduling-v1';
import { beforeEach, describe, expect, it } from 'vitest';
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts';

let registry: TestRegistry;
beforeEach(async () => {
  registry = await startTestRegistry();
});

const priorityClass = (name: string, more: object) => registry.create(PriorityClasses, { metadata: { name }, ...more });
const pod = (spec: object = {}): Promise<Pod> =>
  registry.create(Pods, {
    metadata: { namespace: 'default', name: 'p' },
    spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
  });
const about = ({ spec: { priority, priorityClassName, preemptionPolicy } }: Pod) => ({
  priority,
  priorityClassName,
  preemptionPolicy,
});

describe('priority', () => {
  it('is 0 without a class', async () => {
    expect(about(await pod())).toEqual({ priority: 0, preemptionPolicy: 'PreemptLowerPriority' });
  });

  it('is that of the class', async () => {
    await priorityClass('high', { value: 1000, preemptionPolicy: 'Never' });
    expect(about(await pod({ priorityClassName: 'high' }))).toEqual({
      priority: 1000,
      priorityClassName: 'high',
      preemptionPolicy: 'Never',
    });
  });

  it('is that of a system class', async () => {
    const { spec } = await pod({ priorityClassName: 'system-node-critical' });
    expect(spec.priority).toBe(2_000_001_000);
  });

  it('is that of the default class for pods without one', async () => {
    await priorityClass('usual', { value: 7, globalDefault: true });
    expect(about(await pod())).toEqual({
      priority: 7,
      priorityClassName: 'usual',
      preemptionPolicy: 'PreemptLowerPriority',
    });
  });

  it.each([
    ['an unknown class', { priorityClassName: 'nope' }, 'no PriorityClass with name nope was found'],
    [
      'another number',
      { priorityClassName: 'high', priority: 5 },
      'the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 1000 from the given PriorityClass name',
    ],
    [
      'another policy',
      { priorityClassName: 'high', preemptionPolicy: 'Never' },
      'the string value of PreemptionPolicy (Never) must not be provided in pod spec; priority admission controller computed PreemptLowerPriority from the given PriorityClass name',
    ],
  ])('refuses a pod with %s', async (_name, spec, message) => {
    await priorityClass('high', { value: 1000 });
    await expect(pod(spec)).rejects.toMatchObject({ code: 403, message: `pods "p" is forbidden: ${message}` });
  });

  it('stays when an update leaves it out', async () => {
    await priorityClass('high', { value: 1000 });
    await pod({ priorityClassName: 'high' });
    const updated = await registry.update(Pods, { namespace: 'default', name: 'p' }, (object) => {
      const { priority: _priority, preemptionPolicy: _policy, ...spec } = object.spec;
      return { ...object, metadata: { ...object.metadata, labels: { a: 'b' } }, spec };
    });
    expect(about(updated)).toMatchObject({ priority: 1000, preemptionPolicy: 'PreemptLowerPriority' });
  });

  it('allows one default class only, which may itself be changed', async () => {
    await priorityClass('usual', { value: 7, globalDefault: true });
    const message = 'PriorityClass usual is already marked as default. Only one default can exist';
    await expect(priorityClass('other', { value: 8, globalDefault: true })).rejects.toMatchObject({
      code: 403,
      message: `priorityclasses.scheduling.k8s.io "other" is forbidden: ${message}`,
    });
    const changed = await registry.update(PriorityClasses, { namespace: '', name: 'usual' }, (object) => ({
      ...object,
      description: 'the usual one',
    }));
    expect(changed.description).toBe('the usual one');
  });
});
