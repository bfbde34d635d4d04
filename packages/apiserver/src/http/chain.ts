/** The way of every request through the server: this list is the order, outermost first. */
import type { Clock, Log, Metrics } from '@wherry/component';
import type { Authorizer } from '../auth/authorize.ts';
import { authenticate, type AuthenticateOptions } from '../filters/authenticate.ts';
import { authorize } from '../filters/authorize.ts';
import { catchFailures } from '../filters/catch-failures.ts';
import { countRequests } from '../filters/count-requests.ts';
import { impersonate } from '../filters/impersonate.ts';
import { limitInFlight, type InFlightLimits } from '../filters/limit-in-flight.ts';
import { requestTimeout } from '../filters/request-timeout.ts';
import type { Filter, Handler } from '../handlers/exchange.ts';
import type { Directory } from '../registry/directory.ts';

export interface ChainOptions extends AuthenticateOptions {
  readonly authorizer: Authorizer;
  readonly limits: InFlightLimits;
  readonly metrics: Metrics;
  /** What is served. */
  readonly resources: Pick<Directory, 'find'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Answers the requests that get through. */
  readonly route: Handler;
}

export function requestChain(options: ChainOptions): Handler {
  const filters: readonly Filter[] = [
    countRequests(options),
    catchFailures(options.log),
    requestTimeout(options),
    authenticate(options),
    impersonate(options.authorizer),
    limitInFlight(options.limits),
    authorize(options.authorizer),
  ];
  return filters.reduceRight((next, filter) => filter(next), options.route);
}
