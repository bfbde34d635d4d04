/** What a node may do to Pods: make and delete mirror Pods of its own, report the status of its Pods, evict them. */
import { isDeepStrictEqual } from 'node:util';
import { notFound, quote, StatusError } from '@wherry/api';
import { MIRROR_POD_ANNOTATION, podConfigMaps, podSecrets } from '../pod-references.ts';
import { findPod, type NodeWrite, refuse, type StoredPod } from './request.ts';

/** Judges a write to a Pod. */
export function restrictPod(write: NodeWrite): Promise<StatusError | undefined> {
  const { operation, name } = write.request;
  if (operation === 'CREATE') return restrictCreate(write);
  if (operation === 'DELETE') {
    return mustBeOwn(write, name, `node ${quote(write.node)} can only delete pods with spec.nodeName set to itself`);
  }
  const what = `unexpected operation ${quote(operation)}, node ${quote(write.node)} can only create and delete mirror pods`;
  return Promise.resolve(refuse(write.request, what));
}

/** Judges a write to a Pod's status. */
export function restrictPodStatus({ request, node }: NodeWrite): StatusError | undefined {
  if (request.operation !== 'UPDATE') return refuse(request, `unexpected operation ${quote(request.operation)}`);
  // The registry has decoded both by the schema of Pods.
  const old = request.oldObject as StoredPod;
  const pod = request.object as StoredPod;
  if (old.spec.nodeName !== node) {
    return refuse(request, `node ${quote(node)} can only update pod status for pods with spec.nodeName set to itself`);
  }
  if (!isDeepStrictEqual(old.metadata.labels ?? {}, pod.metadata.labels ?? {})) {
    return refuse(request, `node ${quote(node)} cannot update labels through pod status`);
  }
  // By a claim in its Pod's status, a node could come by any claim.
  if (!isDeepStrictEqual(claimsOf(old), claimsOf(pod))) {
    return refuse(request, `node ${quote(node)} cannot update resource claim statues`);
  }
  return undefined;
}

/** Judges an eviction. */
export function restrictEviction(write: NodeWrite): Promise<StatusError | undefined> {
  const { request, node } = write;
  if (request.operation !== 'CREATE') {
    return Promise.resolve(refuse(request, `unexpected operation ${request.operation}`));
  }
  const eviction = request.object as { readonly metadata: { readonly name?: string } };
  const name = request.name || (eviction.metadata.name ?? '');
  if (name === '') return Promise.resolve(refuse(request, 'could not determine pod from request data'));
  return mustBeOwn(write, name, `node ${node} can only evict pods with spec.nodeName set to itself`);
}

async function mustBeOwn(write: NodeWrite, name: string, why: string): Promise<StatusError | undefined> {
  const pod = await findPod(write, name);
  if (pod instanceof StatusError) return pod;
  return pod.spec.nodeName === write.node ? undefined : refuse(write.request, why);
}

async function restrictCreate(write: NodeWrite): Promise<StatusError | undefined> {
  const { request, node } = write;
  const pod = request.object as StoredPod;
  const why = faultOfMirrorPod(pod, node);
  if (why !== undefined) return refuse(request, why);
  const stored = await write.lookup.node(node);
  if (stored === undefined) return notFound({ group: '', resource: 'nodes' }, node);
  const owner = pod.metadata.ownerReferences?.[0]?.uid ?? '';
  const uid = stored.metadata.uid ?? '';
  return owner === uid ? undefined : refuse(request, `node ${node} UID mismatch: expected ${owner} got ${uid}`);
}

function faultOfMirrorPod(pod: StoredPod, node: string): string | undefined {
  const it = `node ${quote(node)}`;
  if (pod.metadata.annotations?.[MIRROR_POD_ANNOTATION] === undefined) {
    return `pod does not have ${quote(MIRROR_POD_ANNOTATION)} annotation, ${it} can only create mirror pods`;
  }
  if (pod.spec.nodeName !== node) return `${it} can only create pods with spec.nodeName set to itself`;
  return faultOfOwner(pod, node) ?? faultOfReferences(pod, it);
}

function faultOfOwner({ metadata: { ownerReferences = [] } }: StoredPod, node: string): string | undefined {
  const it = `node ${quote(node)}`;
  const [owner, ...more] = ownerReferences;
  if (more.length > 0) return `${it} can only create pods with a single owner reference set to itself`;
  if (owner === undefined || owner.apiVersion !== 'v1' || owner.kind !== 'Node' || owner.name !== node) {
    return `${it} can only create pods with an owner reference set to itself`;
  }
  if (owner.controller !== true) return `${it} can only create pods with a controller owner reference set to itself`;
  return owner.blockOwnerDeletion === true ? `${it} must not set blockOwnerDeletion on an owner reference` : undefined;
}

/** Through the Pods that it makes, a node must not come by other objects. */
function faultOfReferences(pod: StoredPod, it: string): string | undefined {
  const refers = (what: string) => `${it} can not create pods that reference ${what}`;
  const volumes = pod.spec.volumes ?? [];
  if (pod.spec.serviceAccountName) return refers('a service account');
  if (podSecrets(pod).size > 0) return refers('secrets');
  if (podConfigMaps(pod).size > 0) return refers('configmaps');
  const projects = volumes.flatMap(({ projected }) => projected?.sources ?? []);
  if (projects.some(({ clusterTrustBundle }) => clusterTrustBundle !== undefined)) return refers('clustertrustbundles');
  if (volumes.some(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined)) {
    return refers('persistentvolumeclaims');
  }
  return undefined;
}

function claimsOf({ status }: StoredPod): (readonly [string, string | undefined])[] {
  return (status?.resourceClaimStatuses ?? []).map(({ name, resourceClaimName }) => [name, resourceClaimName]);
}
