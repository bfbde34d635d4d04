/** `certificatesigningrequests/approval`: whether a request for a certificate is to be granted, and nothing else of it. */
import {
  prepareCsrForApproval,
  validateCsrApprovalUpdate,
  type CertificateSigningRequest,
} from '@wherry/api/certificates-v1';
import type { UpdateRules } from '../registry/update.ts';

// The path exists for these requests only.
export const approvalRules: UpdateRules = {
  prepare(object, old) {
    prepareCsrForApproval(object as CertificateSigningRequest, old as CertificateSigningRequest);
    return object;
  },
  validate: (object, old) =>
    validateCsrApprovalUpdate(object as CertificateSigningRequest, old as CertificateSigningRequest),
};
