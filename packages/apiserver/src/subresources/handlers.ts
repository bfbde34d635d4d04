/** The paths that are served in a way of their own, by resource and subresource. All others follow the generic verbs. */
import type { Resource, Subresource } from '@wherry/api/resources';
import type { Api } from '../handlers/api.ts';
import type { VerbHandler } from '../handlers/scope.ts';
import { usageHandlers } from '../usage/usage-handlers.ts';
import { bindingHandler } from './binding.ts';
import { getComponentStatus, listComponentStatuses } from './component-status.ts';
import { evictionHandler } from './eviction/eviction.ts';
import { logHandler } from './log.ts';
import { attachHandler, execHandler, portForwardHandler } from './pod-streams.ts';
import { nodeTarget } from './proxy/node-target.ts';
import { podTarget } from './proxy/pod-target.ts';
import { proxyHandler } from './proxy/proxy.ts';
import { serviceTarget } from './proxy/service-target.ts';
import { reviewHandlers } from './reviews.ts';
import { getScale, patchScale, updateScale } from './scale.ts';
import { tokenHandler } from './token.ts';

export type SubresourceHandlers = (
  resource: Resource,
  subresource: Subresource,
  verb: string,
) => VerbHandler | undefined;

/** Finds the handler of a path that is served in a way of its own. */
export function subresourceHandlers(api: Api): SubresourceHandlers {
  const scales = new Map([
    ['get', getScale(api)],
    ['patch', patchScale(api)],
    ['update', updateScale(api)],
  ]);
  const handlers: ReadonlyMap<string, VerbHandler> = new Map([
    ['create bindings', bindingHandler(api)],
    ['create pods/binding', bindingHandler(api)],
    ['create serviceaccounts/token', tokenHandler(api)],
    ['get componentstatuses', getComponentStatus(api)],
    ['list componentstatuses', listComponentStatuses(api)],
    ['create pods/eviction', evictionHandler(api)],
    ['get pods/log', logHandler(api)],
    ...streams('pods/attach', attachHandler(api)),
    ...streams('pods/exec', execHandler(api)),
    ...streams('pods/portforward', portForwardHandler(api)),
    ...reviewHandlers(api),
    ...usageHandlers(api),
  ]);
  const proxies: ReadonlyMap<string, VerbHandler> = new Map([
    ['nodes', proxyHandler(api, nodeTarget)],
    ['pods', proxyHandler(api, podTarget)],
    ['services', proxyHandler(api, serviceTarget)],
  ]);
  return (resource, subresource, verb) => {
    // Every kind that can be scaled is scaled alike.
    if (subresource.name === 'scale') return scales.get(verb);
    // Whatever is asked of what is behind the server is passed on.
    if (subresource.name === 'proxy') return proxies.get(resource.plural);
    return handlers.get(`${verb} ${resource.plural}${subresource.name === '' ? '' : `/${subresource.name}`}`);
  };
}

/** GET for WebSockets, POST for SPDY. */
const streams = (path: string, handler: VerbHandler) =>
  [
    [`create ${path}`, handler],
    [`get ${path}`, handler],
  ] as const;
