/** What of a log is wanted, out of the query of a request. Pure. The rules are those of PodLogOptions of Kubernetes 1.35. */
import { HttpError } from '../http-error.ts';

export interface LogOptions {
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly stream: 'all' | 'stdout' | 'stderr';
  readonly tail?: number;
  /** Milliseconds since 1970. */
  readonly since?: number;
  readonly limitBytes?: number;
}

const STREAMS: Readonly<Record<string, LogOptions['stream']>> = { All: 'all', Stdout: 'stdout', Stderr: 'stderr' };

/** @throws HttpError 400 for what cannot be read, 422 for what is not allowed */
export function readLogOptions(query: URLSearchParams, now: number): LogOptions {
  const tailLines = tailOf(query);
  const sinceSeconds = integerOf(query, 'sinceSeconds');
  const limitBytes = integerOf(query, 'limitBytes');
  const sinceTime = timeOf(query.get('sinceTime'));
  const streamName = query.get('stream') ?? 'All';
  const stream = Object.hasOwn(STREAMS, streamName) ? STREAMS[streamName] : undefined;
  const isInvalid =
    stream === undefined ||
    (tailLines !== undefined && (tailLines < 0 || stream !== 'all')) ||
    (limitBytes !== undefined && limitBytes < 1) ||
    (sinceSeconds !== undefined && (sinceSeconds < 1 || sinceTime !== undefined));
  if (isInvalid) throw new HttpError(422, '{"message": "Invalid request."}');
  const since = sinceSeconds === undefined ? sinceTime : now - sinceSeconds * 1000;
  return {
    follow: booleanOf(query, 'follow'),
    previous: booleanOf(query, 'previous'),
    timestamps: booleanOf(query, 'timestamps'),
    stream,
    ...(tailLines === undefined ? {} : { tail: tailLines }),
    ...(since === undefined ? {} : { since }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
  };
}

/** `tail` is how it was called before; `all` is as good as nothing. */
function tailOf(query: URLSearchParams): number | undefined {
  const old = query.get('tail') ?? '';
  if (old === 'all') return undefined;
  return old === '' ? integerOf(query, 'tailLines') : integer(old);
}

function integerOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  return text === null || text === '' ? undefined : integer(text);
}

function integer(text: string): number {
  const value = Number(text);
  if (!/^[+-]?\d+$/.test(text) || !Number.isSafeInteger(value)) throw undecodable();
  return value;
}

/** A parameter without a value is true. */
function booleanOf(query: URLSearchParams, name: string): boolean {
  const text = query.get(name);
  return text !== null && text !== 'false' && text !== '0';
}

function timeOf(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw undecodable();
  return time;
}

function undecodable(): HttpError {
  return new HttpError(400, '{"message": "Unable to decode query."}');
}
