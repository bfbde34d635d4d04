/**
 * What a YAML scalar means. Kubernetes reads YAML 1.1 through go-yaml v2, where `yes`, `on` and `y` are booleans, a
 * leading zero makes a number octal and dates stay text; a manifest must mean the same here.
 */
import { YamlError } from './yaml-error.ts';

/** A scalar as it stands in a document. */
export interface YamlScalar {
  readonly text: string;
  /** Neither quoted nor a block. */
  readonly isPlain: boolean;
  /** The full name of an explicit tag, such as `tag:yaml.org,2002:int`. */
  readonly tag: string | undefined;
}

/** The types that go-yaml tells apart; keys of different types are different keys. */
export type ScalarType = 'str' | 'bool' | 'int' | 'float' | 'null';

export interface ScalarValue {
  readonly type: ScalarType;
  readonly value: string | boolean | number | null;
}

const TAG_PREFIX = 'tag:yaml.org,2002:';
const RESOLVED_TAGS: ReadonlySet<string> = new Set(['bool', 'int', 'float', 'null']);

const WORDS: ReadonlyMap<string, ScalarValue> = new Map([
  ...words({ type: 'bool', value: true }, 'y Y yes Yes YES true True TRUE on On ON'),
  ...words({ type: 'bool', value: false }, 'n N no No NO false False FALSE off Off OFF'),
  ...words({ type: 'null', value: null }, '~ null Null NULL'),
  ...words({ type: 'float', value: Number.NaN }, '.nan .NaN .NAN'),
  ...words({ type: 'float', value: Infinity }, '.inf .Inf .INF +.inf +.Inf +.INF'),
  ...words({ type: 'float', value: -Infinity }, '-.inf -.Inf -.INF'),
  ['', { type: 'null', value: null }],
]);

function words(value: ScalarValue, list: string): [string, ScalarValue][] {
  return list.split(' ').map((word) => [word, value]);
}

/** @throws YamlError for text that does not fit its tag */
export function resolveScalar({ text, isPlain, tag }: YamlScalar): ScalarValue {
  if (tag === undefined) {
    return isPlain ? resolvePlain(text) : { type: 'str', value: text };
  }
  const name = tag.startsWith(TAG_PREFIX) ? tag.slice(TAG_PREFIX.length) : '';
  if (name === 'binary') {
    return { type: 'str', value: decodeBase64(text) };
  }
  if (!RESOLVED_TAGS.has(name)) {
    return { type: 'str', value: text };
  }
  const resolved = resolvePlain(text);
  if (resolved.type === 'int' && name === 'float') {
    return { ...resolved, type: 'float' };
  }
  if (resolved.type !== name) {
    throw new YamlError(`yaml: cannot decode !!${resolved.type} \`${text}\` as a !!${name}`);
  }
  return resolved;
}

function resolvePlain(text: string): ScalarValue {
  const word = WORDS.get(text);
  if (word !== undefined) {
    return word;
  }
  const number = /^[-+.0-9]/.test(text) ? resolveNumber(text) : undefined;
  return number ?? { type: 'str', value: text };
}

function resolveNumber(text: string): ScalarValue | undefined {
  const digits = text.startsWith('.') ? text : text.replaceAll('_', '');
  const integer = parseInteger(digits);
  if (integer !== undefined) {
    return { type: 'int', value: integer };
  }
  const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(digits) ? Number(digits) : Infinity;
  return Number.isFinite(float) ? { type: 'float', value: float } : undefined;
}

const INTEGER = /^([-+]?)(?:(0[xX][0-9a-fA-F]+)|(0[bB][01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;

// An integer of 64 bits, signed or not, in the notations that Go knows.
function parseInteger(text: string): number | undefined {
  const match = INTEGER.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, sign, hexadecimal, binary, octal, decimal] = match;
  const literal = hexadecimal ?? binary ?? (octal === undefined ? decimal : `0o${octal}`) ?? '0';
  const magnitude = literal.length > 70 ? 2n ** 64n : BigInt(literal.toLowerCase());
  const limit = sign === '-' ? 2n ** 63n : sign === '+' ? 2n ** 63n - 1n : 2n ** 64n - 1n;
  return magnitude > limit ? undefined : Number(sign === '-' ? -magnitude : magnitude) + 0;
}

function decodeBase64(text: string): string {
  const digits = text.replace(/[\r\n]/g, '');
  if (digits.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(digits)) {
    throw new YamlError('yaml: !!binary value contains invalid base64 data');
  }
  return Buffer.from(digits, 'base64').toString('utf8');
}
