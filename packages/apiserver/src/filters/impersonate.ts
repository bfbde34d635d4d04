/** Lets users who may do so act as others (`kubectl --as`). */
import type { Authorizer } from '../auth/authorize.ts';
import { checkImpersonation, readImpersonation } from '../auth/impersonate.ts';
import type { Filter } from '../handlers/exchange.ts';

/** @throws StatusError 403, in the chain, when the user may not act as the one named */
export const impersonate =
  (authorizer: Authorizer): Filter =>
  (next) =>
  (exchange) => {
    const impersonation = readImpersonation(exchange.user, exchange.request.rawHeaders);
    if (impersonation !== undefined) {
      const refusal = checkImpersonation(impersonation, authorizer);
      if (refusal !== undefined) throw refusal;
      exchange.user = impersonation.user;
      for (const name of Object.keys(exchange.request.headers)) {
        if (name.startsWith('impersonate-')) delete exchange.request.headers[name];
      }
    }
    return next(exchange);
  };
