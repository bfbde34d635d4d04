/** One request on its way through the server: what it asks, who asks, and where the answer goes. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { UserInfo } from '../auth/user.ts';
import type { RequestInfo } from '../http/request-info.ts';
import type { Upgrade } from '../http/upgrade.ts';

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly info: RequestInfo;
  /** Who makes the request; anonymous until authentication has spoken. */
  user: UserInfo;
  /** Texts for `Warning:` headers, in the order in which they came up. */
  readonly warnings: Set<string>;
  /** The client wants to speak something else than HTTP, on a path where it may. */
  readonly upgrade?: Upgrade;
}

/** Answers an exchange. What it throws is answered by the one who called it. */
export type Handler = (exchange: Exchange) => Promise<void> | void;

/** Something that happens before (or around) what follows it. */
export type Filter = (next: Handler) => Handler;
