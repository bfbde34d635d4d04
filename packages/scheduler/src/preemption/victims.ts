/** Whom a pod would have to push off a node: as few as possible, and the least important. */
import type { Cluster } from '../cluster/cluster.ts';
import type { NodeCheck, Rejection } from '../filters/filter.ts';
import { copyChecks, rejectionOf } from '../filters/reject.ts';
import type { NodeInfo } from '../nodes/node-info.ts';
import type { PodInfo } from '../pods/pod-info.ts';
import { splitByBudgets, type Budget } from './budgets.ts';
import { byImportance } from './importance.ts';

export interface Victims {
  readonly node: NodeInfo;
  /** The most important first; at least one. */
  readonly pods: readonly PodInfo[];
  /** How many of them a disruption budget protects. */
  readonly violations: number;
}

export interface VictimsOptions {
  readonly cluster: Cluster;
  readonly checks: readonly NodeCheck[];
  readonly budgets: readonly Budget[];
}

const NOBODY: Rejection = {
  plugin: 'DefaultPreemption',
  reasons: ['No preemption victims found for incoming pod'],
  isFinal: true,
};

/** Tries it out on a copy: everybody of lower priority goes, then whoever does not disturb comes back. */
export function chooseVictims(
  pod: PodInfo,
  node: NodeInfo,
  { cluster, checks, budgets }: VictimsOptions,
): Victims | Rejection {
  const lower = [...node.pods.values()].filter(({ priority }) => priority < pod.priority);
  if (lower.length === 0) return NOBODY;
  const trial = new Trial(node.clone(), copyChecks(checks));
  for (const other of lower) trial.remove(other);
  const why = (): Rejection | undefined => rejectionOf(pod, { cluster, checks: trial.checks, node: trial.node });
  const rejection = why();
  if (rejection !== undefined) return rejection;
  const { violating, harmless } = splitByBudgets(lower.toSorted(byImportance), budgets);
  const victims: PodInfo[] = [];
  const reprieve = (other: PodInfo): void => {
    trial.add(other);
    if (why() === undefined) return;
    trial.remove(other);
    victims.push(other);
  };
  violating.forEach(reprieve);
  const violations = victims.length;
  harmless.forEach(reprieve);
  if (victims.length === 0) throw new Error(`expected at least one victim pod on node "${node.name}"`);
  return { node, pods: victims.toSorted(byImportance), violations };
}

/** A copy of a node from which pods can be taken, with checks that take note. */
class Trial {
  readonly node: NodeInfo;
  readonly checks: readonly NodeCheck[];

  constructor(node: NodeInfo, checks: readonly NodeCheck[]) {
    this.node = node;
    this.checks = checks;
  }

  add(pod: PodInfo): void {
    this.node.addPod(pod);
    for (const check of this.checks) check.podAdded?.(pod, this.node);
  }

  remove(pod: PodInfo): void {
    this.node.removePod(pod);
    for (const check of this.checks) check.podRemoved?.(pod, this.node);
  }
}
