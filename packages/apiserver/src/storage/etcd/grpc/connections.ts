/** The one HTTP/2 connection to one of some servers; another when it is lost, or when its server is of no use. */
import { connect, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import type { Clock } from '@wherry/component';
import { CallFailure } from './call-failure.ts';

export interface ConnectionsOptions {
  /** URLs. The first that can be reached is used, for as long as it lasts. */
  readonly servers: readonly string[];
  readonly clock: Pick<Clock, 'monotonic'>;
  /** For `https` servers: PEM. */
  readonly tls?: { readonly ca: Buffer; readonly key?: Buffer; readonly cert?: Buffer };
}

export interface Connection {
  readonly session: ClientHttp2Session;
  /** What the headers of every call begin with. */
  readonly headers: readonly string[];
  /** Whether it has ever stood. */
  isUp: boolean;
  /** When something was last heard of the server, on the monotonic clock. */
  heard: number;
}

export class Connections {
  readonly #options: ConnectionsOptions;
  #server = 0;
  #connection: Connection | undefined;
  #closed = false;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
  }

  /** How many servers there are to try. */
  get servers(): number {
    return this.#options.servers.length;
  }

  /** The connection, or a new one when it is gone. Calls on a new one wait inside until it stands. */
  current(): Connection {
    const known = this.#connection;
    if (known !== undefined && !known.session.closed && !known.session.destroyed) return known;
    if (this.#closed) throw new CallFailure('The client is closed', { sent: false });
    const { servers, tls, clock } = this.#options;
    const server = new URL(servers[this.#server % servers.length] ?? '');
    const session = connect(server, tls ?? {});
    const headers = [':method', 'POST', ':scheme', server.protocol.slice(0, -1), ':authority', server.host];
    const connection: Connection = { session, headers, isUp: false, heard: clock.monotonic() };
    session.once('connect', () => (connection.isUp = true));
    // Each call is told by its own stream; without a listener the process would end.
    session.on('error', () => undefined);
    session.once('close', () => {
      if (!connection.isUp) this.tryAnother(connection);
    });
    this.#connection = connection;
    return connection;
  }

  /** The next call goes to the next server, if there is one. */
  tryAnother(failed: Connection): void {
    if (this.#connection !== failed || this.servers === 1) return;
    this.#server += 1;
    this.#connection = undefined;
    failed.session.close();
  }

  /** Ends the connection; calls under way fail. */
  close(): void {
    this.#closed = true;
    this.#connection?.session.destroy();
  }
}

/** Begins a call. @param path `/package.Service/Method` @throws CallFailure */
export function openStream({ session, headers }: Connection, path: string): ClientHttp2Stream {
  try {
    // As a list, which Node takes as it is.
    return session.request([...headers, ':path', path, 'content-type', 'application/grpc', 'te', 'trailers']);
  } catch (cause) {
    // It has ended in this very moment.
    throw new CallFailure('the connection was lost', { sent: false, cause });
  }
}
