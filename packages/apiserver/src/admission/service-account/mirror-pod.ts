/** What a mirror pod may not refer to: it stands for a file on its node, which has no account in the cluster. */
import type { Pod } from '@wherry/api/core-v1';
import { podSecrets } from '../../auth/pod-references.ts';

/** Why a mirror pod is refused, if it is. */
export function faultOfMirrorPod(pod: Readonly<Pod>): string | undefined {
  if ((pod.spec.serviceAccountName ?? '') !== '') return 'a mirror pod may not reference service accounts';
  if (podSecrets(pod).size > 0) return 'a mirror pod may not reference secrets';
  const sources = (pod.spec.volumes ?? []).flatMap(({ projected }) => projected?.sources ?? []);
  return sources.some((source) => source.serviceAccountToken !== undefined)
    ? 'a mirror pod may not use ServiceAccountToken volume projections'
    : undefined;
}
