/** A cordoned node takes no new pods, but for those that bear it. */
import { tolerates } from '@wherry/api/core-v1';
import { CORDON } from '../nodes/taints.ts';
import type { NodeInfo } from '../nodes/node-info.ts';
import type { PodInfo } from '../pods/pod-info.ts';
import type { Filter, NodeCheck, Rejection } from './filter.ts';

const name = 'NodeUnschedulable';
const CORDONED: Rejection = { plugin: name, reasons: ['node(s) were unschedulable'], isFinal: true };

const CHECK: NodeCheck = {
  check: ({ isCordoned }: NodeInfo) => (isCordoned ? CORDONED : undefined),
};

export const nodeUnschedulable: Filter = {
  name,
  prepare: (pod) => (bearsCordon(pod) ? undefined : { check: CHECK }),
  wakes(_pod, event) {
    if (event.what === 'self') return event.now !== undefined && bearsCordon(event.now);
    if (event.what !== 'node' || event.now === undefined) return false;
    const isOpen = event.now.spec.unschedulable !== true;
    return isOpen && (event.old === undefined || event.old.spec.unschedulable === true);
  },
};

const bearsCordon = ({ tolerations }: PodInfo): boolean => tolerations.some((one) => tolerates(one, CORDON));
