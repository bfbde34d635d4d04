/** Who may read the token of a pod's service account: as few as its containers allow. Pure. */
import type { Pod } from '@wherry/api/core-v1';

const FOR_ITS_USER = 0o600;

/**
 * The one user as whom all containers run, where there is one. With that, or with a group that the files of the pod belong
 * to, others have no business with the token.
 *
 * @param mode as the volume has it
 */
export function tokenAccess(
  { spec }: Readonly<Pod>,
  mode: number,
): { readonly mode: number; readonly user?: number | undefined } {
  const { runAsUser, fsGroup } = spec.securityContext ?? {};
  const users = new Set(
    [...(spec.initContainers ?? []), ...spec.containers].map(
      ({ securityContext }) => securityContext?.runAsUser ?? runAsUser,
    ),
  );
  const [user] = users.size === 1 ? users : [];
  return user === undefined && fsGroup === undefined ? { mode } : { mode: FOR_ITS_USER, user };
}
