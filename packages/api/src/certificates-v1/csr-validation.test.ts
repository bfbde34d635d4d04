import { describe, expect, it } from 'vitest';
import { decodeJson } from '../schema/decode-json.ts';
import { CertificateSigningRequest } from './certificate-signing-request.ts';
import { validateCsrApprovalUpdate, validateCsrStatusUpdate, validateCsrUpdate } from './csr-update-validation.ts';
import { validateCertificateSigningRequest } from './csr-validation.ts';
import { prepareCsrForApproval } from './strategies.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const pem = (type: string): string => base64(`-----BEGIN ${type}-----\nAAAA\n-----END ${type}-----\n`);
const GOOD = {
  request: pem('CERTIFICATE REQUEST'),
  signerName: 'kubernetes.io/kube-apiserver-client',
  usages: ['client auth'],
};
const APPROVED = { type: 'Approved', status: 'True' };
const csr = (spec: object, status: object = {}): CertificateSigningRequest =>
  decodeJson(CertificateSigningRequest, { metadata: { name: 'a' }, spec: { ...GOOD, ...spec }, status }).value;

describe('validateCertificateSigningRequest', () => {
  it.each<[string, object, string[]]>([
    ['a good request', {}, []],
    [
      'a certificate instead of a request',
      { request: pem('CERTIFICATE') },
      [expect.stringMatching(/^spec.request: .*: PEM block type must be CERTIFICATE REQUEST$/) as unknown as string],
    ],
    ['no usages', { usages: [] }, ['spec.usages: Required value']],
    ['a usage twice', { usages: ['client auth', 'client auth'] }, ['spec.usages[1]: Duplicate value: "client auth"']],
    [
      'a minute',
      { expirationSeconds: 60 },
      ['spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 600 seconds (10 minutes)'],
    ],
    ['no signer', { signerName: '' }, ['spec.signerName: Required value']],
    [
      'a signer without a path',
      { signerName: 'example.com' },
      [
        `spec.signerName: Invalid value: "example.com": must be a fully qualified domain and path of the form 'example.com/signer-name'`,
      ],
    ],
    [
      'the signer of the first days',
      { signerName: 'kubernetes.io/legacy-unknown' },
      [
        'spec.signerName: Invalid value: "kubernetes.io/legacy-unknown": the legacy signerName is not allowed via this API version',
      ],
    ],
  ])('%s', (_name, spec, expected) => {
    expect(validateCertificateSigningRequest(csr(spec)).map(String)).toEqual(expected);
  });

  it('a usage that does not exist names those that do', () => {
    const [error] = validateCertificateSigningRequest(csr({ usages: ['tea'] })).map(String);
    expect(error).toMatch(/^spec.usages\[0\]: Unsupported value: "tea": supported values: "any", "cert sign", /);
  });
});

describe('validateCsrApprovalUpdate', () => {
  it('lets a request be approved', () => {
    expect(validateCsrApprovalUpdate(csr({}, { conditions: [APPROVED] }), csr({}))).toEqual([]);
  });

  it('refuses to deny what was approved', () => {
    const both = csr({}, { conditions: [APPROVED, { type: 'Denied', status: 'True' }] });
    expect(validateCsrApprovalUpdate(both, csr({}, { conditions: [APPROVED] })).map(String)).toEqual([
      'status.conditions: Invalid value: "Denied": Approved and Denied conditions are mutually exclusive',
    ]);
  });

  it('refuses to approve by halves', () => {
    const half = csr({}, { conditions: [{ type: 'Approved', status: 'False' }] });
    expect(validateCsrApprovalUpdate(half, csr({})).map(String)).toEqual([
      'status.conditions[0].status: Unsupported value: "False": supported values: "True"',
    ]);
  });

  it('refuses to take a decision back', () => {
    expect(validateCsrApprovalUpdate(csr({}), csr({}, { conditions: [APPROVED] })).map(String)).toEqual([
      'status.conditions: Forbidden: updates may not remove a condition of type "Approved"',
    ]);
  });

  it('leaves all but the conditions as they are', () => {
    const old = csr({}, { certificate: pem('CERTIFICATE') });
    const changed = csr({ usages: ['any'] }, { conditions: [APPROVED] });
    prepareCsrForApproval(changed, old);
    expect(changed).toEqual(csr({}, { conditions: [APPROVED], certificate: pem('CERTIFICATE') }));
  });
});

describe('validateCsrStatusUpdate', () => {
  it('refuses to decide', () => {
    expect(validateCsrStatusUpdate(csr({}, { conditions: [APPROVED] }), csr({})).map(String)).toEqual([
      'status.conditions: Forbidden: updates may not add a condition of type "Approved"',
    ]);
  });

  it.each([
    ['text', base64('hello'), 'must contain at least one CERTIFICATE PEM block'],
    ['a key', pem('PRIVATE KEY'), 'only CERTIFICATE PEM blocks are allowed, found "PRIVATE KEY"'],
    ['a block that is no certificate', pem('CERTIFICATE'), 'x509: malformed certificate'],
  ])('refuses %s as a certificate', (_name, certificate, detail) => {
    expect(validateCsrStatusUpdate(csr({}, { certificate }), csr({})).map(String)).toEqual([
      `status.certificate: Invalid value: "<certificate data>": ${detail}`,
    ]);
  });
});

describe('validateCsrUpdate', () => {
  it('refuses a certificate', () => {
    expect(validateCsrUpdate(csr({}), csr({}, { certificate: pem('CERTIFICATE') })).map(String)).toEqual([
      'status.certificate: Forbidden: updates may not set certificate content',
    ]);
  });
});
