/**
 * Decides, pod by pod, which pods the node takes. Each decision counts those that were taken before and nobody else: of
 * two pods for which there is room only once, the first is taken, and neither is refused for the other's sake.
 */
import type { Node, Pod } from '@wherry/api/core-v1';
import type { Verdict } from '../status/picture.ts';
import { admitPod } from './admit-pod.ts';

export interface AdmissionOptions {
  /** The other pods that are bound to the node. */
  readonly others: (pod: Readonly<Pod>) => readonly Readonly<Pod>[];
  readonly allocatable: Readonly<Record<string, string>>;
  /** The node as it was last heard of; undefined when nothing was. */
  readonly node: () => Readonly<Node> | undefined;
  /** The node as it is now. */
  readonly readNode: () => Promise<Readonly<Node>>;
}

export interface Admission {
  /** Resolves with why the node does not take the pod. Who has been taken stays. */
  admit(pod: Readonly<Pod>): Promise<Verdict | undefined>;
  forget(uid: string): void;
}

export function createAdmission({ others, allocatable, node, readNode }: AdmissionOptions): Admission {
  const taken = new Set<string>();
  // A former kubelet has given those that it took a time of start.
  const isTaken = ({ metadata, status }: Readonly<Pod>) =>
    status.startTime !== undefined || taken.has(metadata.uid ?? '');
  // Without a wait between looking and taking: other pods are decided on meanwhile.
  const decide = (pod: Readonly<Pod>, present: Readonly<Node> | undefined): Verdict | undefined => {
    const verdict = admitPod({ pod, others: others(pod).filter(isTaken), allocatable, node: selectable(present) });
    if (verdict === undefined) taken.add(pod.metadata.uid ?? '');
    return verdict;
  };
  return {
    async admit(pod) {
      if (taken.has(pod.metadata.uid ?? '')) return undefined;
      const verdict = decide(pod, node());
      // The scheduler may have heard of a new label before us: pods and nodes are told of in no common order.
      return verdict?.reason === 'NodeAffinity' ? decide(pod, await readNode()) : verdict;
    },
    forget: (uid) => void taken.delete(uid),
  };
}

function selectable(node: Readonly<Node> | undefined) {
  return node && { name: node.metadata.name ?? '', labels: node.metadata.labels ?? {} };
}
