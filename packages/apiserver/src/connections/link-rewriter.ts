/**
 * Links of pages that are seen through a proxy path: those to the server's own root lead out of the path unless the
 * path is put before them. What leads elsewhere, and what is relative, stays.
 */
import { posix } from 'node:path';

export interface LinkPlace {
  /** The path of the proxy, which is put before links, percent-encoded. */
  readonly prefix: string;
  /** `host:port` of the server that wrote the link. */
  readonly server: string;
  /** The host that the client asked for. */
  readonly asked: string;
}

/** The parts of a URL reference (RFC 3986, appendix B). */
const REFERENCE = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)([^]*)$/i;

/** The link as it has to be for a client of the proxy. */
export function rewriteLink(link: string, { prefix, server, asked }: LinkPlace): string {
  const [, scheme, host = '', path = '', rest = ''] = REFERENCE.exec(link) ?? [];
  const isElsewhere = host !== '' && host !== server && host !== asked;
  if (isElsewhere || !path.startsWith('/')) return link;
  // Who names the host that the client sees means it.
  const base = host !== '' && host === asked ? `${scheme === undefined ? '' : `${scheme}:`}//${host}` : '';
  return `${base}${path.startsWith(prefix) ? path : posix.join(prefix, path)}${rest}`;
}
