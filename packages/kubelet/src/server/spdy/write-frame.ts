/** A frame as bytes. Pure. */
import { FLAG, TYPE, VERSION, type Frame } from './frame.ts';

export function writeFrame(frame: Frame): Buffer {
  switch (frame.type) {
    case 'data': {
      const { streamId, isLast, bytes } = frame;
      const header = Buffer.alloc(8);
      header.writeUInt32BE(streamId, 0);
      header.writeUInt32BE(bytes.length, 4);
      header[4] = isLast ? FLAG.last : 0;
      return Buffer.concat([header, bytes]);
    }
    case 'synStream': {
      const { streamId, associatedTo, priority, isLast, isUnidirectional, headers } = frame;
      const flags = (isLast ? FLAG.last : 0) | (isUnidirectional ? FLAG.unidirectional : 0);
      return control(TYPE.synStream, flags, words(streamId, associatedTo), Buffer.of(priority << 5, 0), headers);
    }
    case 'synReply':
    case 'headers':
      return control(TYPE[frame.type], frame.isLast ? FLAG.last : 0, words(frame.streamId), frame.headers);
    case 'rstStream':
      return control(TYPE.rstStream, 0, words(frame.streamId, frame.status));
    case 'settings':
      return control(
        TYPE.settings,
        0,
        words(frame.entries.length, ...frame.entries.flatMap(({ id, value }) => [id, value])),
      );
    case 'ping':
      return control(TYPE.ping, 0, words(frame.id));
    case 'goAway':
      return control(TYPE.goAway, 0, words(frame.lastStreamId, frame.status));
    case 'windowUpdate':
      return control(TYPE.windowUpdate, 0, words(frame.streamId, frame.delta));
  }
}

function control(type: number, flags: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(8);
  header.writeUInt16BE(0x8000 | VERSION, 0);
  header.writeUInt16BE(type, 2);
  header.writeUInt32BE(body.length, 4);
  header[4] = flags;
  return Buffer.concat([header, body]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt32BE(value, 4 * i);
  return bytes;
}
