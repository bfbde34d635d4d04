/** Answers with a failure. */
import type { StatusError } from '@wherry/api';
import { Status } from '@wherry/api/meta-v1';
import { negotiate, type Negotiated } from '../http/negotiate.ts';
import type { Exchange } from './exchange.ts';
import { sendDocument } from './send-object.ts';

const JSON_ANSWER: Negotiated = { format: 'json', as: undefined, pretty: false };

/** Sends a Status, or ends the connection when an answer is already under way. */
export function sendError(exchange: Exchange, error: StatusError): void {
  const { response } = exchange;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const retry = error.details?.retryAfterSeconds ?? 0;
  if (retry > 0) response.setHeader('Retry-After', String(retry));
  sendDocument(exchange, error.toStatus(), {
    negotiated: formOf(exchange),
    schema: Status,
    status: error.code,
  });
}

/** Whoever accepts nothing that can be had is still told what went wrong. */
function formOf({ request }: Exchange): Negotiated {
  try {
    return negotiate(request.headers.accept, { renderings: [] });
  } catch {
    return JSON_ANSWER;
  }
}
