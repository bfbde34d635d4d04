/**
 * Logs: a constant message plus fields, one line an entry, in logfmt. Two levels and errors; there is nothing to
 * choose between. Who handles an error logs it, once; nobody logs and rethrows.
 */
import type { Clock } from './clock.ts';

/** Named values that belong to an entry. Undefined ones are left out. */
export type Fields = Readonly<Record<string, unknown>>;

/** How much is written: `debug` adds what only a developer of the component wants to know. */
export type LogLevel = 'info' | 'debug';

/** Where a component writes what it has to say. */
export interface Log {
  /** Something an operator wants to know. `message` is constant; what varies goes into `fields`. */
  info(message: string, fields?: Fields): void;
  /** Something only a developer of the component wants to know. */
  debug(message: string, fields?: Fields): void;
  /** Something went wrong and was handled here. */
  error(message: string, error: unknown, fields?: Fields): void;
  /** A log that adds `fields` to each of its entries. */
  child(fields: Fields): Log;
}

export interface LogOptions {
  readonly clock: Clock;
  /** @default 'info' */
  readonly level?: LogLevel;
  /** Takes one line, without its newline. @default writes it to stderr */
  readonly write?: (line: string) => void;
}

/** Makes a log that writes one logfmt line an entry. */
export function createLog(options: LogOptions): Log {
  const write = options.write ?? ((line: string) => void process.stderr.write(`${line}\n`));
  const level = options.level ?? 'info';

  const logWith = (context: Fields): Log => {
    const entry = (kind: string, message: string, fields: Fields | undefined) =>
      write(
        formatFields({ time: options.clock.now().toISOString(), level: kind, msg: message, ...context, ...fields }),
      );
    return {
      info: (message, fields) => entry('info', message, fields),
      debug: (message, fields) => {
        if (level === 'debug') entry('debug', message, fields);
      },
      error: (message, error, fields) =>
        entry('error', message, {
          ...fields,
          error: describeError(error),
          stack: level === 'debug' && error instanceof Error ? error.stack : undefined,
        }),
      child: (fields) => logWith({ ...context, ...fields }),
    };
  };
  return logWith({});
}

/** A log that writes nothing. */
export const silentLog: Log = {
  info: () => undefined,
  debug: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};

/** The error's message followed by those of its causes: `could not start: port is taken`. */
export function describeError(error: unknown): string {
  const parts: string[] = [];
  let next: unknown = error;
  // Causes can form a circle; eight links tell the story.
  for (let depth = 0; next !== undefined && depth < 8; depth += 1) {
    parts.push(next instanceof Error ? next.message || next.name : plainText(next));
    next = next instanceof Error ? next.cause : undefined;
  }
  return parts.join(': ');
}

function formatFields(fields: Fields): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) parts.push(`${name}=${quoteWhereNeeded(plainText(value))}`);
  }
  return parts.join(' ');
}

function plainText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return describeError(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null) {
    try {
      return JSON.stringify(value);
    } catch {
      return '[unprintable]';
    }
  }
  return String(value);
}

/** A value that could be mistaken for the end of the field, or that would break the line, is written as JSON. */
function quoteWhereNeeded(text: string): string {
  return /^[^\s"=\p{Cc}]+$/u.test(text) ? text : JSON.stringify(text);
}
