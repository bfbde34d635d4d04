/** Why a connection could not be made, in the words of Go's network library: those that people search for. Pure. */

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connect: connection refused',
  EHOSTUNREACH: 'connect: no route to host',
  ENETUNREACH: 'connect: network is unreachable',
  ETIMEDOUT: 'connect: connection timed out',
  EADDRNOTAVAIL: 'connect: cannot assign requested address',
};

export function describeDialError(
  error: Error,
  { host, port }: { readonly host: string; readonly port: number },
): string {
  const code = 'code' in error ? String(error.code) : '';
  const place = `${host}:${port}`;
  const words = WORDS[code];
  if (words !== undefined) return `dial tcp ${place}: ${words}`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `dial tcp: lookup ${host}: no such host`;
  if (code === 'ECONNRESET')
    return /socket hang up|before secure TLS/.test(error.message) ? 'EOF' : 'read: connection reset by peer';
  if (code === 'EPROTO' || /^ERR_SSL_(WRONG_VERSION|PACKET_LENGTH|HTTP)/.test(code))
    return 'http: server gave HTTP response to HTTPS client';
  return error.message;
}
