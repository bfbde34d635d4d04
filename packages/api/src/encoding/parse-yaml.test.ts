import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MAX_YAML_TOKENS, parseYaml } from './parse-yaml.ts';

const parse = (text: string): ReturnType<typeof parseYaml> => parseYaml(Buffer.from(text));
const value = (text: string): unknown => parse(text).value;

describe('parseYaml', () => {
  it.each([
    [
      'booleans of YAML 1.1',
      '[yes, No, ON, off, y, N, true, False]',
      [true, false, true, false, true, false, true, false],
    ],
    ['what only looks like them', '[yEs, tRue, "yes", nO]', ['yEs', 'tRue', 'yes', 'nO']],
    ['nulls', '[~, null, Null, NULL, ]', [null, null, null, null]],
    ['a missing value', 'a:\nb: 1', { a: null, b: 1 }],
    ['decimal numbers', '[0, -7, +5, 1_000, 1.5, .5, -.5, 5., 1e3]', [0, -7, 5, 1000, 1.5, 0.5, -0.5, 5, 1000]],
    ['octal numbers of either notation', '[0755, 0o755, -010]', [493, 493, -8]],
    ['a leading zero that is not octal', '08', 8],
    ['hexadecimal and binary numbers', '[0x1F, 0b101, -0b11]', [31, 5, -3]],
    [
      'what only looks like numbers',
      '[1.2.3, 1:20, 0x, ., 1e, 1e400, 10Gi, 500m]',
      ['1.2.3', '1:20', '0x', '.', '1e', '1e400', '10Gi', '500m'],
    ],
    ['dates, which stay text', '[2001-01-01, 2001-01-01T00:00:00Z]', ['2001-01-01', '2001-01-01T00:00:00Z']],
    [
      'explicit types',
      '[!!str 1, !!int "3", !!float 3, !!bool yes, !!binary aGk=, !mine x]',
      ['1', 3, 3, true, 'hi', 'x'],
    ],
    ['keys that are no texts', '1: a\ntrue: b\n1.5: c\n0x10: d', { '1': 'a', true: 'b', '1.5': 'c', '16': 'd' }],
    ['keys that turn into other words, as in Kubernetes', 'y: 1\nno: 2', { true: 1, false: 2 }],
    ['block texts', 'a: |\n  x\n  y\nb: >-\n  x\n  y\nc: |+\n  x\n\n', { a: 'x\ny\n', b: 'x y', c: 'x\n\n' }],
    ['a block text that ends with the document', 'a: |\n  x', { a: 'x' }],
    ['escapes', '"\\u00e9\\n\\x41"', 'é\nA'],
    ['aliases', 'a: &x {b: [1]}\nc: *x', { a: { b: [1] }, c: { b: [1] } }],
    ['an anchor that is set anew', 'a: &x 1\nb: *x\nc: &x 2\nd: *x', { a: 1, b: 1, c: 2, d: 2 }],
    [
      'merged maps',
      'a: &x {p: 1, q: 1}\nb: &y {q: 2, r: 2}\nc:\n  <<: [*x, *y]\n  r: 3',
      { a: { p: 1, q: 1 }, b: { q: 2, r: 2 }, c: { p: 1, q: 1, r: 3 } },
    ],
    ['a quoted merge key, which is a key', '"<<": {a: 1}', { '<<': { a: 1 } }],
    ['the first of several documents', 'a: 1\n---\nb: [', { a: 1 }],
    ['an explicit first document', '%YAML 1.1\n---\na: 1\n...\n', { a: 1 }],
    ['nothing', '# only a comment\n', null],
    ['carriage returns and a byte order mark', '\ufeffa: 1\r\nb: 2\rc: 3', { a: 1, b: 2, c: 3 }],
    ['JSON', '{"a":"yes","b":[1,{"c":null}]}', { a: 'yes', b: [1, { c: null }] }],
    ['JSON after a line break', '\n{"a":"yes"}', { a: 'yes' }],
  ])('reads %s', (_name, text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  it('reads a manifest', () => {
    const manifest = [
      'apiVersion: v1',
      'kind: ConfigMap',
      'metadata: {name: web, labels: {"on": "yes"}} # quoted, since labels are texts',
      'data:',
      '  script: |',
      '    #!/bin/sh',
      '    echo "a: b"',
      '  list: "- a"',
    ];
    expect(value(manifest.join('\n'))).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'web', labels: { on: 'yes' } },
      data: { script: '#!/bin/sh\necho "a: b"\n', list: '- a' },
    });
  });

  it.each([
    ['in a map', 'a: 1\nb: 2\na: 3\n', { a: 3, b: 2 }, ['line 3: key "a" already set in map']],
    ['by the line of the value', 'a:\n  b: 1\na:\n\n  b: 2\n', { a: { b: 2 } }, ['line 5: key "a" already set in map']],
    [
      'several',
      'a:\n  b: 1\n  b: 2\n  b: 3\n1: x\n1: z\n',
      { a: { b: 3 }, '1': 'z' },
      ['line 3: key "b" already set in map', 'line 4: key "b" already set in map', 'line 6: key 1 already set in map'],
    ],
    ['in JSON', '{"a": 1,\n"a": 2}', { a: 2 }, ['line 2: key "a" already set in map']],
    ['not for a number and a text of one form', '1: a\n"1": b\n', { '1': 'b' }, []],
  ])('reports keys given twice: %s', (_name, text, expected, lines) => {
    const report = lines.length === 0 ? [] : [['yaml: unmarshal errors:', ...lines].join('\n  ')];
    expect(parse(text)).toEqual({ value: expected, duplicates: report });
  });

  it('takes keys that name parts of objects for ordinary keys', () => {
    const result = value('__proto__: {polluted: true}\nconstructor: 1\n') as Record<string, unknown>;
    expect(Object.keys(result)).toEqual(['__proto__', 'constructor']);
    expect(result['polluted']).toBeUndefined();
  });

  it.each([
    ['a colon too many', 'a: b: c\n', 'yaml: mapping values are not allowed in this context'],
    ['the same further down', 'x: 1\na: b: c\n', 'yaml: line 2: mapping values are not allowed in this context'],
    ['a key without its colon', 'x: 1\na\nb: c\n', "yaml: line 3: could not find expected ':'"],
    ['a tab as indentation', 'a:\n\tb: 1\n', 'yaml: line 2: found character that cannot start any token'],
    ['an open quote', 'a: "x\n', 'yaml: line 2: found unexpected end of stream'],
    ['an open list', 'a: [1\n', "yaml: line 1: did not find expected ',' or ']'"],
    ['a key that is not in line', 'x:\n  a:\n    b: 1\n   c: 2\n', 'yaml: line 3: did not find expected key'],
    [
      'an item that is not in line',
      'spec:\n  containers:\n  - name: a\n   image: b\n',
      'yaml: line 3: did not find expected key',
    ],
    [
      'a key that is indented under a value',
      'a: b\n  c: d\n',
      'yaml: line 2: mapping values are not allowed in this context',
    ],
    ['an item beside a key', 'x: 1\na: - b\n', 'yaml: line 2: block sequence entries are not allowed in this context'],
    ['a reserved character', 'x: 1\na: @b\n', 'yaml: line 2: found character that cannot start any token'],
    ['an alias of nothing', 'a: *x\n', "yaml: unknown anchor 'x' referenced"],
    ['an alias of what comes later', 'a: *x\nb: &x 1\n', "yaml: unknown anchor 'x' referenced"],
    ['an anchor around its alias', 'a: &x [*x]\n', "yaml: anchor 'x' value contains itself"],
    ['a value of the wrong explicit type', 'a: !!int x\n', 'yaml: cannot decode !!str `x` as a !!int'],
    ['binary that is no base64', 'a: !!binary "%"\n', 'yaml: !!binary value contains invalid base64 data'],
    ['a merge with no map', '<<: 1\n', 'yaml: map merge requires map or sequence of maps as the value'],
    ['a list as a key', '[a]: b\n', 'yaml: invalid map key: only text, numbers and booleans can be keys'],
    ['null as a key', '~: b\n', 'yaml: unsupported map key of type: null'],
    ['infinity', 'a: .inf\n', 'json: unsupported value: +Inf'],
    ['control characters', 'a: \u0001\n', 'yaml: control characters are not allowed'],
  ])('refuses %s', (_name, text, message) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ message, name: 'YamlError' }));
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => parseYaml(Uint8Array.from([0x61, 0x3a, 0x20, 0xff]))).toThrow('yaml: invalid UTF-8');
  });

  it.each([
    ['lists in lists', '['.repeat(100_000)],
    ['items in items', '- '.repeat(100_000)],
    ['maps in maps', '{a: '.repeat(100_000)],
    ['keys under keys', Array.from({ length: 1100 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    [
      'aliases of aliases',
      Array.from(
        { length: 200 },
        (_, at) => `x${at}: &x${at} [[[[[[[[[[${at === 0 ? 1 : `*x${at - 1}`}]]]]]]]]]]`,
      ).join('\n'),
    ],
  ])('bounds the depth of %s', (_name, text) => {
    expect(() => parse(text)).toThrow('yaml: exceeded max depth of 1000');
  });

  it.each([
    [
      'that multiply',
      [
        'a: &a [x,x,x,x,x,x,x,x,x]',
        ...'bcdefghi'.split('').map((name, at) => `${name}: &${name} [${`*${'abcdefgh'.charAt(at)},`.repeat(9)}]`),
      ].join('\n'),
    ],
    ['of a large value', `a: &a [${'x,'.repeat(2000)}]\nb: [${'*a,'.repeat(2000)}]\n`],
    [
      'that merge',
      `a: &a {${Array.from({ length: 1000 }, (_, at) => `k${at}: 1`).join(',')}}\nb:\n${'- <<: *a\n'.repeat(1000)}`,
    ],
  ])('bounds aliases %s', (_name, text) => {
    expect(() => parse(text)).toThrow('yaml: document contains excessive aliasing');
  });

  it('bounds size and number of tokens', () => {
    expect(() => parseYaml(Buffer.from('a: 1'), { maxBytes: 3 })).toThrow('yaml: input is larger than 3 bytes');
    expect(() => parse('\n'.repeat(MAX_YAML_TOKENS + 1))).toThrow(
      `yaml: input has more than ${MAX_YAML_TOKENS} tokens`,
    );
    expect(value(JSON.stringify({ a: Array.from({ length: MAX_YAML_TOKENS }, () => 0) }))).toHaveProperty('a');
  });
});

describe('any JSON', () => {
  // Kubernetes' YAML has no room for other characters, unless they are escaped.
  const unit = fc.constantFrom(...Array.from('abyn01:-#&*!|>%@`"\'\\{}[], \n\té漢😀'));
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<unknown>(null, true, false),
      fc.integer(),
      fc.string({ unit, maxLength: 8 }),
      fc.array(tie('json'), { maxLength: 3 }),
      fc.dictionary(fc.string({ unit, maxLength: 5 }), tie('json'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));

  it('is YAML of the same meaning, on one line or several', () => {
    fc.assert(
      fc.property(json, (document) => {
        // A leading line break keeps the text from being taken for JSON.
        expect(value(`\n${JSON.stringify(document)}`)).toEqual(document);
        expect(value(`\n${JSON.stringify(document, null, 2)}`)).toEqual(document);
      }),
    );
  });
});
