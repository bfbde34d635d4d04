export {
  CertificateSigningRequest,
  CertificateSigningRequestCondition,
  CertificateSigningRequestSpec,
  CertificateSigningRequestStatus,
} from './certificate-signing-request.ts';
export { CertificateSigningRequests } from './resources.ts';
export { validateCsrApprovalUpdate } from './csr-update-validation.ts';
export { prepareCsrForApproval } from './strategies.ts';
