/** The priority classes above all that users can make: pods without which a node or the cluster does not work. */
import type { PriorityClass } from '@wherry/api/scheduling-v1';
import type { Draft } from '@wherry/api/schema';

/** Priorities from here on are the system's. */
const SYSTEM_CRITICAL_PRIORITY = 2_000_000_000;

const SYSTEM_PRIORITY_CLASSES = [
  {
    name: 'system-node-critical',
    value: SYSTEM_CRITICAL_PRIORITY + 1000,
    description: 'Used for system critical pods that must not be moved from their current node.',
  },
  {
    name: 'system-cluster-critical',
    value: SYSTEM_CRITICAL_PRIORITY,
    description:
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  },
];

/** The system's priority classes that do not exist yet. */
export function planPriorityClasses(existing: readonly PriorityClass[]): Draft<PriorityClass>[] {
  const names = new Set(existing.map(({ metadata }) => metadata.name));
  return SYSTEM_PRIORITY_CLASSES.filter(({ name }) => !names.has(name)).map(({ name, value, description }) => ({
    metadata: { name },
    value,
    description,
  }));
}
