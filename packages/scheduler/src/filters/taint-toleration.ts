/** A node with a taint that a pod does not bear keeps the pod away. */
import type { NodeInfo } from '../nodes/node-info.ts';
import { isKeptAway } from '../nodes/taints.ts';
import type { PodInfo } from '../pods/pod-info.ts';
import type { Filter, NodeCheck, Rejection } from './filter.ts';

const name = 'TaintToleration';
const TAINTED: Rejection = { plugin: name, reasons: ['node(s) had untolerated taint(s)'], isFinal: true };

class TaintCheck implements NodeCheck {
  readonly #pod: PodInfo;

  constructor(pod: PodInfo) {
    this.#pod = pod;
  }

  check({ taints }: NodeInfo): Rejection | undefined {
    return taints.length > 0 && isKeptAway(taints, this.#pod.tolerations) ? TAINTED : undefined;
  }
}

export const taintToleration: Filter = {
  name,
  prepare: (pod) => ({ check: new TaintCheck(pod) }),
  wakes(pod, event) {
    // Tolerations can only be added.
    if (event.what === 'self') return event.old?.tolerations.length !== event.now?.tolerations.length;
    if (event.what !== 'node' || event.now === undefined) return false;
    const wasClosed = event.old === undefined || isKeptAway(event.old.spec.taints ?? [], pod.tolerations);
    return wasClosed && !isKeptAway(event.now.spec.taints ?? [], pod.tolerations);
  },
};
