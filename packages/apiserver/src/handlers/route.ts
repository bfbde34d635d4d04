/** The innermost handler: finds the resource and the verb that a request asks for. */
import { methodNotSupported, StatusError } from '@wherry/api';
import type { Resource, Subresource } from '@wherry/api/resources';
import type { ResourceRequest } from '../http/request-info.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { subresourceRules } from '../subresources/rules.ts';
import { subresourceHandlers } from '../subresources/handlers.ts';
import type { Api } from './api.ts';
import type { Exchange, Handler } from './exchange.ts';
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
  assertScope(info, resource);
  if (resource.deprecation !== undefined) exchange.warnings.add(resource.deprecation);
  const scope = { exchange, info, served };
  if (info.subresource === '') {
    const handler = verbs.get(info.verb);
    if (handler === undefined || !resource.verbs.some((verb) => verb === info.verb)) {
      throw methodNotSupported(served.name, info.verb);
    }
    const own = resource.ephemeral ? subresources(resource, OWN_PATH, info.verb) : handler;
    if (own === undefined) throw methodNotSupported(served.name, info.verb);
    return own(scope);
  }
  const subresource = resource.subresources.find(({ name }) => name === info.subresource);
  if (subresource === undefined) throw unknownPath();
  if (!subresource.verbs.some((verb) => verb === info.verb)) throw methodNotSupported(served.name, info.verb);
  const handler = subresources(resource, subresource, info.verb) ?? genericHandler(served, { info, verbs });
  if (handler === undefined) throw notServed(info);
  return handler(scope);
}

/** `status`, and the subresources that show their whole parent, go by the verbs of the parent. */
function genericHandler(
  served: ServedResource,
  { info, verbs }: Pick<Routing, 'info' | 'verbs'>,
): VerbHandler | undefined {
  const isPart = info.subresource === 'status' || subresourceRules(served, info.subresource) !== undefined;
  return isPart ? verbs.get(info.verb) : undefined;
}

/** What discovery names and this server cannot answer by itself. */
function notServed({ resource, subresource }: ResourceRequest): StatusError {
  return new StatusError({
    code: 501,
    reason: 'NotImplemented',
    message: `${resource}/${subresource} is not served: it needs a kubelet, and this cluster has none`,
  });
}

/** Stands for the main path of resources that are answered at once instead of being stored. */
const OWN_PATH: Subresource = { name: '', verbs: ['create', 'get', 'list'] };

/** A namespaced object cannot be reached without its namespace, nor a cluster-scoped one within one. */
function assertScope({ namespace, name, resource: plural, verb }: ResourceRequest, resource: Resource): void {
  if (resource.namespaced) {
    if (namespace === '' && (name !== '' || verb === 'create') && verb !== 'list' && verb !== 'watch')
      throw unknownPath();
  } else if (namespace !== '' && plural !== 'namespaces') throw unknownPath();
}

function unknownPath(): StatusError {
  return new StatusError({
    code: 404,
    reason: 'NotFound',
    message: 'the server could not find the requested resource',
    details: {},
  });
}
