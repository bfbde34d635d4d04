/** Prefers nodes with the largest share of CPU and memory left. */
import type { Score } from './score.ts';
import { MAX_SCORE } from './score.ts';

export const leastAllocated: Score = {
  name: 'NodeResourcesFit',
  rate({ requests }, _cluster, { nodes, scores }) {
    const { nonzeroMilliCpu, nonzeroMemory } = requests;
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i];
      if (node === undefined) continue;
      const { milliCpu, memory } = node.allocatable;
      let sum = 0;
      let weights = 0;
      if (milliCpu > 0) {
        sum += shareLeft(node.nonzeroMilliCpu + nonzeroMilliCpu, milliCpu);
        weights += 1;
      }
      if (memory > 0) {
        sum += shareLeft(node.nonzeroMemory + nonzeroMemory, memory);
        weights += 1;
      }
      scores[i] = weights === 0 ? 0 : Math.trunc(sum / weights);
    }
    return true;
  },
};

function shareLeft(taken: number, all: number): number {
  return taken > all ? 0 : Math.trunc(((all - taken) * MAX_SCORE) / all);
}
