/** Prefers nodes that hold the images of the pod already; the larger and the more widely held they are, the more. */
import type { Cluster } from '../cluster/cluster.ts';
import type { NodeInfo } from '../nodes/node-info.ts';
import { MAX_SCORE, type Score } from './score.ts';

const MIB = 1024 * 1024;
const LEAST = 23 * MIB;
const MOST_PER_CONTAINER = 1000 * MIB;

export const imageLocality: Score = {
  name: 'ImageLocality',
  rate({ pod }, cluster, { nodes, scores }) {
    const { containers, initContainers = [] } = pod.spec;
    const names = [...initContainers, ...containers].map(({ image = '' }) => withTag(image));
    // Where no node has any of them, all nodes are alike.
    if (!names.some((name) => cluster.imageHolders.has(name))) return false;
    const most = MOST_PER_CONTAINER * names.length;
    for (const [i, node] of nodes.entries()) {
      const size = Math.min(most, Math.max(LEAST, spreadSize(node, names, cluster)));
      scores[i] = Math.trunc((MAX_SCORE * (size - LEAST)) / (most - LEAST));
    }
    return true;
  },
};

/** Sizes count by the share of nodes that hold the image, or all pods would follow the first one. */
function spreadSize({ images }: NodeInfo, names: readonly string[], { imageHolders, nodes }: Cluster): number {
  let sum = 0;
  for (const name of names) {
    const size = images.get(name);
    if (size !== undefined) sum += Math.trunc((size * (imageHolders.get(name) ?? 0)) / nodes.length);
  }
  return sum;
}

const withTag = (image: string): string =>
  image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
