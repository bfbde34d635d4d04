/** The objects that a Pod's spec refers to: what its kubelet needs to read. */

interface Named {
  readonly name?: string;
}

interface EnvContainer {
  readonly env?: readonly {
    readonly valueFrom?: { readonly secretKeyRef?: Named; readonly configMapKeyRef?: Named };
  }[];
  readonly envFrom?: readonly { readonly secretRef?: Named; readonly configMapRef?: Named }[];
}

/** A volume, as far as it refers to other objects. */
export interface ReferringVolume {
  readonly name: string;
  readonly secret?: { readonly secretName?: string };
  readonly configMap?: Named;
  readonly projected?: {
    readonly sources?: readonly {
      readonly secret?: Named;
      readonly configMap?: Named;
      readonly serviceAccountToken?: { readonly audience?: string };
      readonly clusterTrustBundle?: object;
    }[];
  };
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly ephemeral?: object;
  readonly csi?: { readonly driver: string; readonly nodePublishSecretRef?: Named };
  readonly azureFile?: { readonly secretName: string };
  readonly cephfs?: { readonly secretRef?: Named };
  readonly cinder?: { readonly secretRef?: Named };
  readonly flexVolume?: { readonly secretRef?: Named };
  readonly iscsi?: { readonly secretRef?: Named };
  readonly rbd?: { readonly secretRef?: Named };
  readonly scaleIO?: { readonly secretRef?: Named };
  readonly storageos?: { readonly secretRef?: Named };
}

/** A Pod, as far as it refers to other objects. */
export interface ReferringPod {
  readonly metadata: {
    readonly name?: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly nodeName?: string;
    readonly serviceAccountName?: string;
    readonly imagePullSecrets?: readonly Named[];
    readonly containers?: readonly EnvContainer[];
    readonly initContainers?: readonly EnvContainer[];
    readonly ephemeralContainers?: readonly EnvContainer[];
    readonly volumes?: readonly ReferringVolume[];
    readonly resourceClaims?: readonly { readonly name: string; readonly resourceClaimName?: string }[];
  };
  readonly status?: {
    readonly resourceClaimStatuses?: readonly { readonly name: string; readonly resourceClaimName?: string }[];
    readonly extendedResourceClaimStatus?: { readonly resourceClaimName?: string };
  };
}

/** Says that a Pod is the image of a file on its node, not an object of its own. */
export const MIRROR_POD_ANNOTATION = 'kubernetes.io/config.mirror';

/** The names of the Secrets that a Pod uses. */
export function podSecrets({ spec }: ReferringPod): Set<string> {
  const env = containersOf(spec).flatMap(({ env = [], envFrom = [] }) => [
    ...env.map(({ valueFrom }) => valueFrom?.secretKeyRef?.name),
    ...envFrom.map(({ secretRef }) => secretRef?.name),
  ]);
  const pulls = (spec.imagePullSecrets ?? []).map(({ name }) => name);
  return names([...pulls, ...env, ...(spec.volumes ?? []).flatMap(volumeSecrets)]);
}

/** The names of the ConfigMaps that a Pod uses. */
export function podConfigMaps({ spec }: ReferringPod): Set<string> {
  const env = containersOf(spec).flatMap(({ env = [], envFrom = [] }) => [
    ...env.map(({ valueFrom }) => valueFrom?.configMapKeyRef?.name),
    ...envFrom.map(({ configMapRef }) => configMapRef?.name),
  ]);
  const volumes = (spec.volumes ?? []).flatMap(({ configMap, projected }) => [
    configMap?.name,
    ...(projected?.sources ?? []).map((source) => source.configMap?.name),
  ]);
  return names([...env, ...volumes]);
}

/** The names of the PersistentVolumeClaims that a Pod uses; those made for it carry its own name. */
export function podClaims({ metadata, spec }: ReferringPod): Set<string> {
  return names(
    (spec.volumes ?? []).map(({ name, persistentVolumeClaim, ephemeral }) =>
      ephemeral === undefined ? persistentVolumeClaim?.claimName : `${metadata.name ?? ''}-${name}`,
    ),
  );
}

/** The names of the ResourceClaims that a Pod uses. */
export function podResourceClaims({ spec, status }: ReferringPod): Set<string> {
  const generated = new Map(
    (status?.resourceClaimStatuses ?? []).map((claim) => [claim.name, claim.resourceClaimName]),
  );
  return names([
    ...(spec.resourceClaims ?? []).map(({ name, resourceClaimName }) => resourceClaimName ?? generated.get(name)),
    status?.extendedResourceClaimStatus?.resourceClaimName,
  ]);
}

function containersOf({ containers = [], initContainers = [], ephemeralContainers = [] }: ReferringPod['spec']) {
  return [...initContainers, ...containers, ...ephemeralContainers];
}

function volumeSecrets(volume: ReferringVolume): (string | undefined)[] {
  const { cephfs, cinder, flexVolume, iscsi, rbd, scaleIO, storageos } = volume;
  return [
    volume.secret?.secretName,
    ...(volume.projected?.sources ?? []).map((source) => source.secret?.name),
    volume.csi?.nodePublishSecretRef?.name,
    volume.azureFile?.secretName,
    ...[cephfs, cinder, flexVolume, iscsi, rbd, scaleIO, storageos].map((source) => source?.secretRef?.name),
  ];
}

function names(found: readonly (string | undefined)[]): Set<string> {
  return new Set(found.filter((name): name is string => name !== undefined && name !== ''));
}
