/**
 * Users for whom a front proxy speaks: it authenticates itself by a certificate of its own authority, and names the
 * user in headers. Nobody else's headers are looked at.
 */
import { headersWithPrefix, headerValues } from './headers.ts';
import { type PeerCertificate } from './peer-certificate.ts';
import { asAuthenticated, type UserInfo } from './user.ts';

/** The user that a front proxy names, or undefined when the client is no front proxy or names nobody. */
export function requestHeaderUser(
  { rawHeaders, peer }: { rawHeaders: readonly string[]; peer: PeerCertificate | undefined },
  /** Common names that front proxies may have; empty: any that their authority vouches for. */
  allowedNames: readonly string[],
): UserInfo | undefined {
  if (peer === undefined || !peer.isFrontProxy) return undefined;
  if (allowedNames.length > 0 && !allowedNames.includes(peer.commonName)) return undefined;
  const name = headerValues(rawHeaders, 'x-remote-user').find((value) => value !== '');
  if (name === undefined) return undefined;
  const uid = headerValues(rawHeaders, 'x-remote-uid').find((value) => value !== '');
  return asAuthenticated({
    name,
    ...(uid === undefined ? {} : { uid }),
    groups: headerValues(rawHeaders, 'x-remote-group').filter((group) => group !== ''),
    extra: Object.fromEntries(headersWithPrefix(rawHeaders, 'x-remote-extra-')),
  });
}
