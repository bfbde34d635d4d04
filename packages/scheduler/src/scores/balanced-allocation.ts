/** Prefers nodes on which CPU and memory would be used to a similar degree. */
import type { Score } from './score.ts';
import { MAX_SCORE } from './score.ts';

export const balancedAllocation: Score = {
  name: 'NodeResourcesBalancedAllocation',
  rate({ requests }, _cluster, { nodes, scores }) {
    const { milliCpu, memory } = requests;
    // A pod that asks for nothing balances nothing.
    if (milliCpu === 0 && memory === 0) return false;
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i];
      if (node === undefined) continue;
      const { allocatable } = node;
      const isComparable = allocatable.milliCpu > 0 && allocatable.memory > 0;
      const cpuShare = isComparable ? Math.min(1, (node.milliCpu + milliCpu) / allocatable.milliCpu) : 0;
      const memoryShare = isComparable ? Math.min(1, (node.memory + memory) / allocatable.memory) : 0;
      scores[i] = Math.trunc((1 - Math.abs((cpuShare - memoryShare) / 2)) * MAX_SCORE);
    }
    return true;
  },
};
