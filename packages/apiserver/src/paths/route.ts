/** One path that is no resource: what answers it, and under which names `/` lists it. */
import type { Exchange } from '../handlers/exchange.ts';

/** Answers a request. @param parameters what the pattern of the path has found, decoded */
export type PathHandler = (
  exchange: Exchange,
  parameters: Readonly<Record<string, string | readonly string[]>>,
) => void | Promise<void>;

export interface Route {
  /** Express' pattern of the path. */
  readonly pattern: string;
  readonly answer: PathHandler;
  /** The paths that `/` lists. @default the pattern */
  readonly listed?: () => readonly string[];
}

export interface ServerAddress {
  /** Host and port at which clients reach this server. They are known once it listens. */
  readonly serverAddress: () => string;
}
