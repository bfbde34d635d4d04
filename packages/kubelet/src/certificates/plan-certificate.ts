/** Whether a certificate can be used, and when it is time for the next one: decisions alone. */
import { X509Certificate } from 'node:crypto';
import {
  alternativeNames,
  alternativeNamesOf,
  belongTogether,
  decodeName,
  missingHosts,
  subjectOf,
  type CertifiedKey,
  type DistinguishedName,
} from '@wherry/pki';

/** What a certificate has to say. */
export interface CertificateWish {
  readonly subject: DistinguishedName;
  /** Names and addresses that it has to be good for. */
  readonly hosts: readonly string[];
}

export interface CertificateQuestion {
  readonly pair: CertifiedKey;
  readonly wish: CertificateWish;
  /** Certificates (PEM) of those who may have signed it. @default anybody */
  readonly authorities?: string | undefined;
  readonly now: Date;
}

/** Why a certificate is of no use; undefined when it is. */
export function faultOf({ pair, wish, authorities, now }: CertificateQuestion): string | undefined {
  const certificate = readCertificate(pair.certificate);
  if (certificate === undefined) return 'it is not a certificate';
  if (!belongTogether(pair)) return 'its key does not fit';
  if (certificate.validToDate <= now) return 'it has expired';
  if (authorities !== undefined && !isSignedBy(certificate, authorities)) return 'another authority signed it';
  const { commonName, organizations } = decodeName(subjectOf(pair.certificate));
  const isWanted = commonName === wish.subject.commonName && organizations.join() === wish.subject.organizations.join();
  if (!isWanted) return 'it is for somebody else';
  const missing = missingHosts(alternativeNamesOf(pair.certificate), wish.hosts);
  return missing.length === 0 ? undefined : `it does not cover ${missing.join(', ')}`;
}

/**
 * When to ask for the next one: at 70 to 90 % of its life, so that the kubelets of a cluster do not all ask at once.
 * @param random from 0 to below 1
 */
export function rotationTime(certificate: string, random: number): Date {
  const { validFromDate, validToDate } = new X509Certificate(certificate);
  const [begin, end] = [validFromDate.getTime(), validToDate.getTime()];
  return new Date(begin + (end - begin) * (0.7 + 0.2 * random));
}

/** The names of a certificate as they are asked for. */
export const namesOf = ({ hosts }: CertificateWish) => alternativeNames(hosts);

function isSignedBy(certificate: X509Certificate, authorities: string): boolean {
  const blocks = authorities.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.some((block) => {
    const authority = readCertificate(block);
    return authority !== undefined && certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
  });
}

function readCertificate(text: string): X509Certificate | undefined {
  try {
    return new X509Certificate(text);
  } catch {
    return undefined;
  }
}
