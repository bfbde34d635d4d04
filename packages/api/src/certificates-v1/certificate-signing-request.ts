import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bytes, int32, string, time } from '../schema/scalars.ts';
import { definitionsIn, boxedList, dict, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.certificates.v1');

export const CertificateSigningRequestSpec = struct('CertificateSigningRequestSpec', '', {
  request: field(1, bytes, ''),
  signerName: field(7, string, ''),
  expirationSeconds: field(8, optional(int32), ''),
  usages: field(5, omitEmpty(list(string)), '', { merge: 'atomic' }),
  username: field(2, omitEmpty(string), ''),
  uid: field(3, omitEmpty(string), ''),
  groups: field(4, omitEmpty(list(string)), '', { merge: 'atomic' }),
  extra: field(6, omitEmpty(dict(boxedList(string))), ''),
});
export type CertificateSigningRequestSpec = Infer<typeof CertificateSigningRequestSpec>;

export const CertificateSigningRequestCondition = struct('CertificateSigningRequestCondition', '', {
  type: field(1, string, ''),
  status: field(6, string, ''),
  reason: field(2, omitEmpty(string), ''),
  message: field(3, omitEmpty(string), ''),
  lastUpdateTime: field(4, omitEmpty(time), ''),
  lastTransitionTime: field(5, omitEmpty(time), ''),
});
export type CertificateSigningRequestCondition = Infer<typeof CertificateSigningRequestCondition>;

export const CertificateSigningRequestStatus = struct('CertificateSigningRequestStatus', '', {
  conditions: field(1, omitEmpty(list(CertificateSigningRequestCondition)), '', { mapKeys: ['type'] }),
  certificate: field(2, omitEmpty(bytes), ''),
});
export type CertificateSigningRequestStatus = Infer<typeof CertificateSigningRequestStatus>;

export const CertificateSigningRequest = struct('CertificateSigningRequest', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, CertificateSigningRequestSpec, ''),
  status: field(3, omitEmpty(CertificateSigningRequestStatus), ''),
});
export type CertificateSigningRequest = Infer<typeof CertificateSigningRequest>;
