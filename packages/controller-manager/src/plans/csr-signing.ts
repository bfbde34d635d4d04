/** What the signers of Kubernetes sign, and for how long. */
import type { CertificateSigningRequest } from '@wherry/api/certificates-v1';
import type { CertificateRequest } from '@wherry/pki';
import { CLIENT_KUBELET_SIGNER, KUBELET_SERVING_SIGNER } from './csr-approval.ts';
import { clientRequestFault, servingRequestFault } from './kubelet-request.ts';

/** Why a request is not to be signed; undefined when it is. */
type Judge = (request: Pick<CertificateRequest, 'subject' | 'names'>, usages: readonly string[]) => string | undefined;

/** The signers that we are, and what each demands of a request. */
export const signers: Readonly<Record<string, Judge>> = {
  'kubernetes.io/kube-apiserver-client': (_, usages) => clientUsagesFault(usages),
  [CLIENT_KUBELET_SIGNER]: clientRequestFault,
  [KUBELET_SERVING_SIGNER]: servingRequestFault,
  // Not trusted by anything in particular, so anything may be in it.
  'kubernetes.io/legacy-unknown': () => undefined,
};

function clientUsagesFault(usages: readonly string[]): string | undefined {
  const odd = usages.find((usage) => !['client auth', 'digital signature', 'key encipherment'].includes(usage));
  if (odd !== undefined) return `invalid usage for client certificate: ${odd}`;
  return usages.includes('client auth') ? undefined : 'missing required usage for client certificate: client auth';
}

/** Twice the time by which certificates are dated back. */
const SHORTEST_MS = 10 * 60_000;

/** How long a certificate is to live, in milliseconds: as long as is asked for, within limits. */
export function lifetimeOf({ spec }: Readonly<CertificateSigningRequest>, most: number): number {
  const asked = spec.expirationSeconds;
  if (asked === undefined) return most;
  return Math.min(Math.max(asked * 1000, SHORTEST_MS), most);
}

/** Whether a request waits for its signer. */
export function isToBeSigned({ spec, status }: Readonly<CertificateSigningRequest>): boolean {
  const has = (type: string) => (status.conditions ?? []).some((condition) => condition.type === type);
  const isOpen = (status.certificate ?? '') === '' && has('Approved') && !has('Denied') && !has('Failed');
  return isOpen && Object.hasOwn(signers, spec.signerName);
}
