/** Prefers the nodes that a pod wishes for, by the weight of its wishes. */
import { matchNodeTerm } from '@wherry/api/core-v1';
import { normalize, type Score } from './score.ts';

export const nodePreference: Score = {
  name: 'NodeAffinity',
  rate({ pod }, _cluster, { nodes, scores }) {
    const wishes = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
    if (wishes === undefined) return false;
    for (const { preference, weight } of wishes) {
      const matches = matchNodeTerm(preference);
      for (let i = 0; i < nodes.length; i++) {
        const node = nodes[i];
        if (node !== undefined && matches(node)) scores[i] = (scores[i] ?? 0) + weight;
      }
    }
    normalize(scores);
    return true;
  },
};
