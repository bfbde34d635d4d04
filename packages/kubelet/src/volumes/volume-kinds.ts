/** Kinds of volumes, as far as what is done with them differs. Pure. */
import type { Pod } from '@wherry/api/core-v1';

/** Whether a pod has files that change while it runs: with objects of the API, with the pod itself, or with time. */
export function hasLiveVolumes({ spec }: Pick<Readonly<Pod>, 'spec'>): boolean {
  return (spec.volumes ?? []).some(
    ({ configMap, secret, downwardAPI, projected }) =>
      configMap !== undefined || secret !== undefined || downwardAPI !== undefined || projected !== undefined,
  );
}
