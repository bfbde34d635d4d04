/**
 * How a CertificateSigningRequest may change: not at all by a plain update, by approval only in what is decided, by
 * its signer (through /status) only in the rest of the status. A decision is never taken back.
 */
import { quote } from '../encoding/quote.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import type { CertificateSigningRequest } from './certificate-signing-request.ts';
import { validateCertificateSigningRequest } from './csr-validation.ts';

const CONDITIONS = FieldPath.of('status', 'conditions');
const CERTIFICATE = FieldPath.of('status', 'certificate');

type Csr = Readonly<CertificateSigningRequest>;

/** Everything wrong with a plain update. */
export function validateCsrUpdate(csr: Csr, old: Csr): FieldError[] {
  return validateChange(csr, old, {});
}

/** Everything wrong with an update of `/status`. */
export function validateCsrStatusUpdate(csr: Csr, old: Csr): FieldError[] {
  return validateChange(csr, old, { maySetCertificate: true });
}

/** Everything wrong with an update of `/approval`. */
export function validateCsrApprovalUpdate(csr: Csr, old: Csr): FieldError[] {
  return validateChange(csr, old, { mayDecide: true });
}

interface Rights {
  readonly mayDecide?: boolean;
  readonly maySetCertificate?: boolean;
}

function validateChange(csr: Csr, old: Csr, { mayDecide = false, maySetCertificate = false }: Rights): FieldError[] {
  return [
    ...validateCertificateSigningRequest(csr, old),
    ...['Approved', 'Denied', 'Failed'].flatMap((type) => validateKept(csr, old, type)),
    ...(mayDecide ? [] : ['Approved', 'Denied'].flatMap((type) => validateUndecided(csr, old, type))),
    ...validateCertificateChange(csr, old, maySetCertificate),
  ];
}

function validateKept(csr: Csr, old: Csr, type: string): FieldError[] {
  return conditionsOf(csr, type).length < conditionsOf(old, type).length
    ? [FieldError.forbidden(CONDITIONS, `updates may not remove a condition of type ${quote(type)}`)]
    : [];
}

function validateUndecided(csr: Csr, old: Csr, type: string): FieldError[] {
  const [now, before] = [conditionsOf(csr, type), conditionsOf(old, type)];
  if (now.length < before.length || semanticEqual(now, before)) return [];
  const verb = now.length > before.length ? 'add' : 'modify';
  return [FieldError.forbidden(CONDITIONS, `updates may not ${verb} a condition of type ${quote(type)}`)];
}

function validateCertificateChange(csr: Csr, old: Csr, maySet: boolean): FieldError[] {
  const [now, before] = [csr.status.certificate ?? '', old.status.certificate ?? ''];
  if (now === before) return [];
  if (!maySet) return [FieldError.forbidden(CERTIFICATE, 'updates may not set certificate content')];
  return before === ''
    ? []
    : [FieldError.forbidden(CERTIFICATE, 'updates may not modify existing certificate content')];
}

function conditionsOf({ status }: Csr, wanted: string): object[] {
  return (status.conditions ?? []).filter(({ type }) => type === wanted);
}
