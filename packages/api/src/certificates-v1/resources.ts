import { CertificateSigningRequest } from './certificate-signing-request.ts';
import { resource, status } from '../resources/resource.ts';

export const CertificateSigningRequests = resource(CertificateSigningRequest, {
  group: 'certificates.k8s.io',
  version: 'v1',
  kind: 'CertificateSigningRequest',
  plural: 'certificatesigningrequests',
  namespaced: false,
  shortNames: ['csr'],
  subresources: [{ name: 'approval', verbs: ['get', 'patch', 'update'] }, status],
  selectableFields: [{ name: 'spec.signerName', value: (request) => request.spec.signerName }],
});
