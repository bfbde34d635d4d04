/**
 * Who the client at the other end of a TLS connection is, by the certificate that it has shown. The TLS handshake has
 * proved that the client has the key; whether anybody vouches for the certificate is judged here, once a connection.
 */
import { createHash, X509Certificate } from 'node:crypto';
import { attributesOf, decodeName, subjectOf } from '@wherry/pki';
import { asAuthenticated, CREDENTIAL_ID_KEY, type UserInfo } from './user.ts';

/** What `tls.TLSSocket.getPeerCertificate(true)` gives: an empty object when the client has shown nothing. */
export interface ShownCertificate {
  readonly raw?: Buffer;
  readonly issuerCertificate?: ShownCertificate;
}

/** The certificates that a client has shown, its own first; the last may be its own issuer. */
export function shownChain(shown: ShownCertificate): Buffer[] {
  const chain: Buffer[] = [];
  let next: ShownCertificate | undefined = shown;
  while (next?.raw !== undefined && !chain.includes(next.raw) && chain.length <= LONGEST_CHAIN) {
    chain.push(next.raw);
    next = next.issuerCertificate === next ? undefined : next.issuerCertificate;
  }
  return chain;
}

/** A certificate that has been judged. Keep it with the connection. */
export interface PeerCertificate {
  readonly commonName: string;
  /** The certificate does not count from then on, even if the connection lives longer. */
  readonly notAfter: Date;
  /** The user that the certificate names, when the cluster's authority vouches for it. */
  readonly user?: UserInfo;
  /** Whether the authority for front proxies vouches for it. */
  readonly isFrontProxy: boolean;
  /** Why the certificate does not authenticate a user. */
  readonly problem?: string;
}

/** The certificates (PEM) of those whose word counts. */
export interface PeerAuthorities {
  readonly client: string;
  readonly requestHeader: string;
}

const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2';
const ANY_USAGE = '2.5.29.37.0';
/** The attribute of a subject that carries a user's uid (Kubernetes 1.34). */
const UID_ATTRIBUTE = '1.3.6.1.4.1.57683.2';
const LONGEST_CHAIN = 5;

/**
 * Judges the certificates that a client has sent.
 *
 * @param chain in DER, the client's own first, then intermediates in any order.
 * @returns undefined when it sent none.
 */
export function judgePeer(
  chain: readonly Buffer[],
  authorities: PeerAuthorities,
  now: Date,
): PeerCertificate | undefined {
  const [own, ...intermediates] = chain.map((der) => new X509Certificate(der));
  if (own === undefined) return undefined;
  const vouched = (authority: string) =>
    leadsTo(new X509Certificate(authority), { certificate: own, intermediates, now });
  const subject = subjectOf(own.toString());
  const { commonName } = decodeName(subject);
  const base = {
    commonName,
    notAfter: own.validToDate,
    isFrontProxy: isForClients(own) && vouched(authorities.requestHeader),
  };
  const problem = (why: string) => ({
    ...base,
    problem: `verifying certificate of ${JSON.stringify(commonName)} failed: ${why}`,
  });
  if (!vouched(authorities.client)) return problem(reasonAgainst(own, now));
  if (!isForClients(own)) return problem('certificate specifies an incompatible key usage');
  const uids = attributesOf(subject, UID_ATTRIBUTE);
  if (uids.length > 1) return problem(`expected 1 UID, but found multiple: ${uids.join(', ')}`);
  if (uids[0] === '') return problem('UID cannot be an empty string');
  return commonName === '' ? base : { ...base, user: userOf(own, subject, uids[0]) };
}

function userOf(certificate: X509Certificate, subject: Buffer, uid: string | undefined): UserInfo {
  const { commonName, organizations } = decodeName(subject);
  const fingerprint = createHash('sha256').update(certificate.raw).digest('hex');
  return asAuthenticated({
    name: commonName,
    ...(uid === undefined ? {} : { uid }),
    groups: organizations,
    extra: { [CREDENTIAL_ID_KEY]: [`X509SHA256=${fingerprint}`] },
  });
}

interface Candidate {
  readonly certificate: X509Certificate;
  readonly intermediates: readonly X509Certificate[];
  readonly now: Date;
}

function leadsTo(root: X509Certificate, { certificate, intermediates, now }: Candidate, depth = 0): boolean {
  if (!isInForce(certificate, now)) return false;
  if (signed(root, certificate)) return isInForce(root, now);
  if (depth >= LONGEST_CHAIN) return false;
  return intermediates
    .filter((issuer) => issuer.ca && issuer !== certificate && signed(issuer, certificate))
    .some((issuer) => leadsTo(root, { certificate: issuer, intermediates, now }, depth + 1));
}

function signed(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function isInForce({ validFromDate, validToDate }: X509Certificate, now: Date): boolean {
  return validFromDate <= now && now < validToDate;
}

function isForClients({ keyUsage }: X509Certificate): boolean {
  // Node calls the extended key usages `keyUsage`, and has it undefined when the certificate does not restrict them.
  const usages = keyUsage as readonly string[] | undefined;
  return usages === undefined || usages.includes(CLIENT_AUTHENTICATION) || usages.includes(ANY_USAGE);
}

function reasonAgainst(certificate: X509Certificate, now: Date): string {
  return isInForce(certificate, now)
    ? 'certificate signed by unknown authority'
    : 'certificate has expired or is not yet valid';
}
