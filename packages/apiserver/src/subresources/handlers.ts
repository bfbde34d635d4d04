/** The paths that are served in a way of their own, by resource and subresource. All others follow the generic verbs. */
import type { Resource, Subresource } from '@wherry/api/resources';
import type { Api } from '../handlers/api.ts';
import type { VerbHandler } from '../handlers/scope.ts';
import { bindingHandler } from './binding.ts';
import { reviewHandlers } from './reviews.ts';
import { tokenHandler } from './token.ts';

export type SubresourceHandlers = (
  resource: Resource,
  subresource: Subresource,
  verb: string,
) => VerbHandler | undefined;

/** Finds the handler of a path that is served in a way of its own. */
export function subresourceHandlers(api: Api): SubresourceHandlers {
  const handlers: ReadonlyMap<string, VerbHandler> = new Map([
    ['create bindings', bindingHandler(api)],
    ['create pods/binding', bindingHandler(api)],
    ['create serviceaccounts/token', tokenHandler(api)],
    ...reviewHandlers(api),
  ]);
  return (resource, subresource, verb) =>
    handlers.get(`${verb} ${resource.plural}${subresource.name === '' ? '' : `/${subresource.name}`}`);
}
