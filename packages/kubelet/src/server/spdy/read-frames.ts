/** Takes frames out of bytes as they come, holding back no more than one small frame. Pure, but for what it holds back. */
import { FLAG, SpdyError, TYPE, VERSION, type ControlFrame, type Frame } from './frame.ts';

const HEADER = 8;
const CONTROL = 0x80;
/** Control frames are small: the largest ones carry a few headers. */
const LARGEST_CONTROL = 16 * 1024;

export interface FrameReader {
  /** The frames that are complete with these bytes, and what has come of a data frame. @throws SpdyError */
  read(chunk: Buffer): Iterable<Frame>;
}

export function createFrameReader(): FrameReader {
  let held: Buffer = Buffer.alloc(0);
  /** The data frame that is under way. */
  let data: { readonly streamId: number; readonly isLast: boolean; left: number } | undefined;
  return {
    *read(chunk) {
      let bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      held = Buffer.alloc(0);
      for (;;) {
        if (data !== undefined) {
          if (bytes.length === 0 && data.left > 0) return;
          const part = bytes.subarray(0, data.left);
          bytes = bytes.subarray(part.length);
          data.left -= part.length;
          const isWhole = data.left === 0;
          yield { type: 'data', streamId: data.streamId, isLast: data.isLast && isWhole, bytes: part };
          if (isWhole) data = undefined;
          continue;
        }
        const length = bytes.length < HEADER ? 0 : bytes.readUIntBE(5, 3);
        if (bytes.length >= HEADER && ((bytes[0] ?? 0) & CONTROL) === 0) {
          data = { streamId: streamIdAt(bytes, 0), isLast: hasFlag(bytes, FLAG.last), left: length };
          bytes = bytes.subarray(HEADER);
          continue;
        }
        if (length > LARGEST_CONTROL) throw new SpdyError(`a control frame of ${length} bytes`);
        if (bytes.length < HEADER || bytes.length < HEADER + length) {
          held = bytes;
          return;
        }
        const frame = readControl(bytes.subarray(0, HEADER + length));
        bytes = bytes.subarray(HEADER + length);
        if (frame !== undefined) yield frame;
      }
    },
  };
}

/** undefined: a type that nobody knows is passed over. */
function readControl(frame: Buffer): ControlFrame | undefined {
  const version = frame.readUInt16BE(0) & 0x7fff;
  if (version !== VERSION) throw new SpdyError(`version ${version}`);
  const type = frame.readUInt16BE(2);
  const body = frame.subarray(HEADER);
  const isLast = hasFlag(frame, FLAG.last);
  switch (type) {
    case TYPE.synStream:
      expectAtLeast(body, 10);
      return {
        type: 'synStream',
        streamId: streamIdAt(body, 0),
        associatedTo: streamIdAt(body, 4),
        priority: (body[8] ?? 0) >> 5,
        isLast,
        isUnidirectional: hasFlag(frame, FLAG.unidirectional),
        headers: body.subarray(10),
      };
    case TYPE.synReply:
    case TYPE.headers:
      expectAtLeast(body, 4);
      return {
        type: type === TYPE.headers ? 'headers' : 'synReply',
        streamId: streamIdAt(body, 0),
        isLast,
        headers: body.subarray(4),
      };
    case TYPE.rstStream:
      expect(body, 8);
      return { type: 'rstStream', streamId: streamIdAt(body, 0), status: body.readUInt32BE(4) };
    case TYPE.settings:
      return { type: 'settings', entries: readSettings(body) };
    case TYPE.ping:
      expect(body, 4);
      return { type: 'ping', id: body.readUInt32BE(0) };
    case TYPE.goAway:
      expect(body, 8);
      return { type: 'goAway', lastStreamId: streamIdAt(body, 0), status: body.readUInt32BE(4) };
    case TYPE.windowUpdate:
      expect(body, 8);
      return { type: 'windowUpdate', streamId: streamIdAt(body, 0), delta: streamIdAt(body, 4) };
    default:
      return undefined;
  }
}

function readSettings(body: Buffer): { readonly id: number; readonly value: number }[] {
  expectAtLeast(body, 4);
  const count = body.readUInt32BE(0);
  expect(body, 4 + 8 * count);
  return Array.from({ length: count }, (_each, i) => ({
    id: body.readUIntBE(4 + 8 * i + 1, 3),
    value: body.readUInt32BE(4 + 8 * i + 4),
  }));
}

function streamIdAt(bytes: Buffer, at: number): number {
  return bytes.readUInt32BE(at) & 0x7fffffff;
}

function hasFlag(frame: Buffer, flag: number): boolean {
  return ((frame[4] ?? 0) & flag) !== 0;
}

function expectAtLeast(body: Buffer, length: number): void {
  if (body.length < length) throw new SpdyError(`a frame of ${body.length} bytes, not ${length} or more`);
}

function expect(body: Buffer, length: number): void {
  if (body.length !== length) throw new SpdyError(`a frame of ${body.length} bytes, not ${length}`);
}
