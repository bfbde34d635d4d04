/** Lets through what the user may do. */
import type { Authorizer } from '../auth/authorize.ts';
import { resourceAttributes, pathAttributes, type Attributes } from '../auth/attributes.ts';
import { forbiddenError } from '../auth/forbidden.ts';
import type { UserInfo } from '../auth/user.ts';
import type { Filter } from '../handlers/exchange.ts';
import type { RequestInfo } from '../http/request-info.ts';
import { selectorRequirements } from './selector-requirements.ts';

/** @throws StatusError 403, in the chain */
export const authorize =
  (authorizer: Authorizer): Filter =>
  (next) =>
  (exchange) => {
    assertAllowed(authorizer, attributesOf(exchange.user, exchange.info));
    return next(exchange);
  };

/** @throws StatusError 403 */
export function assertAllowed(authorizer: Authorizer, attributes: Attributes): void {
  const { decision, reason } = authorizer.authorize(attributes);
  if (decision !== 'allow') throw forbiddenError(attributes, reason);
}

/** What a request asks leave for. */
export function attributesOf(user: UserInfo, info: RequestInfo): Attributes {
  if (info.kind === 'path') return pathAttributes({ user, verb: info.verb, path: info.path });
  const { verb, group, version, namespace, resource, subresource, name, path, query } = info;
  return resourceAttributes({
    user,
    verb,
    group,
    version,
    namespace,
    resource,
    subresource,
    name,
    path,
    ...selectorRequirements(verb, query),
  });
}
