/** The volume by which the programs of a pod speak to the API: token, CA certificate and namespace, all in one directory. */
import { generateName } from '@wherry/api';
import type { Container, PodSpec, ProjectedVolumeSource } from '@wherry/api/core-v1';

const PREFIX = 'kube-api-access-';
const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/** An odd number, by which the token request is known as the kubelet's own; see `service-account-token.ts`. */
const EXPIRATION_SECONDS = 3607;

/** Mounts the volume into all containers that have nothing at its path; a volume that is named like ours is used. */
export function mountToken(spec: PodSpec): void {
  const present = spec.volumes?.find(({ name }) => name.startsWith(PREFIX))?.name;
  const name = present ?? generateName(PREFIX);
  const needing = [...(spec.initContainers ?? []), ...spec.containers].filter(lacksMount);
  for (const container of needing) {
    const mount = { name, readOnly: true, mountPath: MOUNT_PATH };
    container.volumeMounts = [...(container.volumeMounts ?? []), mount];
  }
  if (present === undefined && needing.length > 0) {
    spec.volumes = [...(spec.volumes ?? []), { name, projected: tokenVolume() }];
  }
}

const lacksMount = ({ volumeMounts = [] }: Container): boolean =>
  volumeMounts.every(({ mountPath }) => mountPath !== MOUNT_PATH);

function tokenVolume(): ProjectedVolumeSource {
  return {
    defaultMode: 0o644,
    sources: [
      { serviceAccountToken: { expirationSeconds: EXPIRATION_SECONDS, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardAPI: {
          items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
        },
      },
    ],
  };
}
