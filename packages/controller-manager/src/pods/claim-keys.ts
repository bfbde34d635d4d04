/** The claims that the volumes of a pod stand for, as keys. */
import { claimNameOf, type Pod } from '@wherry/api/core-v1';

export function claimKeysOf({ metadata, spec }: Readonly<Pod>): readonly string[] {
  const { namespace = '', name = '' } = metadata;
  return (spec.volumes ?? []).flatMap((volume) => {
    const claimName = claimNameOf(volume, name);
    return claimName === undefined ? [] : [`${namespace}/${claimName}`];
  });
}
