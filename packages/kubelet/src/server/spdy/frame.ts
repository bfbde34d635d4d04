/**
 * The frames of SPDY/3.1, apart from what their headers say, which is compressed across frames.
 *
 * @see https://www.chromium.org/spdy/spdy-protocol/spdy-protocol-draft3-1/
 */
export type ControlFrame =
  | {
      readonly type: 'synStream';
      readonly streamId: number;
      readonly associatedTo: number;
      readonly priority: number;
      readonly isLast: boolean;
      readonly isUnidirectional: boolean;
      readonly headers: Buffer;
    }
  | { readonly type: 'synReply'; readonly streamId: number; readonly isLast: boolean; readonly headers: Buffer }
  | { readonly type: 'headers'; readonly streamId: number; readonly isLast: boolean; readonly headers: Buffer }
  | { readonly type: 'rstStream'; readonly streamId: number; readonly status: number }
  | { readonly type: 'settings'; readonly entries: readonly { readonly id: number; readonly value: number }[] }
  | { readonly type: 'ping'; readonly id: number }
  | { readonly type: 'goAway'; readonly lastStreamId: number; readonly status: number }
  | { readonly type: 'windowUpdate'; readonly streamId: number; readonly delta: number };

/** A data frame may come in several of these: it is not held back until it is whole. */
export interface DataFrame {
  readonly type: 'data';
  readonly streamId: number;
  /** Nothing follows on this stream. */
  readonly isLast: boolean;
  readonly bytes: Buffer;
}

export type Frame = ControlFrame | DataFrame;

/** What the other side sends is no SPDY, or more of it than is sensible: the connection cannot go on. */
export class SpdyError extends Error {
  override readonly name = 'SpdyError';
}

export const VERSION = 3;
export const TYPE = {
  synStream: 1,
  synReply: 2,
  rstStream: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  headers: 8,
  windowUpdate: 9,
} as const;
export const FLAG = { last: 1, unidirectional: 2 } as const;
/** Reasons to reset a stream. */
export const RESET = { protocolError: 1, refused: 3, cancel: 5 } as const;
/** Reasons to leave. */
export const LEAVE = { normal: 0, protocolError: 1 } as const;
