import { FlowSchema, PriorityLevelConfiguration } from '@wherry/api/flowcontrol-v1';
import { strategyTable } from '@wherry/api/resources';
import { decodeJson } from '@wherry/api/schema';
import { describe, expect, it } from 'vitest';
import { AUTO_UPDATE_ANNOTATION, planFlowControl } from './plan-flow-control.ts';

const nothing = { flowSchemas: [], priorityLevels: [] };
const none = { create: [], update: [], remove: [] };

/** Everything that the first start makes, as it is stored. */
function afterFirstStart() {
  const { flowSchemas, priorityLevels } = planFlowControl(nothing);
  const stored = <T>(object: { readonly metadata: object }, decode: (json: unknown) => { value: T }): T =>
    decode({ ...object, metadata: { ...object.metadata, generation: 1, resourceVersion: '7' } }).value;
  return {
    flowSchemas: flowSchemas.create.map((object) => stored(object, (json) => decodeJson(FlowSchema, json))),
    priorityLevels: priorityLevels.create.map((object) =>
      stored(object, (json) => decodeJson(PriorityLevelConfiguration, json)),
    ),
  };
}

function named<T extends { metadata: { name?: string } }>(objects: readonly T[], name: string): T {
  const found = objects.find(({ metadata }) => metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

describe('planFlowControl', () => {
  it('makes all objects of Kubernetes 1.35 at the first start', () => {
    const { flowSchemas, priorityLevels } = planFlowControl(nothing);
    expect(flowSchemas.create.map(({ metadata }) => metadata.name).toSorted()).toEqual([
      'catch-all',
      'exempt',
      'global-default',
      'kube-controller-manager',
      'kube-scheduler',
      'kube-system-service-accounts',
      'probes',
      'service-accounts',
      'system-leader-election',
      'system-node-high',
      'system-nodes',
    ]);
    expect(priorityLevels.create.map(({ metadata }) => metadata.name).toSorted()).toEqual([
      'catch-all',
      'exempt',
      'global-default',
      'leader-election',
      'node-high',
      'system',
      'workload-high',
      'workload-low',
    ]);
  });

  it('makes objects that are valid', () => {
    const { flowSchemas, priorityLevels } = afterFirstStart();
    const rules = (kind: string) => strategyTable.find(({ resource }) => resource.kind === kind)?.strategy;
    expect(flowSchemas.flatMap((object) => rules('FlowSchema')?.validate?.(object))).toEqual([]);
    expect(priorityLevels.flatMap((object) => rules('PriorityLevelConfiguration')?.validate?.(object))).toEqual([]);
  });

  it('has nothing to do when all is there', () => {
    expect(planFlowControl(afterFirstStart())).toEqual({ flowSchemas: none, priorityLevels: none });
  });

  it('puts a mandatory object right, but for the share of the exempt level', () => {
    const existing = afterFirstStart();
    named(existing.flowSchemas, 'catch-all').spec.matchingPrecedence = 5;
    named(existing.priorityLevels, 'exempt').spec.exempt = { nominalConcurrencyShares: 3, lendablePercent: 0 };
    const { flowSchemas, priorityLevels } = planFlowControl(existing);
    expect(flowSchemas.update.map(({ metadata, spec }) => [metadata.name, spec.matchingPrecedence])).toEqual([
      ['catch-all', 10_000],
    ]);
    expect(flowSchemas.update[0]?.metadata.resourceVersion).toBe('7');
    expect(priorityLevels).toEqual(none);
  });

  it('leaves a suggested object to the administrator who took it over', () => {
    const existing = afterFirstStart();
    const probes = named(existing.flowSchemas, 'probes');
    probes.spec.matchingPrecedence = 3;
    expect(planFlowControl(existing).flowSchemas.update.map(({ spec }) => spec.matchingPrecedence)).toEqual([2]);
    probes.metadata.annotations = { [AUTO_UPDATE_ANNOTATION]: 'false' };
    expect(planFlowControl(existing).flowSchemas).toEqual(none);
  });

  it('writes down whose a suggested object is when nobody said so', () => {
    const existing = afterFirstStart();
    const probes = named(existing.flowSchemas, 'probes');
    probes.metadata = { name: 'probes', generation: 2 };
    expect(planFlowControl(existing).flowSchemas.update.map(({ metadata }) => metadata.annotations)).toEqual([
      { [AUTO_UPDATE_ANNOTATION]: 'false' },
    ]);
  });

  it('removes what an earlier release made, and nothing of an administrator', () => {
    const existing = afterFirstStart();
    const old = structuredClone(named(existing.flowSchemas, 'probes'));
    const own = structuredClone(old);
    old.metadata.name = 'old';
    own.metadata = { name: 'own' };
    existing.flowSchemas.push(old, own);
    expect(planFlowControl(existing).flowSchemas).toEqual({ ...none, remove: ['old'] });
  });
});
