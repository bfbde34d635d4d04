/**
 * A kept connection to an endpoint that takes one bodiless request at a time. It exists beside Node's client because most
 * requests have no body, and Node's client costs more processor time on them than everything else here together.
 */
import type { OnReadOpts, Socket } from 'node:net';
import { ChunkReader } from './chunk-reader.ts';
import { parseResponseHead, type ResponseHead } from './response-head.ts';

/** Why an answer did not come, or not in full. */
export interface AnswerFailure {
  readonly kind: 'connect' | 'closed' | 'invalid' | 'timeout';
  /** The connection has served others before: it may have been about to end when it got this request. */
  readonly wasReused: boolean;
  /** Something of the answer has been handed over. */
  readonly hasBegun: boolean;
  /** For people. */
  readonly reason: string;
}

/** Who gets the answer. */
export interface AnswerTaker {
  readonly isHead: boolean;
  /**
   * The head of the answer, with the whole body if that is here already: small ones as text (latin-1), others in bytes that
   * are good for this call only.
   */
  begin(head: ResponseHead, whole: Buffer | string | undefined): void;
  /** @returns false to be spared more until `resume` */
  more(piece: Buffer): boolean;
  /** The answer is complete. */
  complete(): void;
  fail(failure: AnswerFailure): void;
}

/** Who hears of the fate of the connection. */
export interface ConnectionOwner {
  /** It can take the next request. */
  free(connection: UpstreamConnection): void;
  gone(connection: UpstreamConnection): void;
}

const LARGEST_HEAD = 65_536;
const NOTHING = Buffer.alloc(0);
const READ_BYTES = 32_768;
/** An answer up to this length is handled as one text: cheaper than bytes to take apart and to put together again. */
const LONGEST_AS_TEXT = 8192;
const END_OF_HEAD = Buffer.from('\r\n\r\n');

export class UpstreamConnection {
  /** Milliseconds of the monotonic clock, kept by the owner: since when it waits for an answer, or for a request. */
  since = 0;
  /** How long the endpoint keeps it, in seconds. */
  idleSeconds: number | undefined;
  readonly #socket: Socket;
  readonly #owner: ConnectionOwner;
  #taker: AnswerTaker | undefined;
  #served = 0;
  #isConnected = false;
  #isGone = false;
  /** What has come of a head that is not complete. */
  #partial: Buffer = NOTHING;
  #head: ResponseHead | undefined;
  /** Of a body with a length. */
  #left = 0;
  #chunks: ChunkReader | undefined;
  #lastError = '';

  /** @param open opens the connection; what it reads goes where it is told, which spares a copy and a buffer a read */
  constructor(open: (onread: OnReadOpts) => Socket, owner: ConnectionOwner) {
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    const socket = open({
      buffer,
      callback: (length) => {
        this.#read(buffer, length);
        return true;
      },
    });
    this.#socket = socket;
    this.#owner = owner;
    socket.setNoDelay(true);
    socket.on('connect', () => (this.#isConnected = true));
    socket.on('end', () => this.#ended());
    socket.on('error', (error: NodeJS.ErrnoException) => (this.#lastError = error.code ?? error.message));
    socket.on('close', () => this.#closed());
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  get isBusy(): boolean {
    return this.#taker !== undefined;
  }

  /** Whether it waits for an answer to begin. */
  get isWaiting(): boolean {
    return this.#taker !== undefined && this.#head === undefined;
  }

  /** Sends a request. @param head all of it, as latin-1 */
  send(head: string, taker: AnswerTaker): void {
    this.#taker = taker;
    this.#socket.write(head, 'latin1');
  }

  /** Takes up reading that `more` has stopped. */
  resume(): void {
    this.#socket.resume();
  }

  /** Ends it. Whoever waits for an answer is told. */
  destroy(kind: AnswerFailure['kind'] = 'closed', reason = 'it was closed'): void {
    this.#fail(kind, reason);
  }

  /** Ends it; nobody wants the answer any more. */
  abandon(): void {
    this.#taker = undefined;
    this.#socket.destroy();
  }

  #read(buffer: Buffer, length: number): void {
    const taker = this.#taker;
    if (taker === undefined) {
      // An endpoint that speaks without being asked is not one to go on with.
      this.#socket.destroy();
      return;
    }
    if (this.#head !== undefined) return this.#readBody(buffer.subarray(0, length), taker);
    if (length <= LONGEST_AS_TEXT && this.#partial.length === 0) {
      if (this.#readText(buffer.toString('latin1', 0, length), taker)) return;
    }
    this.#readHead(buffer.subarray(0, length), taker);
  }

  /** @returns false for what is not the whole of an ordinary answer, or is not in order */
  #readText(text: string, { isHead }: AnswerTaker): boolean {
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const head = parseResponseHead(text.slice(0, end), isHead);
    if (typeof head === 'string' || head.status < 200) return false;
    const rest = end + 4;
    const { framing, length } = head;
    if (framing !== 'none' && (framing !== 'length' || text.length - rest < length)) return false;
    const until = framing === 'none' ? rest : rest + length;
    this.idleSeconds = head.idleSeconds;
    this.#whole(head, text.slice(rest, until), text.length > until);
    return true;
  }

  #readHead(bytes: Buffer, taker: AnswerTaker): void {
    const all = this.#partial.length === 0 ? bytes : Buffer.concat([this.#partial, bytes]);
    const end = all.indexOf(END_OF_HEAD);
    if (end < 0 || end > LARGEST_HEAD) {
      // The bytes are overwritten by the next ones.
      this.#partial = all === bytes ? Buffer.from(bytes) : all;
      if (all.length > LARGEST_HEAD) this.#fail('invalid', `its head is longer than ${LARGEST_HEAD} bytes`);
      return;
    }
    this.#partial = NOTHING;
    const head = parseResponseHead(all.toString('latin1', 0, end), taker.isHead);
    if (typeof head === 'string') return this.#fail('invalid', head);
    if (head.status === 101) return this.#fail('invalid', 'it switches protocols without being asked');
    const rest = end + 4;
    // Provisional answers are between the endpoint and us.
    if (head.status < 200) return rest < all.length ? this.#readHead(all.subarray(rest), taker) : undefined;
    this.#head = head;
    this.idleSeconds = head.idleSeconds;
    const { framing, length } = head;
    if (framing === 'none') return this.#whole(head, NOTHING, all.length > rest);
    if (framing === 'length' && all.length - rest >= length) {
      return this.#whole(head, all.subarray(rest, rest + length), all.length > rest + length);
    }
    this.#left = length;
    this.#chunks = framing === 'chunked' ? new ChunkReader() : undefined;
    taker.begin(head, undefined);
    if (rest < all.length && this.#taker === taker) this.#readBody(all.subarray(rest), taker);
  }

  /** @param isOverfull more has come than the answer */
  #whole(head: ResponseHead, body: Buffer | string, isOverfull: boolean): void {
    const taker = this.#taker;
    this.#release(head.keepsAlive && !isOverfull);
    taker?.begin(head, body);
  }

  #readBody(bytes: Buffer, taker: AnswerTaker): void {
    const framing = this.#head?.framing;
    if (framing === 'length') {
      const piece = bytes.length > this.#left ? bytes.subarray(0, this.#left) : bytes;
      this.#left -= piece.length;
      this.#handOver(piece, taker);
      if (this.#left === 0) this.#complete(bytes.length > piece.length);
    } else if (this.#chunks === undefined) {
      this.#handOver(bytes, taker);
    } else {
      this.#readChunks(this.#chunks, bytes, taker);
    }
  }

  #readChunks(chunks: ChunkReader, bytes: Buffer, taker: AnswerTaker): void {
    try {
      const read = chunks.read(bytes, (piece) => this.#handOver(piece, taker));
      if (chunks.isDone) this.#complete(read < bytes.length);
    } catch (error) {
      this.#fail('invalid', error instanceof Error ? error.message : String(error));
    }
  }

  #handOver(piece: Buffer, taker: AnswerTaker): void {
    if (this.#taker === taker && !taker.more(Buffer.from(piece))) this.#socket.pause();
  }

  #complete(isOverfull: boolean): void {
    const taker = this.#taker;
    if (taker === undefined) return;
    this.#socket.resume();
    this.#release(this.#head?.keepsAlive === true && !isOverfull);
    taker.complete();
  }

  #release(mayGoOn: boolean): void {
    this.#taker = undefined;
    this.#head = undefined;
    this.#chunks = undefined;
    this.#served += 1;
    if (mayGoOn && !this.#isGone) this.#owner.free(this);
    else this.#socket.destroy();
  }

  #ended(): void {
    if (this.#head?.framing === 'close') this.#complete(false);
    else if (this.#taker === undefined) this.#socket.destroy();
  }

  #closed(): void {
    this.#isGone = true;
    this.#owner.gone(this);
    if (this.#taker === undefined) return;
    if (this.#isConnected) this.#fail('closed', this.#lastError === '' ? 'it closed the connection' : this.#lastError);
    else this.#fail('connect', this.#lastError === '' ? 'no connection' : this.#lastError);
  }

  #fail(kind: AnswerFailure['kind'], reason: string): void {
    const taker = this.#taker;
    const hasBegun = this.#head !== undefined;
    this.#taker = undefined;
    this.#socket.destroy();
    taker?.fail({ kind, reason, hasBegun, wasReused: this.#served > 0 });
  }
}
