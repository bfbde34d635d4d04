/** A client of exec or attach at the other end of a connection, whatever protocol it speaks. */
import type { TerminalSize } from '../../runtime/runtime.ts';
import type { RemoteStatus } from './remote-status.ts';

export interface CommandChannels {
  /** Ends when the client closes it. */
  readonly stdin: AsyncIterable<Buffer>;
  readonly sizes: AsyncIterable<TerminalSize>;
  /** Resolves when the connection can take more. What is for a client that has gone is dropped. */
  write(stream: 'stdout' | 'stderr', bytes: Buffer): Promise<void>;
  /** The last that a client hears. */
  writeStatus(status: RemoteStatus): Promise<void>;
  /** Ends the connection when all that was written has been sent. */
  close(): void;
  /** Aborted when the client has gone, or has been silent for too long. */
  readonly signal: AbortSignal;
}
