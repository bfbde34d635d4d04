/**
 * Which objects concern which node, kept up to date from the objects themselves: a Pod concerns the node it is bound
 * to, and with it whatever the Pod refers to; a PersistentVolume what its claim does, and so on.
 *
 *     node ← pod ← secret, config map, service account, resource claim
 *                ← claim ← volume ← secret
 *     node ← volume attachment, resource slice
 */
import {
  MIRROR_POD_ANNOTATION,
  podClaims,
  podConfigMaps,
  podResourceClaims,
  podSecrets,
  type ReferringPod,
} from './pod-references.ts';

/** The kinds of objects that can concern a node. */
export type RelatedKind =
  | 'secret'
  | 'configmap'
  | 'serviceaccount'
  | 'persistentvolumeclaim'
  | 'persistentvolume'
  | 'resourceclaim'
  | 'volumeattachment'
  | 'resourceslice'
  | 'pod';

export interface RelatedObject {
  readonly kind: RelatedKind;
  /** Empty for kinds without namespaces. */
  readonly namespace: string;
  readonly name: string;
}

/** Answers the Node authorizer's question. */
export interface NodeRelations {
  isRelated(node: string, object: RelatedObject): boolean;
}

interface SecretRef {
  readonly name?: string;
  readonly namespace?: string;
}

/** A PersistentVolume, as far as it is read here. */
export interface ReferringVolumeObject {
  readonly metadata: { readonly name?: string };
  readonly spec: {
    readonly claimRef?: { readonly namespace?: string; readonly name?: string };
    readonly csi?: {
      readonly nodePublishSecretRef?: SecretRef;
      readonly nodeStageSecretRef?: SecretRef;
      readonly nodeExpandSecretRef?: SecretRef;
    };
    readonly azureFile?: { readonly secretName: string; readonly secretNamespace?: string };
    readonly cephfs?: { readonly secretRef?: SecretRef };
    readonly cinder?: { readonly secretRef?: SecretRef };
    readonly flexVolume?: { readonly secretRef?: SecretRef };
    readonly iscsi?: { readonly secretRef?: SecretRef };
    readonly rbd?: { readonly secretRef?: SecretRef };
    readonly scaleIO?: { readonly secretRef?: SecretRef };
    readonly storageos?: { readonly secretRef?: SecretRef };
  };
}

/** An object that names its node in its spec: VolumeAttachment, ResourceSlice. */
export interface NodeBoundObject {
  readonly metadata: { readonly name?: string };
  readonly spec: { readonly nodeName?: string };
}

/** The graph, and how it is told of changes. Setting an object replaces what was known of it. */
export interface NodeGraph extends NodeRelations {
  setPod(pod: ReferringPod): void;
  deletePod(namespace: string, name: string): void;
  setPersistentVolume(volume: ReferringVolumeObject): void;
  deletePersistentVolume(name: string): void;
  setVolumeAttachment(attachment: NodeBoundObject): void;
  deleteVolumeAttachment(name: string): void;
  setResourceSlice(slice: NodeBoundObject): void;
  deleteResourceSlice(name: string): void;
}

/** Makes an empty graph. */
export function createNodeGraph(): NodeGraph {
  const nodesOf = createCounts();
  const volumesOf = createCounts();
  const undo = new Map<string, () => void>();
  const forget = (key: string) => {
    undo.get(key)?.();
    undo.delete(key);
  };
  const bind =
    (kind: 'volumeattachment' | 'resourceslice') =>
    ({ metadata, spec }: NodeBoundObject) => {
      const key = keyOf({ kind, namespace: '', name: metadata.name ?? '' });
      forget(key);
      if (spec.nodeName) undo.set(key, nodesOf.add([key], spec.nodeName));
    };
  const unbind = (kind: RelatedKind) => (name: string) => forget(keyOf({ kind, namespace: '', name }));

  return {
    isRelated(node, object) {
      const key = keyOf(object);
      if (nodesOf.has(key, node)) return true;
      // Volumes lead to their claim: the value that is counted for them is the claim's key.
      return [...volumesOf.of(key)].some((claim) => nodesOf.has(claim, node));
    },
    setPod(pod) {
      const key = podKey(pod.metadata.namespace ?? '', pod.metadata.name ?? '');
      forget(key);
      const node = pod.spec.nodeName ?? '';
      if (node !== '') undo.set(key, nodesOf.add([key, ...referencesOf(pod)], node));
    },
    deletePod: (namespace, name) => forget(podKey(namespace, name)),
    setPersistentVolume(volume) {
      const key = volumeKey(volume.metadata.name ?? '');
      forget(key);
      const { claimRef } = volume.spec;
      if (claimRef === undefined) return;
      const { namespace = '', name = '' } = claimRef;
      const claim = keyOf({ kind: 'persistentvolumeclaim', namespace, name });
      undo.set(key, volumesOf.add([key, ...volumeSecretKeys(volume, namespace)], claim));
    },
    deletePersistentVolume: (name) => forget(volumeKey(name)),
    setVolumeAttachment: bind('volumeattachment'),
    deleteVolumeAttachment: unbind('volumeattachment'),
    setResourceSlice: bind('resourceslice'),
    deleteResourceSlice: unbind('resourceslice'),
  };
}

/** Counts how often each value was added to a key, so that one user's end does not take another's access. */
function createCounts() {
  const counts = new Map<string, Map<string, number>>();
  const change = (key: string, value: string, by: 1 | -1) => {
    const values = counts.get(key) ?? new Map<string, number>();
    const count = (values.get(value) ?? 0) + by;
    if (count > 0) values.set(value, count);
    else values.delete(value);
    if (values.size > 0) counts.set(key, values);
    else counts.delete(key);
  };
  return {
    has: (key: string, value: string): boolean => counts.get(key)?.has(value) ?? false,
    of: (key: string): Iterable<string> => counts.get(key)?.keys() ?? [],
    /** Adds the value to each key; the function that is returned takes it away again. */
    add(keys: readonly string[], value: string): () => void {
      for (const key of keys) change(key, value, 1);
      return () => {
        for (const key of keys) change(key, value, -1);
      };
    },
  };
}

function referencesOf(pod: ReferringPod): string[] {
  const { namespace = '', annotations } = pod.metadata;
  // A node makes its mirror pods itself; through them it must not come by anything.
  if (annotations?.[MIRROR_POD_ANNOTATION] !== undefined) return [];
  const keys = (kind: RelatedKind, names: Iterable<string>) =>
    [...names].map((name) => keyOf({ kind, namespace, name }));
  const account = pod.spec.serviceAccountName ?? '';
  return [
    ...keys('serviceaccount', account === '' ? [] : [account]),
    ...keys('secret', podSecrets(pod)),
    ...keys('configmap', podConfigMaps(pod)),
    ...keys('persistentvolumeclaim', podClaims(pod)),
    ...keys('resourceclaim', podResourceClaims(pod)),
  ];
}

function volumeSecretKeys({ spec }: ReferringVolumeObject, claimNamespace: string): string[] {
  const { csi, azureFile, cephfs, cinder, flexVolume, iscsi, rbd, scaleIO, storageos } = spec;
  const refs: (SecretRef | undefined)[] = [
    csi?.nodePublishSecretRef,
    csi?.nodeStageSecretRef,
    csi?.nodeExpandSecretRef,
    azureFile && { name: azureFile.secretName, namespace: azureFile.secretNamespace ?? claimNamespace },
    ...[cephfs, cinder, flexVolume, iscsi, rbd, scaleIO, storageos].map((source) => source?.secretRef),
  ];
  const keys = refs.flatMap((ref) =>
    ref?.name ? [keyOf({ kind: 'secret', namespace: ref.namespace || claimNamespace, name: ref.name })] : [],
  );
  return [...new Set(keys)];
}

function podKey(namespace: string, name: string): string {
  return keyOf({ kind: 'pod', namespace, name });
}

function volumeKey(name: string): string {
  return keyOf({ kind: 'persistentvolume', namespace: '', name });
}

function keyOf({ kind, namespace, name }: RelatedObject): string {
  return `${kind}/${namespace}/${name}`;
}
