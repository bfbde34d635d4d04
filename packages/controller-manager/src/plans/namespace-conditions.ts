/** What the status of a namespace says of its deletion: what could not be found or deleted, what is left, who holds it. */
import type { NamespaceCondition } from '@wherry/api/core-v1';

/** What one attempt to empty a namespace has met. */
export interface Emptying {
  /** Why not all resources are known; absent when they are. */
  readonly discoveryFailure?: string;
  /** Resources whose objects could not be deleted, one message each. */
  readonly failures: readonly string[];
  /** How many objects are left, by resource (`pods.`, `deployments.apps`). */
  readonly remaining: ReadonlyMap<string, number>;
  /** How many of them wait for each finalizer. */
  readonly finalizers: ReadonlyMap<string, number>;
}

interface Finding {
  readonly type: string;
  readonly fine: readonly [reason: string, message: string];
  readonly trouble: (emptying: Emptying) => readonly [reason: string, message: string] | undefined;
}

const FINDINGS: readonly Finding[] = [
  {
    type: 'NamespaceDeletionDiscoveryFailure',
    fine: ['ResourcesDiscovered', 'All resources successfully discovered'],
    trouble: ({ discoveryFailure }) =>
      discoveryFailure === undefined ? undefined : ['DiscoveryFailed', discoveryFailure],
  },
  {
    type: 'NamespaceDeletionGroupVersionParsingFailure',
    fine: ['ParsedGroupVersions', 'All legacy kube types successfully parsed'],
    trouble: () => undefined,
  },
  {
    type: 'NamespaceDeletionContentFailure',
    fine: ['ContentDeleted', 'All content successfully deleted, may be waiting on finalization'],
    trouble({ failures }) {
      if (failures.length === 0) return undefined;
      const list = failures.toSorted().join(', ');
      return ['ContentDeletionFailed', `Failed to delete all resource types, ${failures.length} remaining: ${list}`];
    },
  },
  {
    type: 'NamespaceContentRemaining',
    fine: ['ContentRemoved', 'All content successfully removed'],
    trouble({ remaining }) {
      const list = [...remaining].map(([resource, count]) => `${resource} has ${count} resource instances`);
      if (list.length === 0) return undefined;
      return ['SomeResourcesRemain', `Some resources are remaining: ${list.toSorted().join(', ')}`];
    },
  },
  {
    type: 'NamespaceFinalizersRemaining',
    fine: ['ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
    trouble({ finalizers }) {
      const list = [...finalizers].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`);
      if (list.length === 0) return undefined;
      return [
        'SomeFinalizersRemain',
        `Some content in the namespace has finalizers remaining: ${list.toSorted().join(', ')}`,
      ];
    },
  },
];

/** The conditions after an attempt, or undefined when they stay as they are. */
export function planNamespaceConditions(
  before: readonly NamespaceCondition[],
  emptying: Emptying,
  now: string,
): NamespaceCondition[] | undefined {
  let hasChanged = false;
  const ours = FINDINGS.map(({ type, fine, trouble }) => {
    const found = trouble(emptying);
    const [reason, message] = found ?? fine;
    const status = found === undefined ? 'False' : 'True';
    const old = before.find((condition) => condition.type === type);
    if (old?.status === status && old.reason === reason && old.message === message) return old;
    hasChanged = true;
    const lastTransitionTime = old?.status === status ? (old.lastTransitionTime ?? now) : now;
    return { type, status, lastTransitionTime, reason, message };
  });
  if (!hasChanged) return undefined;
  const others = before.filter(({ type }) => !FINDINGS.some((finding) => finding.type === type));
  return [...others, ...ours];
}
