import { APIService } from '@wherry/api/apiregistration-v1';
import { Namespace } from '@wherry/api/core-v1';
import { ServiceCIDR } from '@wherry/api/networking-v1';
import { resourceTable } from '@wherry/api/resources';
import { PriorityClass } from '@wherry/api/scheduling-v1';
import { decodeJson } from '@wherry/api/schema';
import { describe, expect, it } from 'vitest';
import { localApiServices, planApiServices } from './api-services.ts';
import { planNamespaces } from './namespaces.ts';
import { planPriorityClasses } from './priority-classes.ts';
import { planServiceCidr } from './service-cidr.ts';

describe('planNamespaces', () => {
  it('makes those that are missing', () => {
    const { value } = decodeJson(Namespace, { metadata: { name: 'default' } });
    expect(planNamespaces([value]).map(({ metadata }) => metadata?.name)).toEqual([
      'kube-system',
      'kube-public',
      'kube-node-lease',
    ]);
  });
});

describe('planPriorityClasses', () => {
  it('makes the two of the system', () => {
    expect(planPriorityClasses([]).map(({ metadata, value }) => [metadata?.name, value])).toEqual([
      ['system-node-critical', 2_000_001_000],
      ['system-cluster-critical', 2_000_000_000],
    ]);
  });

  it('leaves those that exist', () => {
    const existing = planPriorityClasses([]).map((draft) => decodeJson(PriorityClass, draft).value);
    expect(planPriorityClasses(existing)).toEqual([]);
  });
});

describe('planServiceCidr', () => {
  const now = new Date('2026-01-01T00:00:00.5Z');
  const stored = (...cidrs: string[]): ServiceCIDR =>
    decodeJson(ServiceCIDR, { metadata: { name: 'kubernetes' }, spec: { cidrs } }).value;

  it('makes it, says that it is ready, and then is done', () => {
    const cidrs = ['10.96.0.0/16'];
    expect(planServiceCidr({ cidrs, existing: undefined, now })).toEqual({
      kind: 'create',
      object: { metadata: { name: 'kubernetes' }, spec: { cidrs } },
    });
    const step = planServiceCidr({ cidrs, existing: stored(...cidrs), now });
    expect(step).toMatchObject({
      kind: 'update-status',
      object: {
        status: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }] },
      },
    });
    if (step?.kind !== 'update-status') throw new Error('the status was not written');
    expect(planServiceCidr({ cidrs, existing: step.object, now })).toBeUndefined();
  });

  it('adds a second family', () => {
    const cidrs = ['10.96.0.0/16', 'fd00::/112'];
    expect(planServiceCidr({ cidrs, existing: stored('10.96.0.0/16'), now })).toMatchObject({
      kind: 'update',
      object: { spec: { cidrs } },
    });
  });

  it('only reports a range that became another', () => {
    expect(planServiceCidr({ cidrs: ['10.0.0.0/16'], existing: stored('10.96.0.0/16'), now })?.kind).toBe('report');
  });
});

describe('planApiServices', () => {
  const wanted = localApiServices(resourceTable);
  const stored = wanted.map((draft) => decodeJson(APIService, draft).value);

  it('registers every group and version but its own', () => {
    const names = wanted.map(({ metadata }) => metadata?.name);
    expect(names).toContain('v1.');
    expect(names).toContain('v2.autoscaling');
    expect(names).not.toContain('v1.apiregistration.k8s.io');
    expect(new Set(names).size).toBe(names.length);
  });

  it('makes all at the first start, and then has nothing to do', () => {
    expect(planApiServices(wanted, []).create).toEqual(wanted);
    expect(planApiServices(wanted, stored)).toEqual({ create: [], update: [], remove: [] });
  });

  it('brings back a priority and removes a version that is gone, of its own only', () => {
    const [core] = structuredClone(stored);
    if (core === undefined) throw new Error('there are no services');
    core.spec.versionPriority = 7;
    const gone = decodeJson(APIService, { ...core, metadata: { ...core.metadata, name: 'v9.apps' } }).value;
    const foreign = decodeJson(APIService, { ...core, metadata: { name: 'v1.metrics.k8s.io' } }).value;
    const plan = planApiServices(wanted, [core, ...stored.slice(1), gone, foreign]);
    expect(plan.update.map(({ metadata, spec }) => [metadata.name, spec.versionPriority])).toEqual([['v1.', 1]]);
    expect(plan.remove).toEqual(['v9.apps']);
  });
});
