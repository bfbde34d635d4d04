/** Who may approve or sign certificates: those who have the verb on the signer, or on all signers of its domain. */
import { resourceAttributes } from '../auth/attributes.ts';
import type { Authorizer } from '../auth/authorize.ts';
import type { UserInfo } from '../auth/user.ts';

export interface SignerAct {
  readonly user: UserInfo;
  readonly verb: 'approve' | 'sign';
  /** `<domain>/<path>` */
  readonly signerName: string;
}

export function maySignFor(authorizer: Authorizer, { user, verb, signerName }: SignerAct): boolean {
  const [domain = ''] = signerName.split('/', 1);
  return [signerName, `${domain}/*`].some((name) => {
    const attributes = resourceAttributes({ user, verb, group: 'certificates.k8s.io', resource: 'signers', name });
    return authorizer.authorize(attributes).decision === 'allow';
  });
}
