/** TaintNodesByCondition: a Node is new before anyone has seen it ready; until then nothing is to be scheduled to it. */
import { Nodes } from '@wherry/api/core-v1';
import type { AdmissionPlugin } from './admission.ts';
import { isCreation, objectOf } from './object-of.ts';

const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' } as const;

export const taintNodesByCondition: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  admit(request) {
    const node = objectOf(request, Nodes);
    if (node === undefined || !isCreation(request)) return;
    const taints = node.spec.taints ?? [];
    const isTainted = taints.some(({ key, effect }) => key === NOT_READY.key && effect === NOT_READY.effect);
    if (!isTainted) node.spec.taints = [...taints, { ...NOT_READY }];
  },
};
