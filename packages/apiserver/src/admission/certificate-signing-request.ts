/**
 * What CertificateSigningRequests need that their fields alone do not say: who asks is written into the request, its
 * signature has to fit its key, and nobody gets to be an administrator by way of a certificate for clients.
 */
import { FieldError, FieldPath, forbidden, invalid } from '@wherry/api';
import { CertificateSigningRequests, type CertificateSigningRequest } from '@wherry/api/certificates-v1';
import type { KubeObject } from '@wherry/api/resources';
import { MASTERS_GROUP, toApiUser, type UserInfo } from '../auth/user.ts';
import { readCertificateRequest, type CertificateRequest } from '../pki/certificate-request.ts';
import type { AdmissionPlugin, Admitted } from './admission.ts';

const CLIENT_SIGNER = 'kubernetes.io/kube-apiserver-client';

/** Admits CertificateSigningRequests. */
export const certificateSigningRequest: AdmissionPlugin = {
  name: 'CertificateSigningRequest',
  admit(request) {
    if (isNewRequest(request)) setRequestor(request.object, request.user);
  },
  validate(request) {
    if (!isNewRequest(request)) return;
    const { spec } = request.object;
    const asked = read(request, spec.request);
    if (spec.signerName === CLIENT_SIGNER && asked.subject.organizations.includes(MASTERS_GROUP)) {
      const why = `use of ${CLIENT_SIGNER} signer with ${MASTERS_GROUP} group is not allowed`;
      throw forbidden(why, { resource: request.served.name, name: request.name });
    }
  },
};

type NewRequest = Admitted & { readonly object: CertificateSigningRequest };

function isNewRequest(request: Admitted): request is NewRequest {
  const isCreated = request.operation === 'CREATE' && request.subresource === '';
  return isCreated && isCsr(request.served.resource, request.object);
}

// An object has the type of the resource that it is created as.
function isCsr(resource: object, object: KubeObject | undefined): object is CertificateSigningRequest {
  return object !== undefined && resource === CertificateSigningRequests;
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
