/** CertificateApproval: to approve or deny a request for a certificate, one must have the verb `approve` on its signer. */
import { quote } from '@wherry/api';
import { CertificateSigningRequests } from '@wherry/api/certificates-v1';
import type { Authorizer } from '../auth/authorize.ts';
import type { AdmissionPlugin } from './admission.ts';
import { oldObjectOf } from './object-of.ts';
import { refuse } from './refuse.ts';
import { maySignFor } from './signer-permission.ts';

export function certificateApproval({ authorizer }: { readonly authorizer: Authorizer }): AdmissionPlugin {
  return {
    name: 'CertificateApproval',
    validate(request) {
      // The present object's signer: the new one may lie.
      const old = oldObjectOf(request, CertificateSigningRequests);
      if (old === undefined || request.operation !== 'UPDATE' || request.subresource !== 'approval') return;
      const { signerName } = old.spec;
      if (!maySignFor(authorizer, { user: request.user, verb: 'approve', signerName })) {
        throw refuse(request, `user not permitted to approve requests with signerName ${quote(signerName)}`);
      }
    },
  };
}
