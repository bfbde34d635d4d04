/** The innermost handler: finds the resource and the verb that a request asks for. */
import { badRequest, FieldError, FieldPath, genericServerResponse, type StatusError } from '@wherry/api';
import type { Resource, Subresource, Verb } from '@wherry/api/resources';
import { negotiate, type Negotiated, type Offer } from '../http/negotiate.ts';
import type { ResourceRequest } from '../http/request-info.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { subresourceRules } from '../subresources/rules.ts';
import { subresourceHandlers } from '../subresources/handlers.ts';
import type { Api } from './api.ts';
import type { Exchange, Handler } from './exchange.ts';
import { assertPathSegment } from './path-segment.ts';
import type { VerbHandler } from './scope.ts';
import { verbHandlers } from './verbs.ts';

export interface RouteOptions {
  readonly api: Api;
  /** Answers everything that is not a resource. */
  readonly paths: Handler;
}

/** @throws StatusError 404 for unknown resources, 405 for verbs that one does not have */
export function route({ api, paths }: RouteOptions): Handler {
  const verbs = verbHandlers(api);
  const subresources = subresourceHandlers(api);
  return (exchange) => {
    const { info } = exchange;
    if (info.kind === 'path') return paths(exchange);
    return routeResource(exchange, { info, api, verbs, subresources });
  };
}

interface Routing {
  readonly info: ResourceRequest;
  readonly api: Api;
  readonly verbs: ReadonlyMap<string, VerbHandler>;
  readonly subresources: (resource: Resource, subresource: Subresource, verb: string) => VerbHandler | undefined;
}

function routeResource(exchange: Exchange, { info, api, verbs, subresources }: Routing): Promise<void> {
  const served = api.directory.find(info);
  if (served === undefined) throw unknownPath();
  const { resource } = served;
  assertPlace(info, resource);
  const { method = '' } = exchange.request;
  const subresource = subresourceOf(info, resource);
  if (subresource?.name === 'proxy') assertProxyMethod(method);
  else assertMethod(info, { method, verbs: subresource === undefined ? resource.verbs : subresource.verbs });
  assertPathSegment(info.namespace, 'Namespace');
  assertPathSegment(info.name, 'Name');
  const negotiated = formOf(exchange, { info, resource, subresource });
  if (negotiated.as === 'Table') assertIncludeObject(info.query);
  if (resource.deprecation !== undefined) exchange.warnings.add(resource.deprecation);
  const scope = { exchange, info, served, negotiated };
  const handler = handlerOf(served, { info, api, verbs, subresources, subresource });
  if (handler === undefined) throw new Error(`Nothing serves ${info.verb} of ${info.resource}/${info.subresource}`);
  return handler(scope);
}

interface Asked {
  readonly info: ResourceRequest;
  readonly resource: Resource;
  readonly subresource: Subresource | undefined;
}

/** What is passed on is answered in whatever form the server behind chooses. @throws StatusError 406 */
function formOf({ request }: Exchange, { info, resource, subresource }: Asked): Negotiated {
  if (isConnection(subresource)) return PASSED_ON;
  return negotiate(request.headers.accept, offerOf(info, resource));
}

const PASSED_ON: Negotiated = { format: 'json', as: undefined, pretty: false };

/** Streams and proxies have options instead of an object. */
const isConnection = (subresource: Subresource | undefined): boolean =>
  subresource?.type?.kind.endsWith('Options') ?? false;

interface Handling extends Routing {
  readonly subresource: Subresource | undefined;
}

function handlerOf(
  served: ServedResource,
  { info, verbs, subresources, subresource }: Handling,
): VerbHandler | undefined {
  const { resource } = served;
  if (subresource !== undefined) {
    return subresources(resource, subresource, info.verb) ?? genericHandler(served, { info, verbs });
  }
  return resource.ephemeral ? subresources(resource, OWN_PATH, info.verb) : verbs.get(info.verb);
}

/** @throws StatusError 404 for a path that the resource does not have */
function subresourceOf({ subresource, rest }: ResourceRequest, resource: Resource): Subresource | undefined {
  if (subresource === '') return undefined;
  const found = resource.subresources.find(({ name }) => name === subresource);
  if (found === undefined || (rest !== '' && subresource !== 'proxy')) throw unknownPath();
  return found;
}

interface Allowed {
  readonly method: string;
  readonly verbs: readonly Verb[];
}

/** @throws StatusError 405 */
function assertMethod({ verb, name, subresource }: ResourceRequest, { method, verbs }: Allowed): void {
  const isAllowed =
    verbs.some((allowed) => allowed === verb) &&
    // To ask for the headers of a resource is not possible, and the old paths of watches only watch.
    (method === 'GET' || !READING.has(verb)) &&
    // Creating goes to the collection, and what changes one object to that object.
    (subresource !== '' || (verb === 'create') === (name === '') || !ONE_OBJECT.has(verb));
  if (!isAllowed) throw genericServerResponse({ code: 405, method });
}

const PROXY_METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);

/** @throws StatusError 405 */
function assertProxyMethod(method: string): void {
  if (!PROXY_METHODS.has(method)) throw genericServerResponse({ code: 405, method });
}

const READING: ReadonlySet<string> = new Set(['get', 'list', 'watch']);
const ONE_OBJECT: ReadonlySet<string> = new Set(['create', 'update', 'patch']);

const RENDERINGS = {
  object: ['Table', 'PartialObjectMetadata'],
  list: ['Table', 'PartialObjectMetadataList'],
  /** What is answered at once has no table of its own. */
  ephemeral: [],
} as const;

function offerOf({ verb }: ResourceRequest, { ephemeral }: Resource): Offer {
  if (ephemeral && verb === 'create') return { renderings: RENDERINGS.ephemeral };
  if (verb === 'list' || verb === 'deletecollection') return { renderings: RENDERINGS.list };
  return { renderings: RENDERINGS.object, streams: verb === 'watch' };
}

const INCLUDED: ReadonlySet<string> = new Set(['', 'None', 'Metadata', 'Object']);

/** @throws StatusError 400 */
function assertIncludeObject(query: URLSearchParams): void {
  const include = query.get('includeObject') ?? '';
  if (INCLUDED.has(include)) return;
  const why = "must be 'Metadata', 'Object', 'None', or empty";
  const error = FieldError.invalid(FieldPath.of('includeObject'), include, why);
  throw badRequest(`Unable to convert to Table as requested: ${error.toString()}`);
}

/** `status`, and the subresources that show their whole parent, go by the verbs of the parent. */
function genericHandler(
  served: ServedResource,
  { info, verbs }: Pick<Routing, 'info' | 'verbs'>,
): VerbHandler | undefined {
  const isPart = info.subresource === 'status' || subresourceRules(served, info.subresource) !== undefined;
  return isPart ? verbs.get(info.verb) : undefined;
}

/** Stands for the main path of resources that are answered at once instead of being stored. */
const OWN_PATH: Subresource = { name: '', verbs: ['create', 'get', 'list'] };

/**
 * A namespaced object cannot be reached without its namespace, nor a cluster-scoped one within one. The first matters
 * for names only: across all namespaces objects can be listed and watched.
 * @throws StatusError 404, or 405 for what only works in one namespace
 */
function assertPlace({ namespace, name, resource: plural, verb }: ResourceRequest, resource: Resource): void {
  if (!resource.namespaced) {
    // The path of a namespace reads like one within it.
    const isNamespaceItself = plural === 'namespaces' && resource.group === '' && namespace === name;
    if (namespace !== '' && !isNamespaceItself) throw unknownPath();
  } else if (namespace === '' && verb !== 'list' && verb !== 'watch') {
    throw name === '' ? genericServerResponse({ code: 405 }) : unknownPath();
  }
}

function unknownPath(): StatusError {
  return genericServerResponse({ code: 404 });
}
