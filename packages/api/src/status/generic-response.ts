/**
 * What a failure is called when only its HTTP status code is known. Clients use it for answers that are no Status, the
 * server for patches that do not apply (422, whose reason it does not pass on).
 */
import { quote } from '../encoding/quote.ts';
import { formatGroupResource } from './make-status.ts';
import type { GroupResource } from './make-status.ts';
import { StatusError } from './status-error.ts';
import type { StatusReason } from './status-error.ts';

export interface GenericResponseOptions {
  readonly code: number;
  /** The HTTP method, in capitals. */
  readonly method?: string;
  readonly resource?: GroupResource;
  readonly name?: string;
  /** What the server said. It is shown where the code alone says too little. */
  readonly serverMessage?: string;
  readonly retryAfterSeconds?: number;
  /** Whether the answer was not in the API's form at all, as of some proxy on the way. */
  readonly isUnexpected?: boolean;
}

interface Wording {
  readonly reason: StatusReason;
  readonly message: string;
}

const BY_CODE: Readonly<Record<number, Wording>> = {
  400: { reason: 'BadRequest', message: 'the server rejected our request for an unknown reason' },
  401: { reason: 'Unauthorized', message: 'the server has asked for the client to provide credentials' },
  404: { reason: 'NotFound', message: 'the server could not find the requested resource' },
  405: { reason: 'MethodNotAllowed', message: 'the server does not allow this method on the requested resource' },
  422: { reason: 'Invalid', message: 'the server rejected our request due to an error in our request' },
  429: {
    reason: 'TooManyRequests',
    message: 'the server has received too many requests and has asked us to try again later',
  },
  503: { reason: 'ServiceUnavailable', message: 'the server is currently unable to handle the request' },
  504: {
    reason: 'Timeout',
    message: 'the server was unable to return a response in the time allotted, but may still be processing the request',
  },
};

/** The StatusError for an answer of which little but the code is known. */
export function genericServerResponse(options: GenericResponseOptions): StatusError {
  const { code, method = '', resource = { group: '', resource: '' }, name = '', serverMessage = '' } = options;
  const { reason, message } = wording(options);
  const about = formatGroupResource(resource);
  const where = about === '' ? '' : ` (${[method.toLowerCase(), about, ...(name === '' ? [] : [name])].join(' ')})`;
  return new StatusError({
    code,
    reason,
    message: `${message}${where}`,
    details: {
      group: resource.group,
      kind: resource.resource,
      name,
      causes: options.isUnexpected === true ? [{ reason: 'UnexpectedServerResponse', message: serverMessage }] : [],
      retryAfterSeconds: options.retryAfterSeconds ?? 0,
    },
  });
}

function wording({ code, method, serverMessage = '' }: GenericResponseOptions): Wording {
  const unable = 'the server was unable to respond with a content type that the client supports';
  switch (code) {
    case 403:
      return { reason: 'Forbidden', message: serverMessage };
    case 406:
      return {
        reason: 'NotAcceptable',
        message: serverMessage === '' || serverMessage === 'unknown' ? unable : serverMessage,
      };
    case 409:
      return {
        reason: method === 'POST' ? 'AlreadyExists' : 'Conflict',
        message: 'the server reported a conflict',
      };
    case 415:
      return { reason: 'UnsupportedMediaType', message: serverMessage };
    default:
      return BY_CODE[code] ?? unknownCode(code, serverMessage);
  }
}

function unknownCode(code: number, serverMessage: string): Wording {
  if (code < 500) {
    const message = `the server responded with the status code ${code} but did not return more information`;
    return { reason: '', message };
  }
  const said = quote(serverMessage);
  return {
    reason: 'InternalError',
    message: `an error on the server (${said}) has prevented the request from succeeding`,
  };
}
