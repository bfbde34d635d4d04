/**
 * What CertificateSigningRequests need that their fields alone do not say: who asks and when a decision was made is
 * written into the request, its signature has to fit its key, and nobody gets to be an administrator by way of a
 * certificate for clients (CertificateSubjectRestriction).
 */
import { canonicalTime, FieldError, FieldPath, invalid } from '@wherry/api';
import { CertificateSigningRequests, type CertificateSigningRequest } from '@wherry/api/certificates-v1';
import type { Clock } from '@wherry/component';
import { MASTERS_GROUP, toApiUser, type UserInfo } from '../auth/user.ts';
import { readCertificateRequest, type CertificateRequest } from '@wherry/pki';
import type { AdmissionPlugin, Admitted } from './admission.ts';
import { isCreation, objectOf, oldObjectOf } from './object-of.ts';
import { refuse } from './refuse.ts';

const CLIENT_SIGNER = 'kubernetes.io/kube-apiserver-client';

type Csr = CertificateSigningRequest;

/** Admits CertificateSigningRequests. */
export function certificateSigningRequest({ clock }: { readonly clock: Pick<Clock, 'now'> }): AdmissionPlugin {
  return {
    name: 'CertificateSigningRequest',
    admit(request) {
      const csr = objectOf(request, CertificateSigningRequests);
      if (csr === undefined) return;
      if (isCreation(request)) setRequestor(csr, request.user);
      else setTimes(csr, { old: oldObjectOf(request, CertificateSigningRequests), now: clock.now() });
    },
    validate(request) {
      const csr = objectOf(request, CertificateSigningRequests);
      if (csr === undefined || !isCreation(request)) return;
      const { spec } = csr;
      const asked = read(request, spec.request);
      if (spec.signerName === CLIENT_SIGNER && asked.subject.organizations.includes(MASTERS_GROUP)) {
        throw refuse(request, `use of ${CLIENT_SIGNER} signer with ${MASTERS_GROUP} group is not allowed`);
      }
    },
  };
}

/** Conditions that come without their times are of now; a condition that stays as it was keeps its transition. */
function setTimes(
  { status }: Csr,
  { old, now }: { readonly old: Readonly<Csr> | undefined; readonly now: Date },
): void {
  const time = canonicalTime(now.toISOString());
  for (const condition of status.conditions ?? []) {
    condition.lastUpdateTime ??= time;
    const before = (old?.status.conditions ?? []).find(
      ({ type, status: state }) => type === condition.type && state === condition.status,
    );
    condition.lastTransitionTime ??= before?.lastTransitionTime ?? time;
  }
}

// Whatever the sender wrote about itself is gone.
function setRequestor(request: CertificateSigningRequest, user: UserInfo): void {
  const { request: pem, signerName, expirationSeconds, usages } = request.spec;
  request.spec = {
    request: pem,
    signerName,
    ...(expirationSeconds === undefined ? {} : { expirationSeconds }),
    ...(usages === undefined ? {} : { usages }),
    ...toApiUser(user),
  };
}

function read({ served, name }: Admitted, request: string): CertificateRequest {
  try {
    return readCertificateRequest(Buffer.from(request, 'base64').toString('utf8'));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const { group, kind } = served.resource;
    throw invalid({ group, kind }, name, [FieldError.invalid(FieldPath.of('spec', 'request'), request, detail)]);
  }
}
