/**
 * What Go's decoder says of text that is no JSON. Users of `kubectl --raw` and curl see these messages, so the reasons
 * of JavaScript's own parser, which also change from version to version, will not do. It runs only for invalid text.
 */
import { quote } from './quote.ts';

interface Complaint {
  readonly position: number;
  readonly context: string;
}

/** @param bytes what was sent, which is not valid JSON */
export function describeJsonSyntaxError(bytes: Uint8Array): string {
  const { position, context } = new Checker(bytes).check();
  const byte = bytes[position];
  // Go tries whether a blank would end what stands last, and blames the blank where it would break it.
  if (byte === undefined && !BROKEN_BY_A_BLANK.test(context)) {
    return 'unexpected end of JSON input';
  }
  return `invalid character ${byte === undefined ? "' '" : quoteByte(byte)} ${context}`;
}

const BROKEN_BY_A_BLANK = /^in literal|numeric literal$|escape/;

function quoteByte(byte: number): string {
  const character = String.fromCharCode(byte);
  if (character === "'") {
    return "'\\''";
  }
  return character === '"' ? `'"'` : `'${quote(character).slice(1, -1)}'`;
}

const BLANK = /[ \t\r\n]/;
const DIGIT = /[0-9]/;
const HEX_DIGIT = /[0-9a-fA-F]/;
const ESCAPED = /["\\/bfnrt]/;
const LITERALS: Readonly<Record<string, string>> = { t: 'true', f: 'false', n: 'null' };

// Where the checker stands inside an array or object, and what must come next.
type Expectation = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaInObject' | 'commaInArray' | 'end';

/** Walks over the bytes until the first that cannot stand where it does. Nesting costs no recursion. */
class Checker {
  // One character a byte: all that JSON's structure is made of is ASCII.
  readonly #text: string;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#text = Buffer.from(bytes).toString('latin1');
  }

  check(): Complaint {
    const open: ('{' | '[')[] = [];
    let expected: Expectation = 'value';
    while (true) {
      this.#skip(BLANK);
      const character = this.#text.charAt(this.#position);
      if ((expected === 'value' || expected === 'valueOrEnd') && (character === '{' || character === '[')) {
        open.push(character);
        this.#position++;
        expected = character === '{' ? 'keyOrEnd' : 'valueOrEnd';
        continue;
      }
      const isEnd = character === closerOf(open.at(-1)) && character !== '';
      if (isEnd && (expected === 'valueOrEnd' || expected === 'keyOrEnd' || expected.startsWith('comma'))) {
        open.pop();
        this.#position++;
        expected = afterValue(open.at(-1));
        continue;
      }
      const context = this.#step(expected, character);
      if (context !== undefined) {
        return { position: this.#position, context };
      }
      expected = afterStep(expected, open.at(-1));
    }
  }

  // Reads one scalar, key, colon or comma; returns the complaint if it is not there or is broken.
  #step(expected: Expectation, character: string): string | undefined {
    switch (expected) {
      case 'value':
      case 'valueOrEnd':
        return this.#scalar(character);
      case 'key':
      case 'keyOrEnd':
        return character === '"' ? this.#string() : 'looking for beginning of object key string';
      case 'colon':
        return this.#take(':') ? undefined : 'after object key';
      case 'commaInObject':
        return this.#take(',') ? undefined : 'after object key:value pair';
      case 'commaInArray':
        return this.#take(',') ? undefined : 'after array element';
      case 'end':
        return 'after top-level value';
    }
  }

  #scalar(character: string): string | undefined {
    if (character === '"') {
      return this.#string();
    }
    if (character === '-' || DIGIT.test(character)) {
      return this.#number();
    }
    const literal = LITERALS[character];
    return literal === undefined ? 'looking for beginning of value' : this.#literal(literal);
  }

  #literal(literal: string): string | undefined {
    for (const character of literal) {
      if (!this.#take(character)) {
        return `in literal ${literal} (expecting '${character}')`;
      }
    }
    return undefined;
  }

  #string(): string | undefined {
    this.#position++;
    while (true) {
      const character = this.#text.charAt(this.#position);
      if (character === '' || character < ' ') {
        return 'in string literal';
      }
      this.#position++;
      if (character === '"') {
        return undefined;
      }
      const complaint = character === '\\' ? this.#escape() : undefined;
      if (complaint !== undefined) {
        return complaint;
      }
    }
  }

  #escape(): string | undefined {
    if (!this.#take('u')) {
      const isKnown = ESCAPED.test(this.#text.charAt(this.#position));
      this.#position += isKnown ? 1 : 0;
      return isKnown ? undefined : 'in string escape code';
    }
    for (let count = 0; count < 4; count++) {
      if (!HEX_DIGIT.test(this.#text.charAt(this.#position))) {
        return 'in \\u hexadecimal character escape';
      }
      this.#position++;
    }
    return undefined;
  }

  #number(): string | undefined {
    this.#take('-');
    if (!this.#take('0') && !this.#skip(DIGIT)) {
      return 'in numeric literal';
    }
    if (this.#take('.') && !this.#skip(DIGIT)) {
      return 'after decimal point in numeric literal';
    }
    if (this.#take('e') || this.#take('E')) {
      if (!this.#take('+')) {
        this.#take('-');
      }
      return this.#skip(DIGIT) ? undefined : 'in exponent of numeric literal';
    }
    return undefined;
  }

  #take(character: string): boolean {
    const isThere = this.#text.charAt(this.#position) === character;
    this.#position += isThere ? 1 : 0;
    return isThere;
  }

  #skip(pattern: RegExp): boolean {
    const start = this.#position;
    while (pattern.test(this.#text.charAt(this.#position))) {
      this.#position++;
    }
    return this.#position > start;
  }
}

function closerOf(opener: '{' | '[' | undefined): string {
  return opener === undefined ? '' : opener === '{' ? '}' : ']';
}

function afterValue(opener: '{' | '[' | undefined): Expectation {
  return opener === undefined ? 'end' : opener === '{' ? 'commaInObject' : 'commaInArray';
}

function afterStep(expected: Expectation, opener: '{' | '[' | undefined): Expectation {
  switch (expected) {
    case 'key':
    case 'keyOrEnd':
      return 'colon';
    case 'commaInObject':
      return 'key';
    case 'colon':
    case 'commaInArray':
      return 'value';
    case 'value':
    case 'valueOrEnd':
    case 'end':
      return afterValue(opener);
  }
}
