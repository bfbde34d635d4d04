/** A pod that names its node fits nowhere else. */
import type { Filter, NodeCheck, Rejection } from './filter.ts';

const name = 'NodeName';
const OTHER_NODE: Rejection = {
  plugin: name,
  reasons: ["node(s) didn't match the requested node name"],
  isFinal: true,
};

export const nodeName: Filter = {
  name,
  prepare(pod) {
    const wanted = pod.nodeName;
    if (wanted === '') return undefined;
    const check: NodeCheck = { check: (node) => (node.name === wanted ? undefined : OTHER_NODE) };
    return { check };
  },
  wakes: (_pod, event) => event.what === 'node' && event.old === undefined && event.now !== undefined,
};
