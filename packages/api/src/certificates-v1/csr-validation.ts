/**
 * What a CertificateSigningRequest has to satisfy. What was wrong with a stored request already, under rules of an
 * earlier day, may stay wrong. That the request is signed with its own key is for the apiserver to check.
 */
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import type {
  CertificateSigningRequest,
  CertificateSigningRequestCondition,
  CertificateSigningRequestSpec,
} from './certificate-signing-request.ts';
import { certificateProblem } from './certificate-validation.ts';
import { KEY_USAGES } from './key-usages.ts';
import { pemBlocks } from './pem-blocks.ts';
import { validateSignerName } from './signer-name-validation.ts';

const SPEC = FieldPath.of('spec');
const CONDITIONS = FieldPath.of('status', 'conditions');
const MIN_EXPIRATION_SECONDS = 600;
const LEGACY_SIGNER = 'kubernetes.io/legacy-unknown';

type Csr = Readonly<CertificateSigningRequest>;

/** Everything wrong with a request, new or (with `old`) changed. */
export function validateCertificateSigningRequest({ spec, status }: Csr, old?: Csr): FieldError[] {
  const certificateIsNew = old === undefined || (status.certificate ?? '') !== (old.status.certificate ?? '');
  const problem = certificateIsNew ? certificateProblem(status.certificate ?? '') : undefined;
  return [
    ...validateRequest(spec),
    ...validateUsages(spec.usages ?? [], old?.spec.usages ?? []),
    ...validateSigner(spec.signerName, old),
    ...validateExpiration(spec.expirationSeconds),
    ...validateConditions(status.conditions ?? [], old?.status.conditions ?? []),
    ...(problem === undefined
      ? []
      : [FieldError.invalid(FieldPath.of('status', 'certificate'), '<certificate data>', problem)]),
  ];
}

function validateRequest({ request }: CertificateSigningRequestSpec): FieldError[] {
  const [block] = pemBlocks(Buffer.from(request, 'base64').toString('utf8'));
  return block?.type === 'CERTIFICATE REQUEST'
    ? []
    : [FieldError.invalid(SPEC.child('request'), request, 'PEM block type must be CERTIFICATE REQUEST')];
}

function validateUsages(usages: readonly string[], old: readonly string[]): FieldError[] {
  const path = SPEC.child('usages');
  const isDouble = (usage: string, position: number, all: readonly string[]): boolean => all.indexOf(usage) < position;
  const isUnknown = (usage: string): boolean => !KEY_USAGES.includes(usage);
  const errors = usages.length === 0 ? [FieldError.required(path)] : [];
  usages.forEach((usage, at) => {
    if (isUnknown(usage) && !old.some(isUnknown)) {
      errors.push(FieldError.notSupported(path.index(at), usage, KEY_USAGES));
    }
  });
  usages.forEach((usage, at) => {
    if (isDouble(usage, at, usages) && !old.some(isDouble)) errors.push(FieldError.duplicate(path.index(at), usage));
  });
  return errors;
}

function validateSigner(name: string, old: Csr | undefined): FieldError[] {
  const path = SPEC.child('signerName');
  return name === LEGACY_SIGNER && old?.spec.signerName !== LEGACY_SIGNER
    ? [FieldError.invalid(path, name, 'the legacy signerName is not allowed via this API version')]
    : validateSignerName(path, name);
}

function validateExpiration(seconds = MIN_EXPIRATION_SECONDS): FieldError[] {
  if (seconds >= MIN_EXPIRATION_SECONDS) return [];
  const detail = 'may not specify a duration less than 600 seconds (10 minutes)';
  return [FieldError.invalid(SPEC.child('expirationSeconds'), seconds, detail)];
}

type Conditions = readonly CertificateSigningRequestCondition[];

function validateConditions(conditions: Conditions, old: Conditions): FieldError[] {
  const typesOf = (list: Conditions): string[] => list.map(({ type }) => type);
  const isDouble = (type: string, at: number, all: readonly string[]): boolean => all.indexOf(type) < at;
  const areExclusive = (list: Conditions): boolean =>
    ['Approved', 'Denied'].every((type) => typesOf(list).includes(type));
  const mayRepeat = typesOf(old).some(isDouble);
  return typesOf(conditions).flatMap((type, at, types) => {
    const path = CONDITIONS.index(at);
    const { status = '' } = conditions[at] ?? {};
    const contradicts = areExclusive(conditions.slice(0, at + 1)) && (type === 'Approved' || type === 'Denied');
    return [
      ...(type === '' && !typesOf(old).includes('') ? [FieldError.required(path.child('type'))] : []),
      ...validateConditionStatus(path.child('status'), type, status),
      ...(contradicts && !areExclusive(old)
        ? [FieldError.invalid(CONDITIONS, type, 'Approved and Denied conditions are mutually exclusive')]
        : []),
      ...(isDouble(type, at, types) && !mayRepeat ? [FieldError.duplicate(path.child('type'), type)] : []),
    ];
  });
}

function validateConditionStatus(path: FieldPath, type: string, status: string): FieldError[] {
  if (status === '') return [FieldError.required(path)];
  const supported = ['Approved', 'Denied', 'Failed'].includes(type) ? ['True'] : ['False', 'True', 'Unknown'];
  return supported.includes(status) ? [] : [FieldError.notSupported(path, status, supported)];
}
