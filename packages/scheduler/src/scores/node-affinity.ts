/** Prefers the nodes that a pod wishes for, by the weight of its wishes. */
import { matchTerm } from '../nodes/node-selection.ts';
import { normalize, type Score } from './score.ts';

export const nodePreference: Score = {
  name: 'NodeAffinity',
  rate({ pod }, _cluster, { nodes, scores }) {
    const wishes = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
    if (wishes === undefined) return false;
    for (const { preference, weight } of wishes) {
      const matches = matchTerm(preference);
      for (let i = 0; i < nodes.length; i++) {
        const node = nodes[i];
        if (node !== undefined && matches(node)) scores[i] = (scores[i] ?? 0) + weight;
      }
    }
    normalize(scores);
    return true;
  },
};
