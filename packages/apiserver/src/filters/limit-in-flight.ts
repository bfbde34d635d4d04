/**
 * Bounds how many requests are under way at once, reading and changing ones each, so that a flood is told to come back
 * instead of filling the memory. Watches and streams do not count; the cluster's owner is never turned away.
 */
import { StatusError } from '@wherry/api';
import { MASTERS_GROUP } from '../auth/user.ts';
import type { Filter } from '../handlers/exchange.ts';
import { isLongRunning } from './long-running.ts';

export interface InFlightLimits {
  readonly reading: number;
  readonly changing: number;
}

const READING_VERBS = new Set(['get', 'list', 'head']);
const RETRY_SECONDS = 1;

/** @throws StatusError 429, in the chain */
export function limitInFlight(limits: InFlightLimits): Filter {
  let reading = 0;
  let changing = 0;
  return (next) => async (exchange) => {
    const { info, user } = exchange;
    if (isLongRunning(info)) return next(exchange);
    const reads = READING_VERBS.has(info.verb);
    const isFull = reads ? reading >= limits.reading : changing >= limits.changing;
    if (isFull && !user.groups.includes(MASTERS_GROUP)) throw tooMany();
    if (reads) reading += 1;
    else changing += 1;
    try {
      await next(exchange);
    } finally {
      if (reads) reading -= 1;
      else changing -= 1;
    }
  };
}

function tooMany(): StatusError {
  return new StatusError({
    code: 429,
    reason: 'TooManyRequests',
    message: 'Too many requests, please try again later.',
    details: { retryAfterSeconds: RETRY_SECONDS },
  });
}
