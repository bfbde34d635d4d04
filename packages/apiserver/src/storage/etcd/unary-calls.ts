/**
 * Single gRPC calls over HTTP/2, as bare as they can be: one connection, one stream a call, messages as bytes. Every
 * read and write of a client waits for one of these, and through the general client they took half of the processor
 * time that a request takes.
 *
 * What matters about a failure is whether the call can have had an effect. It cannot when the connection never stood.
 * There is no repeating down here, but for calls that never left.
 */
import {
  connect,
  constants,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
} from 'node:http2';
import type { Clock, Timer } from '@wherry/component';

export interface UnaryCallsOptions {
  /** URLs. The first that can be reached is used, for as long as it lasts. */
  readonly servers: readonly string[];
  readonly clock: Pick<Clock, 'monotonic' | 'after'>;
  /** For `https` servers: PEM. */
  readonly tls?: { readonly ca: Buffer; readonly key?: Buffer; readonly cert?: Buffer };
  /** How long a call may take, in milliseconds. */
  readonly timeout: number;
}

interface FailureOptions {
  readonly code?: number | undefined;
  readonly sent: boolean;
  readonly cause?: unknown;
}

/** A call has failed. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  /** The gRPC status; undefined when there was no answer. */
  readonly code: number | undefined;
  /** Whether the server may have acted on the call. */
  readonly sent: boolean;

  constructor(message: string, { code, sent, cause }: FailureOptions) {
    super(message, { cause });
    this.code = code;
    this.sent = sent;
  }
}

const UNAVAILABLE = 14;

interface Connection {
  readonly session: ClientHttp2Session;
  /** What the headers of every call begin with. */
  readonly headers: readonly string[];
  /** Whether it has ever stood. */
  isUp: boolean;
  /** When something was last heard of the server, on the monotonic clock. */
  heard: number;
}

interface Call {
  readonly connection: Connection;
  readonly stream: ClientHttp2Stream;
  readonly begun: number;
  fail(failure: CallFailure): void;
}

export class UnaryCalls {
  readonly #options: UnaryCallsOptions;
  /** In the order in which they began, which is that of their deadlines. */
  readonly #underWay = new Set<Call>();
  #sweep: Timer | undefined;
  #server = 0;
  #connection: Connection | undefined;
  #closed = false;

  constructor(options: UnaryCallsOptions) {
    this.#options = options;
  }

  /**
   * Makes a call.
   *
   * @param path `/package.Service/Method`
   * @param message the request in protobuf
   * @returns the response in protobuf.
   * @throws CallFailure
   */
  async call(path: string, message: Uint8Array): Promise<Buffer> {
    const frame = framed(message);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#callOnce(path, frame);
      } catch (error) {
        const others = attempt < this.#options.servers.length;
        if (!(error instanceof CallFailure) || error.sent || error.code !== undefined || !others) throw error;
      }
    }
  }

  /** Ends the connection; calls under way fail. */
  close(): void {
    this.#closed = true;
    this.#sweep?.cancel();
    this.#connection?.session.destroy();
  }

  #callOnce(path: string, frame: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const connection = this.#connected();
      const stream = openStream(connection, path);
      const call: Call = { connection, stream, begun: this.#options.clock.monotonic(), fail: reject };
      this.#begin(call);
      receive(stream, (answer) => {
        this.#underWay.delete(call);
        if (answer.ok || answer.code !== undefined) connection.heard = this.#options.clock.monotonic();
        if (answer.ok) return resolve(answer.body);
        if (answer.code === UNAVAILABLE) this.#tryAnother(connection);
        const { reason, code, cause } = answer;
        const sent = connection.isUp && stream.rstCode !== constants.NGHTTP2_REFUSED_STREAM;
        reject(new CallFailure(reason, { code, sent, cause }));
      });
      stream.end(frame);
    });
  }

  /** The connection, or a new one when it is gone. Calls on a new one wait inside until it stands. */
  #connected(): Connection {
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
      if (!connection.isUp) this.#tryAnother(connection);
    });
    this.#connection = connection;
    return connection;
  }

  #tryAnother(failed: Connection): void {
    if (this.#connection !== failed || this.#options.servers.length === 1) return;
    this.#server += 1;
    this.#connection = undefined;
    failed.session.close();
  }

  #begin(call: Call): void {
    this.#underWay.add(call);
    this.#sweep ??= this.#options.clock.after(this.#options.timeout, () => this.#endLate());
  }

  /** One timer for all calls: they all have the same time, so the oldest is the first to be late. */
  #endLate(): void {
    const { clock, timeout } = this.#options;
    const now = clock.monotonic();
    this.#sweep = undefined;
    for (const call of this.#underWay) {
      const left = call.begun + timeout - now;
      if (left > 0) {
        this.#sweep = clock.after(left, () => this.#endLate());
        return;
      }
      this.#underWay.delete(call);
      call.fail(new CallFailure(`no answer within ${timeout} ms`, { sent: call.connection.isUp }));
      call.stream.close(constants.NGHTTP2_CANCEL);
      // Nothing at all since then: the connection itself may be dead.
      if (call.connection.heard <= call.begun) call.connection.session.destroy();
    }
  }
}

function openStream({ session, headers }: Connection, path: string): ClientHttp2Stream {
  try {
    // As a list, which Node takes as it is.
    return session.request([...headers, ':path', path, 'content-type', 'application/grpc', 'te', 'trailers']);
  } catch (cause) {
    // It has ended in this very moment.
    throw new CallFailure('the connection was lost', { sent: false, cause });
  }
}

const HEAD_LENGTH = 5;

/** A message behind its head: not compressed, so long. */
function framed(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(HEAD_LENGTH + message.length);
  frame[0] = 0;
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, HEAD_LENGTH);
  return frame;
}

type Answer =
  | { readonly ok: true; readonly body: Buffer }
  /** The code is missing when there was no answer. */
  | { readonly ok: false; readonly code: number | undefined; readonly reason: string; readonly cause?: unknown };

/** Collects the answer to a call; `settle` is called once. */
function receive(stream: ClientHttp2Stream, settle: (answer: Answer) => void): void {
  let code: number | undefined;
  let reason = '';
  let body: Buffer | undefined;
  let cause: Error | undefined;
  let settled = false;
  const read = (headers: IncomingHttpHeaders): void => {
    const status = headers['grpc-status'];
    if (status === undefined) return;
    code = Number(status);
    reason = decodeReason(String(headers['grpc-message'] ?? ''));
  };
  const finish = (): void => {
    if (settled) return;
    settled = true;
    if (code === undefined) settle({ ok: false, code, reason: cause?.message ?? 'the connection was lost', cause });
    else if (code !== 0) settle({ ok: false, code, reason });
    else if (body !== undefined && body.length >= HEAD_LENGTH) settle({ ok: true, body: body.subarray(HEAD_LENGTH) });
    else settle({ ok: false, code: undefined, reason: 'the answer has no message' });
  };
  // A failure without a message comes with the first headers.
  stream.on('response', read);
  stream.on('trailers', read);
  stream.on('data', (chunk: Buffer) => (body = body === undefined ? chunk : Buffer.concat([body, chunk])));
  stream.on('end', () => {
    if (code !== undefined) finish();
  });
  stream.on('error', (error) => (cause = error));
  stream.on('close', finish);
}

/** gRPC writes what is not printable ASCII as `%xx`. */
function decodeReason(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
