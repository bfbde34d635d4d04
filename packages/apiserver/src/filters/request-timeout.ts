/**
 * A client may say how long it waits (`?timeout=5s`): then it gets an answer by then, if only that there is none yet. What
 * it has asked for may still be done.
 */
import { badRequest, DurationError, parseDuration, timeoutError } from '@wherry/api';
import type { Clock } from '@wherry/component';
import type { Exchange, Filter } from '../handlers/exchange.ts';
import { isLongRunning } from './long-running.ts';

/** Nobody waits longer, whatever he says. */
const LONGEST_MS = 60_000;

/** @throws StatusError 400 for what is no duration, 504 when the time is over; in the chain */
export function requestTimeout({ clock }: { readonly clock: Pick<Clock, 'after'> }): Filter {
  return (next) => {
    const inTime = async (exchange: Exchange, asked: number): Promise<void> => {
      const over = Promise.withResolvers<'over'>();
      const timer = clock.after(asked > 0 ? Math.min(asked, LONGEST_MS) : LONGEST_MS, () => over.resolve('over'));
      const work = (async () => next(exchange))();
      try {
        const first = await Promise.race([work, over.promise]);
        if (first !== 'over') return;
        // What is being sent already is no longer late.
        if (exchange.response.headersSent) return await work;
        work.catch(() => undefined);
        throw timeoutError('request did not complete within the allotted timeout');
      } finally {
        timer.cancel();
      }
    };
    // Most do not say it, and pay nothing for it.
    return (exchange) => {
      const text = exchange.info.query.get('timeout') ?? '';
      return text === '' || isLongRunning(exchange.info) ? next(exchange) : inTime(exchange, milliseconds(text));
    };
  };
}

/** @throws StatusError 400 */
function milliseconds(text: string): number {
  try {
    return Number(parseDuration(text)) / 1e6;
  } catch (error) {
    if (!(error instanceof DurationError)) throw error;
    throw badRequest(`invalid timeout specified in the request URL - ${error.message}`);
  }
}
