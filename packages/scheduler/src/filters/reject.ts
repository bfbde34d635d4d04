/** Asks all checks about one node, with regard to pods for which room is being made there. */
import type { Cluster } from '../cluster/cluster.ts';
import type { NodeInfo } from '../nodes/node-info.ts';
import type { PodInfo } from '../pods/pod-info.ts';
import type { NodeCheck, Rejection } from './filter.ts';

export interface NodeQuestion {
  readonly cluster: Cluster;
  readonly checks: readonly NodeCheck[];
  readonly node: NodeInfo;
}

/**
 * The first objection. Where equally or more important pods are expected, the pod must fit with them, lest it takes
 * their room, and without them, for they may not come.
 */
export function rejectionOf(pod: PodInfo, { cluster, checks, node }: NodeQuestion): Rejection | undefined {
  const expected = cluster.nominations.on(node.name);
  if (expected.length > 0) {
    const others = expected.filter(({ uid, priority }) => uid !== pod.uid && priority >= pod.priority);
    const rejection = others.length === 0 ? undefined : firstWith(others, { checks, node });
    if (rejection !== undefined) return rejection;
  }
  return first(checks, node);
}

function first(checks: readonly NodeCheck[], node: NodeInfo): Rejection | undefined {
  for (let i = 0; i < checks.length; i++) {
    const rejection = checks[i]?.check(node);
    if (rejection !== undefined) return rejection;
  }
  return undefined;
}

function firstWith(
  others: readonly PodInfo[],
  { checks, node }: Pick<NodeQuestion, 'checks' | 'node'>,
): Rejection | undefined {
  const crowded = node.clone();
  const copies = copyChecks(checks);
  for (const other of others) {
    crowded.addPod(other);
    for (const check of copies) check.podAdded?.(other, crowded);
  }
  return first(copies, crowded);
}

/** Copies of what keeps something of its own; the rest is shared. */
export function copyChecks(checks: readonly NodeCheck[]): NodeCheck[] {
  return checks.map((check) => check.clone?.() ?? check);
}
