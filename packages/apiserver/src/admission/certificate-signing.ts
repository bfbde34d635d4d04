/** CertificateSigning: to put a certificate into a request, one must have the verb `sign` on its signer. */
import { quote } from '@wherry/api';
import { CertificateSigningRequests } from '@wherry/api/certificates-v1';
import { semanticEqual } from '@wherry/api/meta-v1';
import type { Authorizer } from '../auth/authorize.ts';
import type { AdmissionPlugin } from './admission.ts';
import { objectOf, oldObjectOf } from './object-of.ts';
import { refuse } from './refuse.ts';
import { maySignFor } from './signer-permission.ts';

export function certificateSigning({ authorizer }: { readonly authorizer: Authorizer }): AdmissionPlugin {
  return {
    name: 'CertificateSigning',
    validate(request) {
      const now = objectOf(request, CertificateSigningRequests);
      const old = oldObjectOf(request, CertificateSigningRequests);
      if (now === undefined || old === undefined || request.subresource !== 'status') return;
      const isSame =
        now.status.certificate === old.status.certificate &&
        semanticEqual(now.status.conditions, old.status.conditions);
      const { signerName } = old.spec;
      if (!isSame && !maySignFor(authorizer, { user: request.user, verb: 'sign', signerName })) {
        throw refuse(request, `user not permitted to sign requests with signerName ${quote(signerName)}`);
      }
    },
  };
}
