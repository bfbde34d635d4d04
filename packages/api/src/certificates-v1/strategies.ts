import type { CertificateSigningRequest } from './certificate-signing-request.ts';
import { validateCsrStatusUpdate, validateCsrUpdate } from './csr-update-validation.ts';
import { validateCertificateSigningRequest } from './csr-validation.ts';
import { CertificateSigningRequests } from './resources.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave. */
export const strategies: readonly StrategyEntry[] = [
  strategyFor(CertificateSigningRequests, {
    // A request may be called anything that fits into a path, such as `node-csr-…`.
    nameRule: () => [],
    prepareForUpdate(request, old) {
      request.spec = structuredClone(old.spec);
    },
    validate: (request) => validateCertificateSigningRequest(request),
    validateUpdate: validateCsrUpdate,
    validateStatusUpdate: validateCsrStatusUpdate,
  }),
];

/** Confines an update of `/approval` to what is decided. */
export function prepareCsrForApproval(
  request: CertificateSigningRequest,
  old: Readonly<CertificateSigningRequest>,
): void {
  request.spec = structuredClone(old.spec);
  const { conditions } = request.status;
  request.status = { ...structuredClone(old.status), ...(conditions === undefined ? {} : { conditions }) };
}
