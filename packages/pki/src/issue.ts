/**
 * The certificates of a cluster, by purpose: authorities, clients (users and components), servers, and answers to
 * certificate requests. Certificates use P-256 keys: as safe as RSA 3072 and made in a millisecond.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { alternativeNames } from './alternative-names.ts';
import { type CertificateTemplate, type CertifiedKey, issueCertificate } from './certificate.ts';
import { type CertificateRequest } from './certificate-request.ts';

const DAY = 24 * 3600_000;
/** How long an authority lives: ten years, as with kubeadm. */
export const AUTHORITY_LIFETIME = 3650 * DAY;
/** How long other certificates live: a year, as with kubeadm. */
export const CERTIFICATE_LIFETIME = 365 * DAY;
/** Certificates are dated back a little, for clients whose clock is slow. */
const BACKDATE = 5 * 60_000;

/** A new private key for a certificate, in PEM. */
export function newCertificateKey(): string {
  return exportKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
}

/** A new authority that signs for itself. */
export function issueAuthority({ commonName, now }: { commonName: string; now: Date }): CertifiedKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const template: CertificateTemplate = {
    subject: { commonName, organizations: [] },
    publicKey,
    usages: ['authority'],
    names: alternativeNames([commonName]),
    ...validity(now, AUTHORITY_LIFETIME),
  };
  return { certificate: issueCertificate(template, { selfSigned: privateKey }), key: exportKey(privateKey) };
}

export interface ClientCertificateOptions {
  readonly authority: CertifiedKey;
  /** Becomes the common name: the user that the certificate authenticates. */
  readonly user: string;
  /** Become the organisations: the user's groups. */
  readonly groups?: readonly string[];
  readonly now: Date;
  /** Milliseconds; a year unless told. Never beyond the authority's own end. */
  readonly lifetime?: number;
  /** A private key to keep, in PEM; a new one unless told. */
  readonly key?: string;
}

/** A certificate by which a user or component authenticates (`system:kube-scheduler`, `system:node:worker-1` …). */
export function issueClientCertificate(options: ClientCertificateOptions): CertifiedKey {
  const { authority, user, groups = [], now, lifetime = CERTIFICATE_LIFETIME, key = newCertificateKey() } = options;
  const template: CertificateTemplate = {
    subject: { commonName: user, organizations: groups },
    publicKey: createPublicKey(key),
    usages: ['client'],
    ...validity(now, lifetime, authority),
  };
  return { certificate: issueCertificate(template, authority), key };
}

export interface ServingCertificateOptions {
  readonly authority: CertifiedKey;
  readonly commonName: string;
  /** Host names and addresses that clients may use. */
  readonly hosts: readonly string[];
  readonly now: Date;
  readonly lifetime?: number;
  readonly key?: string;
}

/** A certificate for a server. */
export function issueServingCertificate(options: ServingCertificateOptions): CertifiedKey {
  const { authority, commonName, hosts, now, lifetime = CERTIFICATE_LIFETIME, key = newCertificateKey() } = options;
  const template: CertificateTemplate = {
    subject: { commonName, organizations: [] },
    publicKey: createPublicKey(key),
    usages: ['server'],
    names: alternativeNames(hosts),
    ...validity(now, lifetime, authority),
  };
  return { certificate: issueCertificate(template, authority), key };
}

export interface SignRequestOptions {
  readonly authority: CertifiedKey;
  /** Its subject and names are taken as they are: whoever approves it has judged them. */
  readonly request: CertificateRequest;
  /** What the certificate may be used for, in the words of a CertificateSigningRequest. */
  readonly keyUsages: readonly string[];
  readonly now: Date;
  /** Milliseconds; never beyond the authority's own end. */
  readonly lifetime: number;
}

/** Below this, the backdating of a certificate does not count as a part of its life. */
const SHORT_LIFETIME = 8 * 3600_000;

/**
 * Answers a certificate request.
 *
 * @returns the certificate in PEM.
 * @throws KeyUsageError for usages that mean nothing; Error when the authority has expired.
 */
export function signCertificateRequest(options: SignRequestOptions): string {
  const { authority, request, keyUsages, now, lifetime } = options;
  const { subject, publicKey, names } = request;
  const usages = { keyUsages };
  const end = new X509Certificate(authority.certificate).validToDate;
  if (end <= now) throw new Error(`Cannot sign: the authority has expired at ${end.toISOString()}`);
  const left = lifetime < SHORT_LIFETIME ? lifetime : lifetime - BACKDATE;
  return issueCertificate({ subject, publicKey, names, usages, ...validity(now, left, authority) }, authority);
}

function validity(now: Date, lifetime: number, authority?: CertifiedKey): { notBefore: Date; notAfter: Date } {
  const end = now.getTime() + lifetime;
  const limit = authority === undefined ? end : new X509Certificate(authority.certificate).validToDate.getTime();
  return { notBefore: new Date(now.getTime() - BACKDATE), notAfter: new Date(Math.min(end, limit)) };
}

function exportKey(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** The private key of this PEM text, or undefined when it is not one. */
export function readPrivateKey(text: string): KeyObject | undefined {
  try {
    return createPrivateKey(text);
  } catch {
    return undefined;
  }
}
