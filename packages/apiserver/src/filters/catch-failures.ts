/** The outermost filter: whatever goes wrong further in becomes a Status, and surprises are logged, once. */
import type { Log } from '@wherry/component';
import type { Filter } from '../handlers/exchange.ts';
import { failureOf, isSurprise } from '../handlers/failure.ts';
import { sendError } from '../handlers/send-error.ts';

export const catchFailures =
  (log: Log): Filter =>
  (next) =>
  async (exchange) => {
    try {
      await next(exchange);
    } catch (error) {
      const failure = failureOf(error);
      const { method } = exchange.request;
      if (isSurprise(error)) log.error('request failed unexpectedly', error, { method, path: exchange.info.path });
      sendError(exchange, failure);
    }
  };
