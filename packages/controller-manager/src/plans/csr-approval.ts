/** Which CertificateSigningRequests may be approved without a person, and on what condition. */
import type { CertificateSigningRequest } from '@wherry/api/certificates-v1';
import type { Node } from '@wherry/api/core-v1';
import { alternativeNames, missingHosts, type CertificateRequest } from '@wherry/pki';
import { clientRequestFault, NODE_USER_PREFIX, servingRequestFault } from './kubelet-request.ts';

export const CLIENT_KUBELET_SIGNER = 'kubernetes.io/kube-apiserver-client-kubelet';
export const KUBELET_SERVING_SIGNER = 'kubernetes.io/kubelet-serving';

/** A way to approve a request: by a right that who asks must have, or by what the cluster knows of the node. */
export type Approval =
  | { readonly by: 'right'; readonly subresource: 'nodeclient' | 'selfnodeclient'; readonly message: string }
  | { readonly by: 'node'; readonly node: string; readonly message: string };

/** The ways to approve this request, to be tried in this order; none for requests that a person has to judge. */
export function waysToApprove(
  { spec }: Readonly<CertificateSigningRequest>,
  request: Pick<CertificateRequest, 'subject' | 'names'>,
): Approval[] {
  const { signerName, usages = [], username = '' } = spec;
  const isOwn = username === request.subject.commonName;
  if (signerName === CLIENT_KUBELET_SIGNER && clientRequestFault(request, usages) === undefined) {
    const own: Approval = {
      by: 'right',
      subresource: 'selfnodeclient',
      message: 'Auto approving self kubelet client certificate after SubjectAccessReview.',
    };
    const any: Approval = {
      by: 'right',
      subresource: 'nodeclient',
      message: 'Auto approving kubelet client certificate after SubjectAccessReview.',
    };
    return isOwn ? [own, any] : [any];
  }
  if (signerName === KUBELET_SERVING_SIGNER && isOwn && servingRequestFault(request, usages) === undefined) {
    const node = username.slice(NODE_USER_PREFIX.length);
    return [{ by: 'node', node, message: "Auto approving kubelet serving certificate for the node's addresses." }];
  }
  return [];
}

/** Whether a node has all the names and addresses that a certificate is asked for. */
export function nodeHasNames(node: Readonly<Node>, { names }: Pick<CertificateRequest, 'names'>): boolean {
  const addresses = (node.status.addresses ?? []).map(({ address }) => address);
  return missingHosts(alternativeNames(addresses), [...names.dnsNames, ...names.addresses]).length === 0;
}

/** Whether somebody has decided already, or there is nothing to decide any more. */
export function isDecided({ status }: Readonly<CertificateSigningRequest>): boolean {
  const isDecision = (type: string) => type === 'Approved' || type === 'Denied';
  return (status.certificate ?? '') !== '' || (status.conditions ?? []).some(({ type }) => isDecision(type));
}
