import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bytes, int32, string, time } from '../schema/scalars.ts';
import { definitionsIn, boxedList, dict, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.certificates.v1');

export const CertificateSigningRequestSpec = struct(
  'CertificateSigningRequestSpec',
  'What is asked for, of whom and by whom. Immutable.',
  {
    request: field(1, bytes, 'The request: PKCS#10 in a PEM block of type CERTIFICATE REQUEST.'),
    signerName: field(7, string, 'Who is to sign, such as kubernetes.io/kube-apiserver-client.'),
    expirationSeconds: field(
      8,
      optional(int32),
      'Seconds the certificate should be valid; at least 600. A signer may differ.',
    ),
    usages: field(5, omitEmpty(list(string)), 'What the key may be used for, such as "client auth"; at least one.', {
      merge: 'atomic',
    }),
    username: field(2, omitEmpty(string), 'Who asks: set by the server.'),
    uid: field(3, omitEmpty(string), 'Unique id of who asks: set by the server.'),
    groups: field(4, omitEmpty(list(string)), 'Groups of who asks: set by the server.', { merge: 'atomic' }),
    extra: field(6, omitEmpty(dict(boxedList(string))), 'What else is known of who asks: set by the server.'),
  },
);
export type CertificateSigningRequestSpec = Infer<typeof CertificateSigningRequestSpec>;

export const CertificateSigningRequestCondition = struct(
  'CertificateSigningRequestCondition',
  'What has been decided about a request.',
  {
    type: field(1, string, 'Approved, Denied or Failed, or a word of the signer.'),
    status: field(6, string, 'True, False or Unknown; Approved, Denied and Failed are always True.'),
    reason: field(2, omitEmpty(string), 'Why, in one word.'),
    message: field(3, omitEmpty(string), 'Why, for people.'),
    lastUpdateTime: field(4, omitEmpty(time), 'When the condition was last written.'),
    lastTransitionTime: field(5, omitEmpty(time), 'When the status last changed.'),
  },
);
export type CertificateSigningRequestCondition = Infer<typeof CertificateSigningRequestCondition>;

export const CertificateSigningRequestStatus = struct(
  'CertificateSigningRequestStatus',
  'What has been decided, and the certificate.',
  {
    conditions: field(1, omitEmpty(list(CertificateSigningRequestCondition)), 'What has been decided.', {
      mapKeys: ['type'],
    }),
    certificate: field(
      2,
      omitEmpty(bytes),
      'The certificate and those it follows from: PEM blocks. Immutable once set.',
    ),
  },
);
export type CertificateSigningRequestStatus = Infer<typeof CertificateSigningRequestStatus>;

export const CertificateSigningRequest = struct(
  'CertificateSigningRequest',
  'Asks a signer for a certificate, which is issued once the request is approved.',
  {
    ...typeMeta,
    metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
    spec: field(2, CertificateSigningRequestSpec, 'What is asked for. Immutable.'),
    status: field(3, omitEmpty(CertificateSigningRequestStatus), 'What has been decided, and the certificate.'),
  },
);
export type CertificateSigningRequest = Infer<typeof CertificateSigningRequest>;
