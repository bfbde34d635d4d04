import { describe, expect, it } from 'vitest';
import { planNamespaceConditions, type Emptying } from './namespace-conditions.ts';

const nothing: Emptying = { failures: [], remaining: new Map(), finalizers: new Map() };
const troubled: Emptying = {
  discoveryFailure: 'why',
  failures: ['b', 'a'],
  remaining: new Map([
    ['pods.', 2],
    ['jobs.batch', 1],
  ]),
  finalizers: new Map([['example.com/x', 3]]),
};

describe('planNamespaceConditions', () => {
  it('says that all is well', () => {
    const conditions = planNamespaceConditions([], nothing, 'now') ?? [];
    expect(conditions.map(({ type, status, reason }) => `${type}=${status} ${reason}`)).toEqual([
      'NamespaceDeletionDiscoveryFailure=False ResourcesDiscovered',
      'NamespaceDeletionGroupVersionParsingFailure=False ParsedGroupVersions',
      'NamespaceDeletionContentFailure=False ContentDeleted',
      'NamespaceContentRemaining=False ContentRemoved',
      'NamespaceFinalizersRemaining=False ContentHasNoFinalizers',
    ]);
  });

  it('says what is wrong', () => {
    const trouble = (planNamespaceConditions([], troubled, 'now') ?? []).filter(({ status }) => status === 'True');
    expect(trouble.map(({ reason, message }) => `${reason}: ${message}`)).toEqual([
      'DiscoveryFailed: why',
      'ContentDeletionFailed: Failed to delete all resource types, 2 remaining: a, b',
      'SomeResourcesRemain: Some resources are remaining: jobs.batch has 1 resource instances, pods. has 2 resource instances',
      'SomeFinalizersRemain: Some content in the namespace has finalizers remaining: example.com/x in 3 resource instances',
    ]);
  });

  it('leaves conditions as they are when nothing changes, and those of others in any case', () => {
    const own = { type: 'Own', status: 'True' };
    const first = planNamespaceConditions([own], nothing, 'then') ?? [];
    expect(first[0]).toEqual(own);
    expect(planNamespaceConditions(first, nothing, 'now')).toBeUndefined();
    const times = (planNamespaceConditions(first, troubled, 'now') ?? []).map((each) => each.lastTransitionTime);
    expect(times).toEqual([undefined, 'now', 'then', 'now', 'now', 'now']);
  });
});
