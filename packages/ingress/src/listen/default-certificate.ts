/** The certificate for hosts that have none. Made anew at each start: nobody can rely on it, and nobody should. */
import { issueAuthority, issueServingCertificate } from '@wherry/pki';

export function defaultCertificate(now: Date): { readonly certificate: string; readonly key: string } {
  const authority = issueAuthority({ commonName: 'wherry-ingress-default', now });
  const hosts = ['localhost', '*.localhost', '127.0.0.1', '::1'];
  return issueServingCertificate({ authority, commonName: 'Wherry Ingress Default Certificate', hosts, now });
}
