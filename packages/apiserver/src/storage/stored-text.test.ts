import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseObject, storedText, textAtRevision, UnreadableValue, withRevision } from './stored-text.ts';

const at = (text: string, revision = 7) => textAtRevision(Buffer.from(text), revision);

describe('textAtRevision()', () => {
  it('puts the revision first into the metadata and leaves all else as it is', () => {
    const text = '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"},"spec":{"metadata":{"name":"b"}}}';
    expect(at(text)).toBe(
      '{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"7","name":"a"},"spec":{"metadata":{"name":"b"}}}',
    );
  });

  it.each([
    ['empty metadata', '{"kind":"Pod","apiVersion":"v1","metadata":{}}', {}],
    [
      'another order',
      '{"spec":{"metadata":{"x":1}},"metadata":{"name":"a"},"apiVersion":"v1","kind":"Pod"}',
      { name: 'a' },
    ],
    ['white space', '{ "kind": "Pod", "apiVersion": "v1", "metadata": { "name": "a" } }', { name: 'a' }],
    [
      'a name that looks like metadata',
      '{"x\\"metadata":{"y":1},"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"}}',
      { name: 'a' },
    ],
    [
      'a stored resourceVersion in another order',
      '{"metadata":{"resourceVersion":"3","name":"a"},"kind":"Pod","apiVersion":"v1"}',
      { name: 'a' },
    ],
  ])('is right for text with %s', (_name, text, metadata) => {
    const { metadata: shown, ...rest } = parseObject(at(text));
    const { metadata: _stored, ...others } = parseObject(text);
    expect(shown).toEqual({ resourceVersion: '7', ...metadata });
    expect(rest).toEqual(others);
  });

  it.each([
    '',
    'x',
    'null',
    '[]',
    '{}',
    '{"kind":"Pod","apiVersion":"v1"}',
    '{"kind":1,"apiVersion":"v1","metadata":{}}',
  ])('refuses %j', (text) => {
    expect(() => at(text)).toThrow(UnreadableValue);
  });

  it('agrees with parsing, for any object', () => {
    const character = fc.constantFrom('a', '"', '\\', '{', '}', ':', ',', '\n', 'ä', '€', '😀', '\u0000', '$');
    const json = fc.jsonValue({ maxDepth: 3 });
    const metadata = fc.dictionary(fc.string({ unit: character }), json);
    const object = fc.record({
      kind: fc.constant('Pod'),
      apiVersion: fc.constant('v1'),
      metadata,
      spec: json,
      data: metadata,
    });
    fc.assert(
      fc.property(object, fc.nat(), (value, revision) => {
        const plain = JSON.parse(JSON.stringify(value)) as typeof value;
        const { resourceVersion: _, ...stored } = plain.metadata;
        const text = textAtRevision(Buffer.from(storedText(plain)), revision);
        expect(parseObject(text)).toEqual({ ...plain, metadata: { resourceVersion: String(revision), ...stored } });
      }),
    );
  });
});

describe('withRevision()', () => {
  it('changes the revision of the object, not one inside it', () => {
    const text = at(
      '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"$1"},"spec":{"metadata":{"resourceVersion":"1"}}}',
    );
    const object = parseObject(withRevision(text, 12));
    expect(object.metadata).toEqual({ resourceVersion: '12', name: '$1' });
    expect(object['spec']).toEqual({ metadata: { resourceVersion: '1' } });
  });
});
