/**
 * A glance at JSON text before it is parsed, in one pass over the bytes: enough to refuse text that nests too deep, and
 * to tell whether parsing dropped any members. It says nothing of whether the text is valid.
 */

export interface JsonOutline {
  /** The number of `key: value` pairs. */
  readonly members: number;
  /** How deep objects and arrays nest. */
  readonly depth: number;
  /** Whether some string writes half of a surrogate pair as an escape, perhaps without the other half. */
  readonly hasSurrogateEscape: boolean;
}

const QUOTE = 0x22;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const LOWER_U = 0x75;
// `D` in either case: surrogates are U+D800 to U+DFFF.
const UPPER_D = 0x44;
const LOWER_D = 0x64;

export function outlineJson(bytes: Uint8Array): JsonOutline {
  let members = 0;
  let current = 0;
  let depth = 0;
  let hasSurrogateEscape = false;
  const length = bytes.length;
  for (let position = 0; position < length; position++) {
    switch (bytes[position] ?? 0) {
      case QUOTE:
        for (position++; position < length && bytes[position] !== QUOTE; position++) {
          if (bytes[position] === BACKSLASH) {
            position++;
            hasSurrogateEscape ||= isSurrogateEscape(bytes, position);
          }
        }
        break;
      case COLON:
        members++;
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        current++;
        depth = Math.max(depth, current);
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        current--;
        break;
      default:
    }
  }
  return { members, depth, hasSurrogateEscape };
}

function isSurrogateEscape(bytes: Uint8Array, position: number): boolean {
  const digit = bytes[position + 1];
  return bytes[position] === LOWER_U && (digit === UPPER_D || digit === LOWER_D);
}
