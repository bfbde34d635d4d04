/** How containers of the engine remember what they are: names that cannot stand twice, and labels to find them by. */
import type { ContainerSpec, PodRef, SandboxSpec } from '../runtime.ts';

export const POD_NAME = 'io.kubernetes.pod.name';
export const POD_NAMESPACE = 'io.kubernetes.pod.namespace';
export const POD_UID = 'io.kubernetes.pod.uid';
export const CONTAINER_NAME = 'io.kubernetes.container.name';
export const TYPE = 'io.kubernetes.docker.type';
export const SANDBOX_ID = 'io.kubernetes.sandbox.id';
/** The node that made it, `<cluster>/<node>`: nodes of several clusters may share an engine. */
export const OWNER = 'io.wherry.owner';
/** Everything of a cluster carries it, so that all of it can be found and nothing else. */
export const CLUSTER = 'wherry.cluster';
export const ATTEMPT = 'io.wherry.attempt';
export const HASH = 'io.wherry.hash';
export const IMAGE = 'io.wherry.image';
export const IMAGE_DIGEST = 'io.wherry.image-digest';
export const ADDRESSES = 'io.wherry.addresses';
export const NETWORK = 'io.wherry.network';

export type Labels = Readonly<Record<string, string>>;

/** As Kubernetes has always called the container that holds a sandbox. */
const SANDBOX_NAME = 'POD';

export function sandboxName({ pod, attempt }: Pick<SandboxSpec, 'pod' | 'attempt'>): string {
  return containerName({ pod, name: SANDBOX_NAME, attempt });
}

/** No two attempts at a container have the same name, and every try at one attempt has: so there is no second copy. */
export function containerName({ pod, name, attempt }: Pick<ContainerSpec, 'pod' | 'name' | 'attempt'>): string {
  return `wherry_${name}_${pod.name}_${pod.namespace}_${pod.uid}_${attempt}`;
}

export function podLabels(pod: PodRef, owner: string): Labels {
  const slash = owner.indexOf('/');
  return {
    ...(slash < 0 ? {} : { [CLUSTER]: owner.slice(0, slash) }),
    [OWNER]: owner,
    [POD_NAME]: pod.name,
    [POD_NAMESPACE]: pod.namespace,
    [POD_UID]: pod.uid,
  };
}

export function sandboxLabels(spec: SandboxSpec, owner: string): Labels {
  return {
    ...podLabels(spec.pod, owner),
    [TYPE]: 'podsandbox',
    [CONTAINER_NAME]: SANDBOX_NAME,
    [ATTEMPT]: String(spec.attempt),
    [ADDRESSES]: spec.addresses.join(','),
    [NETWORK]: spec.network,
  };
}

export function containerLabels(spec: ContainerSpec, owner: string): Labels {
  return {
    ...podLabels(spec.pod, owner),
    [TYPE]: 'container',
    [CONTAINER_NAME]: spec.name,
    [ATTEMPT]: String(spec.attempt),
    [SANDBOX_ID]: spec.sandboxId,
    [HASH]: spec.hash,
    [IMAGE]: spec.image,
    ...(spec.imageDigest === undefined ? {} : { [IMAGE_DIGEST]: spec.imageDigest }),
  };
}

export function podOf(labels: Labels): PodRef {
  return { namespace: labels[POD_NAMESPACE] ?? '', name: labels[POD_NAME] ?? '', uid: labels[POD_UID] ?? '' };
}
