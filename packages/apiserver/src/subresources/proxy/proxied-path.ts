/** The path that a proxied request has at the server behind, and the one under which that server is seen here. */
import { posix } from 'node:path';
import type { ResourceRequest } from '../../http/request-info.ts';

export interface ProxiedPath {
  /** Percent-encoded, without query; empty when the client named the server only, without a slash after it. */
  readonly path: string;
  /** Percent-encoded, without slash at its end. */
  readonly prefix: string;
}

export function proxiedPath({ path, rest }: Pick<ResourceRequest, 'path' | 'rest'>): ProxiedPath {
  const tail = rest === '' ? '' : `/${rest}`;
  const slash = path.endsWith('/') ? '/' : '';
  // Dots and repeated slashes are resolved before anything else sees them.
  const cleaned = tail + slash === '' ? '' : posix.join('/', tail + slash);
  const here = path.replace(/\/+$/, '');
  const prefix = tail !== '' && here.endsWith(tail) ? here.slice(0, -tail.length) : here;
  return { path: encodePath(cleaned), prefix: encodePath(prefix) };
}

/** As Go writes the path of a URL. */
function encodePath(path: string): string {
  return encodeURIComponent(path)
    .replace(/%(?:24|26|2B|2C|2F|3A|3B|3D|40)/g, decodeURIComponent)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
