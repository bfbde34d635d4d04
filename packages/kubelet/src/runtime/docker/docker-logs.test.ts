import { describe, expect, it } from 'vitest';
import { terminalPieces } from './docker-logs.ts';
import { outputFrames } from './output-frames.ts';

async function* inPieces(bytes: Buffer, size: number): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function frame(stream: 1 | 2, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(text.length, 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

const SIZES = [1, 7, 1000, 100_000];

describe('outputFrames()', () => {
  it.each(SIZES)('tells standard output and error apart, cut into %i bytes', async (size) => {
    const bytes = Buffer.concat([frame(1, 'out'), frame(2, ''), frame(2, 'err'), frame(1, 'more')]);
    const frames = await Array.fromAsync(outputFrames(inPieces(bytes, size)));
    expect(frames.map(({ stream, bytes: part }) => `${stream}:${part.toString()}`)).toEqual([
      'stdout:out',
      'stderr:',
      'stderr:err',
      'stdout:more',
    ]);
  });

  it('refuses a frame that nobody sends', async () => {
    const bytes = Buffer.from('01000000ffffffff', 'hex');
    await expect(Array.fromAsync(outputFrames(inPieces(bytes, 8)))).rejects.toThrow('a frame of 4294967295 bytes');
  });
});

describe('terminalPieces()', () => {
  const at = (second: number) => `2026-01-02T03:04:0${second}.123456789Z`;
  const full = 'x'.repeat(16_384);

  it.each(SIZES)('finds the entries again, cut into %i bytes', async (size) => {
    // A line of two and a half entries, whose parts come with times of their own.
    const text = `${at(1)} one\r\n${at(2)} ${full}${at(3)} ${full}${at(4)} rest\r\n${at(5)} \r\n${at(6)} $ `;
    const pieces = await Array.fromAsync(terminalPieces(inPieces(Buffer.from(text), size)));
    expect(pieces.map(({ time, bytes }) => [time, bytes.toString()])).toEqual([
      [at(1), 'one\r\n'],
      [at(2), full],
      [at(3), full],
      [at(4), 'rest\r\n'],
      [at(5), '\r\n'],
      [at(6), '$ '],
    ]);
  });
});
