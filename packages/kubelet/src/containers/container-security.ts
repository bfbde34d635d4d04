/** As whom and how confined a container runs: what it says itself, then what its pod says, then Kubernetes' defaults. Pure. */
import type { Container, Pod } from '@wherry/api/core-v1';
import type { ContainerSecurity, ImageRecord } from '../runtime/runtime.ts';
import { configError, StartError } from './config-error.ts';

type Given = { readonly pod: Readonly<Pod>; readonly container: Readonly<Container> };

/** @throws StartError for profiles that this node does not have */
export function containerSecurity({ pod, container }: Given): ContainerSecurity {
  const own = container.securityContext ?? {};
  const shared = pod.spec.securityContext ?? {};
  const privileged = own.privileged === true;
  const seccomp = own.seccompProfile ?? shared.seccompProfile;
  if (seccomp?.type === 'Localhost')
    throw new StartError('CreateContainerError', `seccomp profile "${seccomp.localhostProfile}" cannot be loaded`);
  const appArmor = own.appArmorProfile ?? shared.appArmorProfile;
  return {
    privileged,
    addCapabilities: own.capabilities?.add ?? [],
    dropCapabilities: own.capabilities?.drop ?? [],
    readOnlyRoot: own.readOnlyRootFilesystem === true,
    noNewPrivileges: own.allowPrivilegeEscalation === false,
    seccomp: seccomp?.type === 'RuntimeDefault' ? 'default' : 'unconfined',
    appArmor:
      appArmor?.type === 'Unconfined'
        ? 'unconfined'
        : appArmor?.type === 'Localhost'
          ? (appArmor.localhostProfile ?? 'default')
          : 'default',
    unmaskedProc: own.procMount === 'Unmasked',
  };
}

/** `uid` or `uid:gid`; undefined: the image's. @throws StartError for root where it must not be */
export function containerUser({ pod, container }: Given, image: Pick<ImageRecord, 'user'>): string | undefined {
  const own = container.securityContext ?? {};
  const shared = pod.spec.securityContext ?? {};
  const uid = own.runAsUser ?? shared.runAsUser;
  const gid = own.runAsGroup ?? shared.runAsGroup;
  if ((own.runAsNonRoot ?? shared.runAsNonRoot) === true) verifyNonRoot({ pod, container }, uid, image.user);
  if (uid === undefined && gid === undefined) return undefined;
  const [imageUser = ''] = image.user.split(':');
  const user = uid ?? (imageUser === '' ? '0' : imageUser);
  // A user that has no entry in the image has group 0.
  return gid === undefined ? String(user) : `${user}:${gid}`;
}

function verifyNonRoot({ pod, container }: Given, uid: number | undefined, imageUser: string): void {
  const { name = '', namespace = '', uid: podUid = '' } = pod.metadata;
  const where = `(pod: "${name}_${namespace}(${podUid})", container: ${container.name})`;
  if (uid === 0) throw configError(`container's runAsUser breaks non-root policy ${where}`);
  if (uid !== undefined) return;
  const [user = ''] = imageUser.split(':');
  if (user === '' || user === '0') throw configError(`container has runAsNonRoot and image will run as root ${where}`);
  if (!/^\d+$/.test(user))
    throw configError(
      `container has runAsNonRoot and image has non-numeric user (${user}), cannot verify user is non-root ${where}`,
    );
}
