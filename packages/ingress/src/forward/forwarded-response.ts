/** The answer to a client, with what is known of how it comes about. */
import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Exchange } from './exchange.ts';

export class ForwardedResponse extends ServerResponse<IncomingMessage> {
  exchange: Exchange | undefined = undefined;
  /** The connection that it goes to. */
  client: { busy: number } | undefined = undefined;
}
