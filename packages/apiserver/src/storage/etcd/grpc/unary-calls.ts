/**
 * Single gRPC calls over HTTP/2, as bare as they can be: one connection, one stream a call, messages as bytes. Every
 * read and write of a client waits for one of these, and through the general client they took half of the processor
 * time that a request takes.
 *
 * What matters about a failure is whether the call can have had an effect. It cannot when the connection never stood.
 * There is no repeating down here, but for calls that never left.
 */
import { constants, type ClientHttp2Stream, type IncomingHttpHeaders } from 'node:http2';
import type { Clock, Timer } from '@wherry/component';
import { CallFailure } from './call-failure.ts';
import { type Connection, type Connections, openStream } from './connections.ts';
import { framed, FrameReader } from './frames.ts';
import { responseStatus, type ResponseStatus } from './response-status.ts';

export interface UnaryCallsOptions {
  readonly connections: Connections;
  readonly clock: Pick<Clock, 'monotonic' | 'after'>;
  /** How long a call may take, in milliseconds. */
  readonly timeout: number;
}

const UNAVAILABLE = 14;

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
        const others = attempt < this.#options.connections.servers;
        if (!(error instanceof CallFailure) || error.sent || error.code !== undefined || !others) throw error;
      }
    }
  }

  /** Watches over no call any more; those under way end with their connection. */
  close(): void {
    this.#sweep?.cancel();
  }

  #callOnce(path: string, frame: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const { connections, clock } = this.#options;
      const connection = connections.current();
      const stream = openStream(connection, path);
      const call: Call = { connection, stream, begun: clock.monotonic(), fail: reject };
      this.#begin(call);
      receive(stream, (answer) => {
        this.#underWay.delete(call);
        if (answer.ok || answer.code !== undefined) connection.heard = clock.monotonic();
        if (answer.ok) return resolve(answer.body);
        if (answer.code === UNAVAILABLE) connections.tryAnother(connection);
        const { reason, code, cause } = answer;
        const sent = connection.isUp && stream.rstCode !== constants.NGHTTP2_REFUSED_STREAM;
        reject(new CallFailure(reason, { code, sent, cause }));
      });
      stream.end(frame);
    });
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

type Answer =
  | { readonly ok: true; readonly body: Buffer }
  /** The code is missing when there was no answer. */
  | { readonly ok: false; readonly code: number | undefined; readonly reason: string; readonly cause?: unknown };

/** Collects the answer to a call; `settle` is called once. */
function receive(stream: ClientHttp2Stream, settle: (answer: Answer) => void): void {
  const reader = new FrameReader();
  let status: ResponseStatus | undefined;
  let body: Buffer | undefined;
  let cause: Error | undefined;
  let settled = false;
  const read = (headers: IncomingHttpHeaders): void => void (status ??= responseStatus(headers));
  const finish = (): void => {
    if (settled) return;
    settled = true;
    const code = status?.code;
    if (status === undefined) settle({ ok: false, code, reason: cause?.message ?? 'the connection was lost', cause });
    else if (code !== 0) settle({ ok: false, code, reason: status.reason });
    else if (body !== undefined) settle({ ok: true, body });
    else settle({ ok: false, code: undefined, reason: 'the answer has no message' });
  };
  // A failure without a message comes with the first headers.
  stream.on('response', read);
  stream.on('trailers', read);
  stream.on('data', (piece: Buffer) => (body ??= reader.push(piece)[0]));
  stream.on('end', () => {
    if (status !== undefined) finish();
  });
  stream.on('error', (error) => (cause = error));
  stream.on('close', finish);
}
