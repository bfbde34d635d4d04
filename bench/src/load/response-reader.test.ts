import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { responseReader } from './response-reader.ts';

const withLength = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 11\r\n\r\nhello world';
const chunked = 'HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n';
const empty = 'HTTP/1.1 409 Conflict\r\ncontent-length: 0\r\n\r\n';
const bodyless = 'HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n';

describe('responseReader', () => {
  it.each([
    ['a body of a given length', withLength, 200],
    ['a body in chunks', chunked, 201],
    ['an empty body', empty, 409],
    ['a status without a body', bodyless, 204],
  ])('finds the end of %s, however it is torn', (_name, text, status) => {
    const bytes = Buffer.from(text);
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 })), (cuts) => {
        const read = responseReader();
        const places = [0, ...cuts.toSorted((one, other) => one - other), bytes.length];
        const statuses = places.slice(1).map((end, index) => read(bytes.subarray(places[index], end)));
        expect(statuses.at(-1)).toEqual([status]);
        expect(statuses.flat()).toEqual([status]);
      }),
    );
  });

  it('reads one response after the other on a connection', () => {
    const read = responseReader();
    expect(read(Buffer.from(withLength + empty))).toEqual([200, 409]);
    expect(read(Buffer.from(chunked))).toEqual([201]);
    expect(read(Buffer.from(withLength))).toEqual([200]);
  });

  it('refuses a response whose end it cannot know', () => {
    const read = responseReader();
    expect(() => read(Buffer.from('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n'))).toThrow('Cannot find the end');
  });
});
