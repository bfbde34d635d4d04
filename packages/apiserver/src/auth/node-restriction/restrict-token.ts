/**
 * What tokens a node may ask for: those of the Pods that run on it, for an audience that the Pod wants or that the node
 * is allowed (KEP-4412).
 */
import { quote, StatusError } from '@wherry/api';
import { resourceAttributes } from '../attributes.ts';
import { podClaims } from '../pod-references.ts';
import { type TokenRequestObject } from '../service-account-token.ts';
import { findPod, type NodeWrite, refuse, type StoredPod } from './request.ts';

/** Judges a TokenRequest. */
export async function restrictToken(write: NodeWrite): Promise<StatusError | undefined> {
  const { request, node } = write;
  if (request.operation !== 'CREATE' || request.subresource !== 'token') return undefined;
  // The registry has decoded it by the schema of TokenRequests.
  const { spec } = request.object as TokenRequestObject;
  const { apiVersion, kind, name = '', uid = '' } = spec.boundObjectRef ?? {};
  if (apiVersion !== 'v1' || kind !== 'Pod' || name === '') {
    return refuse(request, 'node requested token not bound to a pod');
  }
  if (uid === '') return refuse(request, 'node requested token with a pod binding without a uid');
  const pod = await findPod(write, name);
  if (pod instanceof StatusError) return pod;
  if (uid !== pod.metadata.uid) {
    const what = `the UID in the bound object reference (${uid}) does not match the UID in record.`;
    return refuse(request, `${what} The object might have been deleted and then recreated`);
  }
  if (pod.spec.nodeName !== node) {
    return refuse(request, 'node requested token bound to a pod scheduled on a different node');
  }
  return restrictAudience(write, { pod, audiences: spec.audiences });
}

async function restrictAudience(
  write: NodeWrite,
  { pod, audiences }: { pod: StoredPod; audiences: readonly string[] },
): Promise<StatusError | undefined> {
  const { request, authorizer } = write;
  const [audience = '', ...more] = audiences;
  if (more.length > 0) return refuse(request, 'node may only request 0 or 1 audiences');
  if (await wantsAudience(pod, { audience, write })) return undefined;
  const { user, namespace, name } = request;
  const verb = 'request-serviceaccounts-token-audience';
  const attributes = resourceAttributes({ user, verb, version: 'v1', resource: audience, namespace, name });
  if (authorizer.authorize(attributes).decision === 'allow') return undefined;
  const who = `${user.name} is not authorized to request tokens for this audience`;
  return refuse(request, `audience ${quote(audience)} not found in pod spec volume, ${who}`);
}

async function wantsAudience(
  pod: StoredPod,
  { audience, write: { lookup, request } }: { audience: string; write: NodeWrite },
): Promise<boolean> {
  const drivers = new Set<string>();
  for (const { projected, csi } of pod.spec.volumes ?? []) {
    const tokens = (projected?.sources ?? []).flatMap(({ serviceAccountToken }) => serviceAccountToken ?? []);
    if (tokens.some((token) => (token.audience ?? '') === audience)) return true;
    if (csi !== undefined) drivers.add(csi.driver);
  }
  for (const claim of podClaims(pod)) {
    const volume = await lookup.claimedVolume(request.namespace, claim);
    const driver = volume === undefined ? undefined : await lookup.volumeDriver(volume);
    if (driver !== undefined) drivers.add(driver);
  }
  for (const driver of drivers) {
    if ((await lookup.driverAudiences(driver)).includes(audience)) return true;
  }
  return false;
}
