/**
 * What has to be done so that a cluster's keys are complete and fresh. The roots (authorities and the service-account
 * key) are made once and never replaced: everything issued so far hangs on them. The certificates below them can be
 * re-issued at any time.
 */
import { X509Certificate } from 'node:crypto';
import {
  alternativeNames,
  alternativeNamesOf,
  belongTogether,
  CERTIFICATE_LIFETIME,
  type CertifiedKey,
  decodeName,
  type DistinguishedName,
  missingHosts,
  readPrivateKey,
  subjectOf,
} from '@wherry/pki';

/** The files that carry the roots. */
export const ROOT_FILES = ['ca.crt', 'ca.key', 'front-proxy-ca.crt', 'front-proxy-ca.key', 'sa.key'] as const;
export type RootFile = (typeof ROOT_FILES)[number];

/** The certificates below the roots, by file name without ending. */
export const LEAVES = {
  apiserver: { authority: 'ca', usage: 'server', subject: { commonName: 'kube-apiserver', organizations: [] } },
  'apiserver-kubelet-client': {
    authority: 'ca',
    usage: 'client',
    subject: { commonName: 'kube-apiserver-kubelet-client', organizations: ['system:masters'] },
  },
  'front-proxy-client': {
    authority: 'front-proxy-ca',
    usage: 'client',
    subject: { commonName: 'front-proxy-client', organizations: [] },
  },
  admin: {
    authority: 'ca',
    usage: 'client',
    subject: { commonName: 'kubernetes-admin', organizations: ['system:masters'] },
  },
} as const satisfies Record<string, LeafSpec>;
export type LeafName = keyof typeof LEAVES;

export interface LeafSpec {
  readonly authority: 'ca' | 'front-proxy-ca';
  readonly usage: 'server' | 'client';
  readonly subject: DistinguishedName;
}

/** Certificates are re-issued when a third of their life is left. */
const RENEW_BEFORE = CERTIFICATE_LIFETIME / 3;
/** Names that a serving certificate has gathered are kept up to this number. */
const MOST_GATHERED_HOSTS = 50;

/** The roots as found: all absent means a first start. */
export type RootState = 'absent' | 'complete' | { readonly problems: readonly string[] };

/** Judges the roots. Anything but all or nothing is a problem that a person has to solve. */
export function judgeRoots(files: Readonly<Record<RootFile, string | undefined>>, now: Date): RootState {
  if (ROOT_FILES.every((name) => files[name] === undefined)) return 'absent';
  const problems: string[] = ROOT_FILES.filter((name) => files[name] === undefined).map((name) => `${name} is missing`);
  for (const authority of ['ca', 'front-proxy-ca'] as const) {
    const certificate = files[`${authority}.crt`];
    const key = files[`${authority}.key`];
    if (certificate !== undefined && key !== undefined) {
      problems.push(...authorityProblems(authority, { certificate, key }, now));
    }
  }
  const signingKey = files['sa.key'];
  if (signingKey !== undefined && readPrivateKey(signingKey) === undefined) {
    problems.push('sa.key is not a private key in PEM');
  }
  return problems.length === 0 ? 'complete' : { problems };
}

function authorityProblems(name: string, pair: CertifiedKey, now: Date): string[] {
  if (readPrivateKey(pair.key) === undefined) return [`${name}.key is not a private key in PEM`];
  const certificate = readCertificate(pair.certificate);
  if (certificate === undefined) return [`${name}.crt is not a certificate in PEM`];
  if (!belongTogether(pair)) return [`${name}.key does not belong to ${name}.crt`];
  if (!certificate.ca) return [`${name}.crt is not the certificate of an authority`];
  return certificate.validToDate <= now ? [`${name}.crt expired at ${certificate.validToDate.toISOString()}`] : [];
}

export interface LeafQuestion {
  readonly spec: LeafSpec;
  readonly found: Partial<CertifiedKey>;
  /** The certificate of the authority that should have signed. */
  readonly authority: string;
  /** Hosts that a serving certificate must cover. */
  readonly hosts: readonly string[];
  readonly now: Date;
}

/** What to issue, or undefined when the certificate found is good. */
export interface LeafPlan {
  /** Why, for the log. */
  readonly because: string;
  /** The private key to keep; a new one is made when there is none. */
  readonly key?: string;
  readonly hosts: readonly string[];
}

/** Judges one certificate below the roots. A usable private key is kept, so that two servers cannot tear a pair apart. */
export function planLeaf(question: LeafQuestion): LeafPlan | undefined {
  const { found, hosts } = question;
  const because = fault(question);
  if (because === undefined) return undefined;
  const keep = found.key !== undefined && readPrivateKey(found.key) !== undefined ? { key: found.key } : {};
  return { because, ...keep, hosts: gatherHosts(found.certificate, hosts) };
}

function fault({ spec, found, authority, hosts, now }: LeafQuestion): string | undefined {
  if (found.certificate === undefined || found.key === undefined) return 'it is missing';
  const certificate = readCertificate(found.certificate);
  if (certificate === undefined) return 'it is not a certificate';
  const issuer = new X509Certificate(authority);
  if (!certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey)) return 'another authority signed it';
  if (!belongTogether({ certificate: found.certificate, key: found.key })) return 'its key does not fit';
  if (!sameName(decodeName(subjectOf(found.certificate)), spec.subject)) return 'it is for somebody else';
  if (certificate.validToDate.getTime() - now.getTime() < RENEW_BEFORE) return 'it is near its end';
  if (spec.usage === 'server') {
    const missing = missingHosts(alternativeNamesOf(found.certificate), hosts);
    if (missing.length > 0) return `it does not cover ${missing.join(', ')}`;
  }
  return undefined;
}

/** Servers that share a directory but not a name must not take turns in replacing each other's certificate. */
function gatherHosts(certificate: string | undefined, hosts: readonly string[]): readonly string[] {
  if (certificate === undefined || readCertificate(certificate) === undefined) return hosts;
  const { dnsNames, addresses } = alternativeNamesOf(certificate);
  const added = missingHosts(alternativeNames(hosts), [...dnsNames, ...addresses]);
  return added.length + hosts.length > MOST_GATHERED_HOSTS ? hosts : [...hosts, ...added];
}

function sameName(one: DistinguishedName, other: DistinguishedName): boolean {
  return one.commonName === other.commonName && one.organizations.join('\0') === other.organizations.join('\0');
}

function readCertificate(text: string): X509Certificate | undefined {
  try {
    return new X509Certificate(text);
  } catch {
    return undefined;
  }
}
