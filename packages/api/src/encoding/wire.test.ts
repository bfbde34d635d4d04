import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeEnvelope, encodeEnvelope, isEnvelope } from './envelope.ts';
import { WireError, WireType } from './wire-error.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

function written(write: (writer: WireWriter) => void): Uint8Array {
  const writer = new WireWriter();
  write(writer);
  return writer.finish();
}

function reading(bytes: readonly number[] | Uint8Array): WireReader {
  const reader = new WireReader(Uint8Array.from(bytes));
  reader.next();
  return reader;
}

describe('WireWriter', () => {
  it.each([
    ['a small number', (writer: WireWriter) => writer.int(1, 150), [0x08, 0x96, 0x01]],
    [
      'a negative number in ten bytes',
      (writer: WireWriter) => writer.int(1, -1),
      [0x08, ...Array.from({ length: 9 }, () => 0xff), 0x01],
    ],
    ['a text', (writer: WireWriter) => writer.string(2, 'testing'), [0x12, 0x07, ...Buffer.from('testing')]],
    ['true', (writer: WireWriter) => writer.bool(3, true), [0x18, 0x01]],
    ['a double', (writer: WireWriter) => writer.double(1, 1), [0x09, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f]],
    ['a float', (writer: WireWriter) => writer.float(1, 1), [0x0d, 0, 0, 0x80, 0x3f]],
    ['a field number of two bytes', (writer: WireWriter) => writer.bool(16, false), [0x80, 0x01, 0x00]],
    [
      'a nested message',
      (writer: WireWriter) => {
        const mark = writer.begin(3);
        writer.int(1, 150);
        writer.end(mark);
      },
      [0x1a, 0x03, 0x08, 0x96, 0x01],
    ],
  ])('writes %s as the specification has it', (_name, write, bytes) => {
    expect([...written(write)]).toEqual(bytes);
  });
});

describe('WireReader', () => {
  it.each([
    [
      'an int64 of all bits',
      [0x08, ...Array.from({ length: 9 }, () => 0xff), 0x01],
      (reader: WireReader) => reader.int64(),
      -1,
    ],
    [
      'the largest exact number',
      written((writer) => writer.int(1, Number.MAX_SAFE_INTEGER)),
      (reader: WireReader) => reader.int64(),
      Number.MAX_SAFE_INTEGER,
    ],
    ['an int32 below zero', written((writer) => writer.int(1, -5)), (reader: WireReader) => reader.int32(), -5],
    [
      'an int32 with more bits, cut off',
      written((writer) => writer.int(1, 2 ** 32 + 7)),
      (reader: WireReader) => reader.int32(),
      7,
    ],
    ['a number in more bytes than it needs', [0x08, 0x80, 0x80, 0x00], (reader: WireReader) => reader.int64(), 0],
    [
      'packed numbers',
      [0x0a, 0x03, 0x01, 0x96, 0x01],
      (reader: WireReader) => reader.packed(WireType.VARINT, (items) => items.int64()),
      [1, 150],
    ],
    [
      'one number of a list',
      [0x08, 0x05],
      (reader: WireReader) => reader.packed(WireType.VARINT, (items) => items.int64()),
      [5],
    ],
    [
      'the replacement character in its own right',
      written((writer) => writer.string(1, 'a\ufffd')),
      (reader: WireReader) => reader.string(),
      'a\ufffd',
    ],
  ])('reads %s', (_name, bytes, read, value) => {
    expect(read(reading(bytes))).toEqual(value);
  });

  it('gives views of the input instead of copies', () => {
    const input = written((writer) => writer.bytes(1, Uint8Array.from([1, 2, 3])));
    const reader = new WireReader(input);
    reader.next();
    const view = reader.bytes();
    input[input.length - 1] = 9;
    expect([...view]).toEqual([1, 2, 9]);
  });

  it.each([
    ['a varint', [0x08, 0x96, 0x01]],
    ['eight bytes', [0x09, 1, 2, 3, 4, 5, 6, 7, 8]],
    ['a text', [0x0a, 0x02, 1, 2]],
    ['four bytes', [0x0d, 1, 2, 3, 4]],
    ['groups in groups', [0x0b, 0x13, 0x08, 0x01, 0x14, 0x0c]],
  ])('skips %s', (_name, bytes) => {
    const reader = new WireReader(Uint8Array.from([...bytes, 0x10, 0x07]));
    reader.next();
    reader.skip();
    expect(reader.next()).toBe(true);
    expect([reader.field, reader.int64(), reader.next()]).toEqual([2, 7, false]);
  });

  it.each([
    ['a tag cut off', [0x80], (reader: WireReader) => reader, 'unexpected EOF'],
    ['a number cut off', [0x08, 0x80], (reader: WireReader) => reader.int64(), 'unexpected EOF'],
    [
      'a number of eleven bytes',
      [0x08, ...Array.from({ length: 11 }, () => 0x80)],
      (reader: WireReader) => reader.int64(),
      'proto: integer overflow',
    ],
    [
      'an int32 past all exact numbers',
      [0x08, ...Array.from({ length: 8 }, () => 0xff), 0x7f],
      (reader: WireReader) => reader.int32(),
      'proto: integer overflow',
    ],
    ['a text longer than the input', [0x0a, 0x05, 1], (reader: WireReader) => reader.string(), 'unexpected EOF'],
    [
      'a length past all memory',
      [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
      (reader: WireReader) => reader.bytes(),
      'unexpected EOF',
    ],
    [
      'a negative length',
      [0x0a, ...Array.from({ length: 9 }, () => 0xff), 0x01],
      (reader: WireReader) => reader.bytes(),
      'proto: negative length found during unmarshaling',
    ],
    ['a double cut off', [0x09, 1, 2, 3], (reader: WireReader) => reader.double(), 'unexpected EOF'],
    ['field number zero', [0x00, 0x01], (reader: WireReader) => reader, 'proto: illegal tag 0 (wire type 0)'],
    [
      'the end of a group that never began',
      [0x0c],
      (reader: WireReader) => reader,
      'proto: wiretype end group for non-group',
    ],
    ['a group that never ends', [0x0b, 0x08, 0x01], (reader: WireReader) => reader.skip(), 'unexpected EOF'],
    ['an unknown layout', [0x0e], (reader: WireReader) => reader.skip(), 'proto: illegal wireType 6'],
    [
      'a text where a number should be',
      [0x0a, 0x00],
      (reader: WireReader) => reader.int64(),
      'proto: wrong wireType = 2 for field 1',
    ],
    [
      'text that is not UTF-8',
      [0x0a, 0x02, 0xc3, 0x28],
      (reader: WireReader) => reader.string(),
      'proto: string field contains invalid UTF-8',
    ],
  ])('refuses %s', (_name, bytes, read, message) => {
    expect(() => read(reading(bytes))).toThrow(expect.objectContaining({ message, name: 'WireError' }));
  });

  it('bounds how deep messages nest', () => {
    const nested = (depth: number): Uint8Array =>
      written((writer) => {
        const marks = Array.from({ length: depth }, () => writer.begin(1));
        for (const mark of marks.reverse()) {
          writer.end(mark);
        }
      });
    const descend = (reader: WireReader): number => (reader.next() ? descend(reader.message()) + 1 : 0);
    expect(descend(new WireReader(nested(3), { maxDepth: 3 }))).toBe(3);
    expect(() => descend(new WireReader(nested(4), { maxDepth: 3 }))).toThrow('proto: exceeded max recursion depth');
  });
});

type Tree = { int: number; text: string; data: Uint8Array; number: number; flag: boolean; children: Tree[] };

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    int: fc.maxSafeInteger(),
    text: fc.string({ unit: 'binary', maxLength: 200 }),
    data: fc.uint8Array({ maxLength: 300 }),
    number: fc.double(),
    flag: fc.boolean(),
    children: fc.oneof({ maxDepth: 4 }, fc.constant<Tree[]>([]), fc.array(tie('tree'), { maxLength: 3 })),
  }),
}));

function writeTree(writer: WireWriter, value: Tree): void {
  writer.int(1, value.int);
  writer.string(2, value.text);
  writer.bytes(3, value.data);
  writer.double(4, value.number);
  writer.bool(5, value.flag);
  for (const child of value.children) {
    const mark = writer.begin(600);
    writeTree(writer, child);
    writer.end(mark);
  }
}

function readTree(reader: WireReader): Tree {
  const value: Tree = { int: 0, text: '', data: new Uint8Array(), number: 0, flag: false, children: [] };
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        value.int = reader.int64();
        break;
      case 2:
        value.text = reader.string();
        break;
      case 3:
        value.data = Uint8Array.from(reader.bytes());
        break;
      case 4:
        value.number = reader.double();
        break;
      case 5:
        value.flag = reader.bool();
        break;
      case 600:
        value.children.push(readTree(reader.message()));
        break;
      default:
        reader.skip();
    }
  }
  return value;
}

describe('messages of every shape', () => {
  it('read back as they were written', () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(readTree(new WireReader(written((writer) => writeTree(writer, value))))).toEqual(value);
      }),
    );
  });

  it('are read or refused, never worse, however they are damaged', () => {
    fc.assert(
      fc.property(tree, fc.nat(), fc.nat(255), fc.nat(), (value, at, byte, length) => {
        const bytes = Uint8Array.from(written((writer) => writeTree(writer, value)));
        bytes[at % bytes.length] = byte;
        try {
          readTree(new WireReader(bytes.subarray(0, 1 + (length % bytes.length))));
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the envelope', () => {
  const bytes = encodeEnvelope({ apiVersion: 'v1', kind: 'Pod' }, (writer) => writer.string(1, 'x'));

  it('is what Kubernetes sends', () => {
    expect(Buffer.from(bytes).toString('latin1')).toBe('k8s\0\n\t\n\x02v1\x12\x03Pod\x12\x03\n\x01x\x1a\0"\0');
    expect(isEnvelope(bytes)).toBe(true);
  });

  it('is read back', () => {
    const envelope = decodeEnvelope(bytes);
    expect({ ...envelope, raw: [...envelope.raw] }).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      raw: [0x0a, 0x01, 0x78],
      contentEncoding: '',
      contentType: '',
    });
  });

  it.each([
    ['nothing', '', 'empty data'],
    [
      'JSON',
      '{"kind":"Pod"}',
      'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
    ],
    ['half the magic', 'k8', 'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]'],
    ['the magic alone', 'k8s\0', 'empty body'],
    ['an envelope cut off', 'k8s\0\n\t\n\x02v1', 'unexpected EOF'],
  ])('refuses %s', (_name, text, message) => {
    expect(() => decodeEnvelope(Buffer.from(text, 'latin1'))).toThrow(expect.objectContaining({ message }));
  });
});
