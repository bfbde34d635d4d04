/**
 * What a request asks for, read from its method and URL alone: a resource, a collection, or a plain path. Authorization
 * and routing both decide on this one value, so that they can never read a URL differently.
 *
 * The path is decoded before it is taken apart, as Kubernetes does: an encoded slash is a slash. So no part can ever
 * hold one, and reach another object than the one that was authorized.
 */
import { nameIsPathSegment, parseFieldSelector } from '@wherry/api';
import { readFlag } from './query-flag.ts';

/** A request under `/api/v1` or `/apis/<group>/<version>`. */
export interface ResourceRequest {
  readonly kind: 'resource';
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  /** Empty for cluster-scoped requests and for requests across all namespaces. */
  readonly namespace: string;
  readonly resource: string;
  readonly subresource: string;
  /** Empty for collections; for a list or watch of one name by field selector, that name. */
  readonly name: string;
  /** What follows the subresource: the path that a proxy passes on, without leading slash. */
  readonly rest: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Anything else: discovery, health, metrics. */
export interface PathRequest {
  readonly kind: 'path';
  /** The method in lower case. */
  readonly verb: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
}

export type RequestInfo = ResourceRequest | PathRequest;

const VERBS: ReadonlyMap<string, string> = new Map([
  ['POST', 'create'],
  ['GET', 'get'],
  ['HEAD', 'get'],
  ['PUT', 'update'],
  ['PATCH', 'patch'],
  ['DELETE', 'delete'],
]);

const NO_QUERY = new URLSearchParams();

// What may follow `/namespaces/<name>/` and still speak of the namespace itself.
const NAMESPACE_SUBRESOURCES = new Set(['status', 'finalize']);

/**
 * Reads a request line.
 *
 * @param target the request target in origin form, query included
 * @throws URIError when the path is not valid percent-encoding
 */
export function parseRequestInfo(method: string, target: string): RequestInfo {
  const mark = target.indexOf('?');
  const path = decodedPath(mark < 0 ? target : target.slice(0, mark));
  const query = mark < 0 ? NO_QUERY : new URLSearchParams(target.slice(mark + 1));
  const location = locate(withoutOuterSlashes(path).split('/'));
  if (location === undefined) return { kind: 'path', verb: method.toLowerCase(), path, query };
  return resourceRequest(location, { verb: VERBS.get(method) ?? '', path, query });
}

/** A request target as servers usually get it: proxies may send the whole URL, of which only path and query count. */
export function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const path = target.replace(/^https?:\/\/[^/?]*/i, '');
  return path.startsWith('?') || path === '' ? `/${path}` : path;
}

function decodedPath(path: string): string {
  return path.includes('%') ? decodeURIComponent(path) : path;
}

function withoutOuterSlashes(path: string): string {
  const plain = path.startsWith('/') && path.charAt(1) !== '/' && !path.endsWith('/');
  return plain ? path.slice(1) : path.replace(/^\/+|\/+$/g, '');
}

interface Location {
  readonly group: string;
  readonly version: string;
  readonly parts: readonly string[];
}

function locate(parts: readonly string[]): Location | undefined {
  const [prefix, first = '', second = ''] = parts;
  if (prefix === 'api' && parts.length >= 3) return { group: '', version: first, parts: parts.slice(2) };
  if (prefix === 'apis' && parts.length >= 4) return { group: first, version: second, parts: parts.slice(3) };
  return undefined;
}

interface Asked {
  readonly verb: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

function resourceRequest({ group, version, parts }: Location, { verb, path, query }: Asked): ResourceRequest {
  // The old form of watching, `/api/v1/watch/pods`, is still what some clients send.
  const oldWatch = parts[0] === 'watch' && parts.length > 1;
  let rest = oldWatch ? parts.slice(1) : parts;
  let namespace = '';
  const [first, second, third] = rest;
  if (first === 'namespaces' && second !== undefined) {
    namespace = second;
    if (third !== undefined && !NAMESPACE_SUBRESOURCES.has(third)) rest = rest.slice(2);
  }
  const [resource = '', given = '', subresource = '', ...tail] = rest;
  const isCollection = given === '';
  const name = isCollection && verb === 'get' ? nameFromSelector(query) : given;
  return {
    kind: 'resource',
    verb: oldWatch ? 'watch' : finalVerb({ verb, isCollection, query }),
    group,
    version,
    namespace,
    resource,
    subresource,
    name,
    rest: tail.join('/'),
    path,
    query,
  };
}

interface VerbContext {
  readonly verb: string;
  readonly isCollection: boolean;
  readonly query: URLSearchParams;
}

function finalVerb({ verb, isCollection, query }: VerbContext): string {
  if (!isCollection) return verb;
  if (verb === 'delete') return 'deletecollection';
  if (verb !== 'get') return verb;
  return readFlag(query, 'watch') ? 'watch' : 'list';
}

// A role may allow one name; a client that lists by `metadata.name=x` asks for no more than that.
function nameFromSelector(query: URLSearchParams): string {
  const selector = query.get('fieldSelector') ?? '';
  if (!selector.includes('metadata.name')) return '';
  try {
    const name = parseFieldSelector(selector).exactValue('metadata.name') ?? '';
    return nameIsPathSegment(name).length === 0 ? name : '';
  } catch {
    // The handler refuses what does not parse; here it names nothing.
    return '';
  }
}
