/** The bounds of a LimitRange on one resource, each as a function from what is given to what is wrong with it. */
import { Quantity } from '@wherry/api';
import type { ResourceAmounts } from '@wherry/api/core-v1';

export interface Bound {
  /** `Container`, `Pod` or `PersistentVolumeClaim`: stands in the messages. */
  readonly type: string;
  readonly resource: string;
  readonly enforced: Quantity;
}

export interface Given {
  readonly requests: ResourceAmounts;
  readonly limits: ResourceAmounts;
}

export function faultOfMinimum(bound: Bound, given: Given): string | undefined {
  const { request, limit } = amountsOf(bound, given);
  const least = `minimum ${subject(bound)}`;
  if (request === undefined) return `${least}.  No request is specified`;
  if (request.compare(bound.enforced) < 0) return `${least}, but request is ${request.toString()}`;
  return limit !== undefined && limit.compare(bound.enforced) < 0
    ? `${least}, but limit is ${limit.toString()}`
    : undefined;
}

export function faultOfMaximum(bound: Bound, given: Given): string | undefined {
  const { request, limit } = amountsOf(bound, given);
  const most = `maximum ${subject(bound)}`;
  if (limit === undefined) return `${most}.  No limit is specified`;
  if (limit.compare(bound.enforced) > 0) return `${most}, but limit is ${limit.toString()}`;
  return request !== undefined && request.compare(bound.enforced) > 0
    ? `${most}, but request is ${request.toString()}`
    : undefined;
}

/** For what has requests only. */
export function faultOfRequestMaximum(bound: Bound, given: Given): string | undefined {
  const { request } = amountsOf(bound, given);
  const most = `maximum ${subject(bound)}`;
  if (request === undefined) return `${most}.  No request is specified`;
  return request.compare(bound.enforced) > 0 ? `${most}, but request is ${request.toString()}` : undefined;
}

/** The limit as a multiple of the request. */
export function faultOfRatio(bound: Bound, given: Given): string | undefined {
  const { type, resource, enforced } = bound;
  const { request = Quantity.ZERO, limit = Quantity.ZERO } = amountsOf(bound, given);
  const most = `${resource} max limit to request ratio per ${type} is ${enforced.toString()}`;
  if (request.isZero()) return `${most}, but no request is specified or request is 0`;
  if (limit.isZero()) return `${most}, but no limit is specified or limit is 0`;
  const ratio = limit.toNumber() / request.toNumber();
  return ratio > enforced.toNumber() ? `${most}, but provided ratio is ${ratio.toFixed(6)}` : undefined;
}

const subject = ({ type, resource, enforced }: Bound): string =>
  `${resource} usage per ${type} is ${enforced.toString()}`;

function amountsOf({ resource }: Bound, { requests, limits }: Given) {
  return { request: requests.get(resource), limit: limits.get(resource) };
}
