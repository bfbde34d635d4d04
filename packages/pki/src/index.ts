/** Keys and certificates: reading and making them, the files that hold them, and kubeconfigs. */
export { alternativeNames, type AlternativeNames, hasNames, missingHosts } from './alternative-names.ts';
export { type BuildRequestOptions, buildCertificateRequest } from './build-certificate-request.ts';
export {
  alternativeNamesOf,
  belongTogether,
  type CertificateTemplate,
  type CertificateUsage,
  type CertifiedKey,
  issueCertificate,
  pem,
  subjectOf,
} from './certificate.ts';
export { type CertificateRequest, CertificateRequestError, readCertificateRequest } from './certificate-request.ts';
export { type DerElement, DerError, expectBits, expectTag, readElement, readElements, readOid } from './der-reader.ts';
export {
  bitString,
  boolean,
  context,
  element,
  integer,
  nothing,
  octetString,
  oid,
  sequence,
  set,
  TAG,
  time,
  utf8String,
} from './der-writer.ts';
export { attributesOf, decodeName, type DistinguishedName, encodeName } from './distinguished-name.ts';
export {
  AUTHORITY_LIFETIME,
  CERTIFICATE_LIFETIME,
  type ClientCertificateOptions,
  issueAuthority,
  issueClientCertificate,
  issueServingCertificate,
  newCertificateKey,
  readPrivateKey,
  type ServingCertificateOptions,
  signCertificateRequest,
  type SignRequestOptions,
} from './issue.ts';
export { makePrivateDirectory, publishDirectory, readIfPresent, replaceFile } from './key-directory.ts';
export { KeyUsageError } from './key-usage.ts';
export {
  formatJsonKubeconfig,
  formatKubeconfig,
  type KubeconfigCredentials,
  type KubeconfigOptions,
} from './kubeconfig.ts';
