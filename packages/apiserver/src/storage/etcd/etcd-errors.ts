/**
 * What etcd's and gRPC's failures mean. The question that matters is whether a write may have happened: unless that
 * can be ruled out, it is reported as unknown and never tried again down here.
 */
import {
  Compacted,
  FutureRevision,
  RequestTooLarge,
  StorageError,
  StorageFull,
  StorageUnavailable,
  WriteOutcomeUnknown,
} from '../storage-errors.ts';
import { CallFailure } from './grpc/call-failure.ts';

/** Whether the call that failed was to change something. */
export type CallKind = 'read' | 'write';

/** Refusals that etcd itself states: whatever was asked for has not been done. */
const REFUSALS: readonly (readonly [text: string, make: (message: string, cause: unknown) => StorageError])[] = [
  ['required revision has been compacted', (message, cause) => new Compacted(message, { cause })],
  ['required revision is a future revision', (message, cause) => new FutureRevision(message, { cause })],
  ['request is too large', (message, cause) => new RequestTooLarge(message, { cause })],
  ['message larger than max', (message, cause) => new RequestTooLarge(message, { cause })],
  ['database space exceeded', (message, cause) => new StorageFull(message, { cause })],
  ['too many requests', (message, cause) => new StorageUnavailable(message, { cause })],
];

/** Failures of npm's gRPC that come before anything was sent. */
const NOT_SENT = ['No connection established', 'Channel closed before call started'];

/** Codes with which a server says no without having done anything: invalid argument … unauthenticated. */
const REFUSING_CODES = new Set([3, 5, 6, 7, 9, 11, 12, 16]);

/** Translates what a call to etcd threw. */
export function castEtcdError(error: unknown, kind: CallKind): StorageError {
  if (error instanceof StorageError) return error;
  const { code, shown, sent } = readFailure(error);
  for (const [part, make] of REFUSALS) {
    if (shown.includes(part)) return make(shown, error);
  }
  if (code !== undefined && REFUSING_CODES.has(code)) return new StorageError(shown, { cause: error });
  if (kind === 'read' || !sent) {
    return new StorageUnavailable(`etcd cannot be reached: ${shown}`, { cause: error });
  }
  return new WriteOutcomeUnknown(`etcd was lost during a write: ${shown}`, { cause: error });
}

interface Failure {
  /** The gRPC status. */
  readonly code: number | undefined;
  readonly shown: string;
  /** Whether etcd may have acted on the call. */
  readonly sent: boolean;
}

function readFailure(error: unknown): Failure {
  if (error instanceof CallFailure) return { code: error.code, shown: error.message, sent: error.sent };
  const text = error instanceof Error ? error.message : String(error);
  // What the general client throws starts with the status code: "14 UNAVAILABLE: No connection established".
  const [, code, message] = /^(?:\w+: )?(\d+) [A-Z_]+: (.*)$/s.exec(text) ?? [undefined, undefined, text];
  const shown = message ?? text;
  const sent = !NOT_SENT.some((part) => shown.includes(part));
  return { code: code === undefined ? undefined : Number(code), shown, sent };
}
