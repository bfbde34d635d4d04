/**
 * What a request asks for, read from its method and URL alone: a resource, a collection, or a plain path. Authorization
 * and routing both decide on this one value, so that they can never read a URL differently.
 */

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
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Anything else: discovery, health, metrics. */
export interface PathRequest {
  readonly kind: 'path';
  /** The method in lower case. */
  readonly verb: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

export type RequestInfo = ResourceRequest | PathRequest;

const VERBS: Readonly<Record<string, string>> = {
  POST: 'create',
  GET: 'get',
  HEAD: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

const NO_QUERY = new URLSearchParams();

// What may follow `/namespaces/<name>/` and still speak of the namespace itself.
const NAMESPACE_SUBRESOURCES = new Set(['status', 'finalize']);

/**
 * Reads a request line.
 *
 * @param target the request target as received, query included
 * @throws URIError when the path is not valid percent-encoding
 */
export function parseRequestInfo(method: string, target: string): RequestInfo {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = mark < 0 ? NO_QUERY : new URLSearchParams(target.slice(mark + 1));
  const parts = path.split('/').filter((part) => part !== '');
  const location = locate(parts);
  if (location === undefined) return { kind: 'path', verb: method.toLowerCase(), path, query };
  const verb = VERBS[method] ?? '';
  return resourceRequest(location, { verb, path, query });
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
  let rest = (oldWatch ? parts.slice(1) : parts).map(decodeURIComponent);
  let namespace = '';
  const [first, second, third] = rest;
  if (first === 'namespaces' && second !== undefined) {
    namespace = second;
    if (third !== undefined && !NAMESPACE_SUBRESOURCES.has(third)) rest = rest.slice(2);
  }
  const [resource = '', given = '', subresource = '', ...tail] = rest;
  const name = given === '' ? nameFromSelector(verb, query) : given;
  return {
    kind: 'resource',
    verb: finalVerb({ verb, isCollection: given === '', oldWatch, query }),
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
  readonly oldWatch: boolean;
  readonly query: URLSearchParams;
}

function finalVerb({ verb, isCollection, oldWatch, query }: VerbContext): string {
  if (oldWatch && verb === 'get') return 'watch';
  if (!isCollection) return verb;
  if (verb === 'delete') return 'deletecollection';
  if (verb !== 'get') return verb;
  const watch = query.get('watch');
  return watch !== null && watch !== '0' && watch.toLowerCase() !== 'false' ? 'watch' : 'list';
}

// A role may allow one name; a client that lists by `metadata.name=x` asks for no more than that.
function nameFromSelector(verb: string, query: URLSearchParams): string {
  if (verb !== 'get' && verb !== 'delete') return '';
  const selector = query.get('fieldSelector');
  if (selector === null) return '';
  const match = /(?:^|,)metadata\.name==?([^,=!\\]+)(?:,|$)/.exec(selector);
  return match?.[1] ?? '';
}
