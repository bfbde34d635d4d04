import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { framed, FrameReader } from './frames.ts';

describe('FrameReader', () => {
  it('gives back what was framed, wherever it is cut', () => {
    const messages = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 });
    fc.assert(
      fc.property(messages, fc.array(fc.nat(60), { maxLength: 12 }), (sent, cuts) => {
        const whole = Buffer.concat(sent.map(framed));
        const reader = new FrameReader();
        const received: Buffer[] = [];
        let at = 0;
        for (const size of [...cuts, whole.length]) {
          received.push(...reader.push(whole.subarray(at, at + size)));
          at += size;
        }
        expect(received.map((message) => [...message])).toEqual(sent.map((message) => [...message]));
      }),
    );
  });

  it('gives a message as soon as it is whole', () => {
    const reader = new FrameReader();
    const frame = framed(Buffer.from('hello'));
    expect(reader.push(frame.subarray(0, -1))).toEqual([]);
    expect(reader.push(frame.subarray(-1)).map(String)).toEqual(['hello']);
  });
});
