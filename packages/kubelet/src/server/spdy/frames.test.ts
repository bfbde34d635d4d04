import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bomb, headerDeflater } from '../testing/spdy-client.ts';
import { SpdyError, type Frame } from './frame.ts';
import { readHeaderBlock, writeHeaderBlock } from './header-block.ts';
import { createHeaderPacker, createHeaderUnpacker } from './header-compression.ts';
import { HEADER_DICTIONARY } from './header-dictionary.ts';
import { createFrameReader } from './read-frames.ts';
import { writeFrame } from './write-frame.ts';

const headers = Buffer.from('packed');
const all: Frame[] = [
  { type: 'synStream', streamId: 1, associatedTo: 0, priority: 3, isLast: false, isUnidirectional: true, headers },
  { type: 'synReply', streamId: 1, isLast: true, headers },
  { type: 'headers', streamId: 1, isLast: false, headers },
  { type: 'data', streamId: 7, isLast: true, bytes: Buffer.from('hello') },
  { type: 'data', streamId: 7, isLast: false, bytes: Buffer.alloc(0) },
  { type: 'rstStream', streamId: 3, status: 5 },
  { type: 'settings', entries: [{ id: 7, value: 65_536 }] },
  { type: 'ping', id: 2 },
  { type: 'goAway', lastStreamId: 9, status: 0 },
  { type: 'windowUpdate', streamId: 1, delta: 4096 },
];

/** Reads bytes in pieces, and puts the parts of data frames together again. */
function readInPieces(bytes: Buffer, size: number): Frame[] {
  const reader = createFrameReader();
  const frames: Frame[] = [];
  let data: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    for (const frame of reader.read(bytes.subarray(at, at + size))) {
      if (frame.type === 'data' && frame.isLast === false && bytes.length > at + size) data.push(frame.bytes);
      else if (frame.type === 'data') {
        frames.push({ ...frame, bytes: Buffer.concat([...data, frame.bytes]) });
        data = [];
      } else frames.push(frame);
    }
  }
  return frames;
}

describe('frames', () => {
  it.each(all.map((frame) => [frame.type, frame] as const))('%s comes through', (_type, frame) => {
    expect([...createFrameReader().read(writeFrame(frame))]).toEqual([frame]);
  });

  it('come through however they are cut', () => {
    const frames = all
      .filter(({ type }) => type !== 'data')
      .concat([{ type: 'data', streamId: 7, isLast: true, bytes: Buffer.from('the last') }]);
    const bytes = Buffer.concat(frames.map(writeFrame));
    for (let size = 1; size <= bytes.length; size += 1) expect(readInPieces(bytes, size)).toEqual(frames);
  });

  it('hands out data before its frame is whole', () => {
    const reader = createFrameReader();
    const bytes = writeFrame({ type: 'data', streamId: 1, isLast: true, bytes: Buffer.alloc(100) });
    const [first] = reader.read(bytes.subarray(0, 58));
    expect(first).toMatchObject({ type: 'data', isLast: false });
    expect(first?.type === 'data' && first.bytes.length).toBe(50);
    expect([...reader.read(bytes.subarray(58))]).toMatchObject([{ type: 'data', isLast: true }]);
  });

  it.each([
    ['another version', '8002000100000000'],
    ['a control frame that is too long', '8003000100ffffff'],
    ['a short stream frame', '80030001000000080000000100000000'],
    ['a short reset', '80030003000000040000000100000000'],
    ['settings that are fewer than they say', '8003000400000008000000ff00000000'],
    ['a long ping', '80030006000000080000000100000000'],
  ])('refuses %s', (_name, hex) => {
    expect(() => [...createFrameReader().read(Buffer.from(hex, 'hex'))]).toThrow(SpdyError);
  });

  it('passes over types that it does not know', () => {
    const unknown = Buffer.from('8003000b00000002aaaa', 'hex');
    const ping: Frame = { type: 'ping', id: 1 };
    expect([...createFrameReader().read(Buffer.concat([unknown, writeFrame(ping)]))]).toEqual([ping]);
  });

  it('survives any bytes, with a SpdyError at most', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 8 }), (chunks) => {
        const reader = createFrameReader();
        try {
          for (const chunk of chunks)
            for (const frame of reader.read(Buffer.from(chunk))) expect(frame.type).toBeDefined();
        } catch (error) {
          expect(error).toBeInstanceOf(SpdyError);
        }
      }),
    );
  });
});

describe('headers', () => {
  it('are told by a dictionary that is that of the protocol', () => {
    let [low, high] = [1, 0];
    for (const byte of HEADER_DICTIONARY) {
      low = (low + byte) % 65_521;
      high = (high + low) % 65_521;
    }
    // What zlib calls the dictionary by: Adler-32.
    expect((high * 65_536 + low).toString(16)).toBe('e3c6a7c2');
  });

  it('come through a connection, one after the other', async () => {
    const pack = createHeaderPacker();
    const unpacker = createHeaderUnpacker();
    for (const value of ['data', 'error', 'x'.repeat(40_000)]) {
      const block = writeHeaderBlock(new Map([['streamType', value]]));
      expect(readHeaderBlock(await unpacker.unpack(pack(block)))).toEqual(new Map([['streamtype', value]]));
    }
    unpacker.close();
  });

  it('end with an empty block, without which Go does not see them', () => {
    const pack = createHeaderPacker();
    for (const size of [0, 4, 65_535, 70_000])
      expect(pack(Buffer.alloc(size)).subarray(-5).toString('hex')).toBe('000000ffff');
  });

  it('are read as others compress them', async () => {
    const deflate = headerDeflater();
    const unpacker = createHeaderUnpacker();
    for (const port of ['80', '8080']) {
      const block = await unpacker.unpack(await deflate({ streamtype: 'data', port }));
      expect(readHeaderBlock(block)).toEqual(new Map(Object.entries({ streamtype: 'data', port })));
    }
    unpacker.close();
  });

  it('are refused when they are no zlib, or too many', async () => {
    for (const bytes of [Buffer.from('nonsense'), bomb()]) {
      const unpacker = createHeaderUnpacker();
      await expect(unpacker.unpack(bytes)).rejects.toThrow(SpdyError);
      await expect(unpacker.unpack(Buffer.alloc(1))).rejects.toThrow(SpdyError);
      unpacker.close();
    }
  });

  it.each([
    ['too many', '7fffffff'],
    ['longer than there is', '00000001000000ff61'],
    ['without an end', '0000000100000001'],
    ['nothing', ''],
  ])('are refused when they are %s', (_name, hex) => {
    expect(() => readHeaderBlock(Buffer.from(hex, 'hex'))).toThrow(SpdyError);
  });
});
