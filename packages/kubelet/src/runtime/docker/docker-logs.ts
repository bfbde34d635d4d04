/**
 * What containers have written, out of the engine's logs. The engine hands out entries with their times: a line, or
 * 16 kB of a longer one. With a terminal the entries come without borders between them, which are found again.
 */
import { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import type Docker from 'dockerode';
import type { LogPiece, LogQuery, PieceQuery } from '../runtime.ts';
import { asked } from './engine-errors.ts';
import { outputFrames } from './output-frames.ts';

const NEWLINE = 0x0a;
/** `2006-01-02T15:04:05.000000000Z`, and a space. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}(?:Z|[+-]\d\d:\d\d) /;
const MOST_TIME = 36;
/** The engine splits longer lines. */
const LONGEST_ENTRY = 16 * 1024;

/** Line by line, without newlines. */
export async function* logLines(docker: Docker, id: string, query: LogQuery): AsyncIterable<string> {
  const { timestamps = false, ...rest } = query;
  const text = async function* () {
    let isNewLine = true;
    for await (const { time, bytes } of logPieces(docker, id, rest)) {
      if (timestamps && isNewLine) yield Buffer.from(`${time} `);
      isNewLine = bytes.at(-1) === NEWLINE;
      yield bytes;
    }
  };
  yield* createInterface({ input: Readable.from(text(), { objectMode: false }) });
}

export async function* logPieces(docker: Docker, id: string, query: PieceQuery): AsyncIterable<LogPiece> {
  const { follow = false, tail, since, stream = 'all', signal } = query;
  const { Config: config } = await asked(docker.getContainer(id).inspect());
  const source = await openLogs(docker, id, {
    follow,
    stdout: stream !== 'stderr',
    stderr: stream !== 'stdout',
    timestamps: true,
    ...(tail === undefined ? {} : { tail }),
    ...(since === undefined ? {} : { since: (since / 1000).toFixed(3) }),
  });
  const stop = () => source.destroy();
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    if (config.Tty) yield* terminalPieces(source);
    else for await (const frame of outputFrames(source)) yield entryOf(frame.stream, frame.bytes);
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    source.destroy();
  }
}

/** The library's own call holds the whole log in memory unless it follows it. */
function openLogs(docker: Docker, id: string, query: object): Promise<Readable> {
  const opened = new Promise<Readable>((resolve, reject) => {
    const call = {
      path: `/containers/${id}/logs?`,
      method: 'GET',
      isStream: true,
      statusCodes: { 200: true, 404: 'no such container', 500: 'server error' } as const,
      options: { ...query },
    };
    docker.modem.dial(call, (error: Error | null, stream: unknown) => {
      if (error !== null && error !== undefined) reject(error);
      else resolve(stream as Readable);
    });
  });
  return asked(opened);
}

function entryOf(stream: LogPiece['stream'], entry: Buffer): LogPiece {
  const time = timeAt(entry, 0);
  return { stream, time: time.trimEnd(), bytes: entry.subarray(time.length) };
}

/** The time that stands there with its space, or nothing. */
function timeAt(bytes: Buffer, at: number): string {
  return TIME.exec(bytes.toString('latin1', at, at + MOST_TIME))?.[0] ?? '';
}

/** Entries of a terminal: each begins with its time, and ends with a newline or is as long as an entry can be. */
export async function* terminalPieces(source: AsyncIterable<Buffer>): AsyncIterable<LogPiece> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let length = entryLength(rest); length !== undefined; length = entryLength(rest)) {
      yield entryOf('stdout', rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  }
  if (rest.length > 0) yield entryOf('stdout', rest);
}

/** undefined: more must come before it is known. */
function entryLength(bytes: Buffer): number | undefined {
  const time = timeAt(bytes, 0).length;
  const newline = bytes.indexOf(NEWLINE);
  if (newline >= 0 && newline < time + LONGEST_ENTRY) return newline + 1;
  // A time that stands exactly where a full entry ends begins the next one.
  if (bytes.length < time + LONGEST_ENTRY + MOST_TIME && newline < 0) return undefined;
  if (time > 0 && timeAt(bytes, time + LONGEST_ENTRY) !== '') return time + LONGEST_ENTRY;
  return newline < 0 ? undefined : newline + 1;
}
