/** Prefers nodes with fewer taints that would rather keep the pod away (PreferNoSchedule). */
import type { Taint, Toleration } from '@wherry/api/core-v1';
import { tolerates } from '@wherry/api/core-v1';
import { normalize, type Score } from './score.ts';

export const taintPreference: Score = {
  name: 'TaintToleration',
  rate({ tolerations }, _cluster, { nodes, scores }) {
    const useful = tolerations.filter(({ effect }) => effect === undefined || effect === 'PreferNoSchedule');
    for (const [i, { taints }] of nodes.entries()) scores[i] = taints.length === 0 ? 0 : countUnborne(taints, useful);
    normalize(scores, { reverse: true });
    return true;
  },
};

function countUnborne(taints: readonly Taint[], tolerations: readonly Toleration[]): number {
  let count = 0;
  for (const taint of taints) {
    if (taint.effect === 'PreferNoSchedule' && !tolerations.some((one) => tolerates(one, taint))) count += 1;
  }
  return count;
}
