/** What went wrong on the way to another server, in the words that Kubernetes' users know from its errors. */
import { quote } from '@wherry/api';

/** Another server could not be reached, or did not answer as a server does. */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure';
}

const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
  ECONNRESET: 'connection reset by peer',
  EADDRNOTAVAIL: 'cannot assign requested address',
  EACCES: 'permission denied',
};

const CERTIFICATE_ERRORS: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate signed by unknown authority',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate signed by unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate signed by unknown authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate signed by unknown authority',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate signed by unknown authority',
  CERT_HAS_EXPIRED: 'certificate has expired or is not yet valid',
  CERT_NOT_YET_VALID: 'certificate has expired or is not yet valid',
};

/** The failure to open a TCP connection. @param where `host:port` */
export function dialFailure(where: string, error: unknown): NetworkFailure {
  const code = codeOf(error);
  if (code === 'ETIMEDOUT') return new NetworkFailure(`dial tcp ${where}: i/o timeout`, { cause: error });
  const why = SYSTEM_ERRORS[code] ?? messageOf(error);
  return new NetworkFailure(`dial tcp ${where}: connect: ${why}`, { cause: error });
}

/** The failure to find the address of a host. */
export function lookupFailure(host: string, error: unknown): NetworkFailure {
  const why = codeOf(error) === 'ENOTFOUND' ? 'no such host' : messageOf(error);
  return new NetworkFailure(`dial tcp: lookup ${host}: ${why}`, { cause: error });
}

/** The failure of a TLS handshake. */
export function handshakeFailure(error: unknown): NetworkFailure {
  const code = codeOf(error);
  const distrust = code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? messageOf(error) : CERTIFICATE_ERRORS[code];
  if (distrust !== undefined) {
    return new NetworkFailure(`tls: failed to verify certificate: x509: ${distrust}`, { cause: error });
  }
  if (code === 'ECONNRESET') return new NetworkFailure('EOF', { cause: error });
  if (code === 'ETIMEDOUT') return new NetworkFailure('net/http: TLS handshake timeout', { cause: error });
  return new NetworkFailure(`remote error: tls: ${messageOf(error)}`, { cause: error });
}

/** The failure of an exchange on an open connection. */
export function exchangeFailure(error: unknown): NetworkFailure {
  if (error instanceof NetworkFailure) return error;
  const code = codeOf(error);
  // Node says this of a server that ends the connection instead of answering.
  if (code === 'ECONNRESET' || code === 'EPIPE') return new NetworkFailure('EOF', { cause: error });
  if (code.startsWith('HPE_')) {
    const why = `malformed HTTP response ${quote(firstLine(error))}`;
    return new NetworkFailure(`net/http: HTTP/1.x transport connection broken: ${why}`, { cause: error });
  }
  return new NetworkFailure(messageOf(error), { cause: error });
}

const SHOWN_BYTES = 60;

function firstLine(error: unknown): string {
  const packet: unknown = error instanceof Error ? Reflect.get(error, 'rawPacket') : undefined;
  if (!(packet instanceof Uint8Array)) return '';
  const text = Buffer.from(packet.subarray(0, SHOWN_BYTES)).toString('latin1');
  return text.split(/\r?\n/, 1)[0] ?? '';
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : '';
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
