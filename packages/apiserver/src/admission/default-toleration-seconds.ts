/** DefaultTolerationSeconds: pods stay five minutes on a node that is not ready or not reachable, unless they say else. */
import { Pods, type Toleration } from '@wherry/api/core-v1';
import type { AdmissionPlugin } from './admission.ts';
import { objectOf } from './object-of.ts';

const SECONDS = 300;
const TAINTS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

export const defaultTolerationSeconds: AdmissionPlugin = {
  name: 'DefaultTolerationSeconds',
  admit(request) {
    const pod = objectOf(request, Pods);
    if (pod === undefined || request.subresource !== '') return;
    const given = pod.spec.tolerations ?? [];
    const added = TAINTS.filter((taint) => !given.some((toleration) => speaksOf(toleration, taint))).map(tolerate);
    if (added.length > 0) pod.spec.tolerations = [...given, ...added];
  },
};

/** What the toleration says of values and times does not matter. */
function speaksOf({ key = '', effect }: Toleration, taint: string): boolean {
  return (key === '' || key === taint) && (effect === undefined || effect === 'NoExecute');
}

const tolerate = (key: string): Toleration => ({
  key,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: SECONDS,
});
