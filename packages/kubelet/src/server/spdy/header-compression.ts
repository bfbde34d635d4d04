/**
 * The compression of headers: one zlib stream a direction, for as long as the connection lives. What is read may be
 * compressed in any way; what is written is marked as stored, which every reader takes and which costs no memory.
 */
import { constants, createInflate, type Inflate } from 'node:zlib';
import { SpdyError } from './frame.ts';
import { HEADER_DICTIONARY } from './header-dictionary.ts';

/** Of one frame, unpacked: a little input can be made to mean a lot. */
const MOST_UNPACKED = 64 * 1024;
const MOST_STORED = 0xffff;

export interface HeaderUnpacker {
  /** One at a time, in the order of the frames. @throws SpdyError */
  unpack(packed: Buffer): Promise<Buffer>;
  close(): void;
}

export function createHeaderUnpacker(): HeaderUnpacker {
  const inflate: Inflate = createInflate({ dictionary: HEADER_DICTIONARY, flush: constants.Z_SYNC_FLUSH });
  let parts: Buffer[] = [];
  let size = 0;
  let fail: ((error: Error) => void) | undefined;
  inflate.on('error', (error: Error) => fail?.(new SpdyError('headers that cannot be unpacked', { cause: error })));
  inflate.on('data', (part: Buffer) => {
    size += part.length;
    if (size <= MOST_UNPACKED) parts.push(part);
    else inflate.destroy(new Error('too many headers'));
  });
  return {
    unpack: (packed) =>
      new Promise((resolve, reject) => {
        if (inflate.destroyed) {
          reject(new SpdyError('headers after headers that could not be unpacked'));
          return;
        }
        parts = [];
        size = 0;
        fail = reject;
        inflate.write(packed, (error) => {
          const isGood = (error === null || error === undefined) && size <= MOST_UNPACKED;
          if (isGood) resolve(Buffer.concat(parts));
          else reject(new SpdyError('headers that cannot be unpacked', { cause: error }));
        });
      }),
    close: () => void inflate.destroy(),
  };
}

/** Returns what packs header blocks, in the order of the frames. */
export function createHeaderPacker(): (block: Buffer) => Buffer {
  let isFirst = true;
  return (block) => {
    // The header of zlib: a window of 32 kB, no dictionary, and a checksum of these two bytes.
    const parts: Buffer[] = isFirst ? [Buffer.of(0x78, 0x01)] : [];
    isFirst = false;
    // An empty block ends each frame's, as a flush of zlib does: Go holds back what comes before until it sees one.
    for (let at = 0; at <= block.length + MOST_STORED - 1; at += MOST_STORED) {
      const bytes = block.subarray(at, at + MOST_STORED);
      const header = Buffer.alloc(5);
      header.writeUInt16LE(bytes.length, 1);
      header.writeUInt16LE(bytes.length ^ 0xffff, 3);
      parts.push(header, bytes);
    }
    return Buffer.concat(parts);
  };
}
