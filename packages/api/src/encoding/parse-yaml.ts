/**
 * YAML from outside: manifests that are sent as they are. The `yaml` package takes the text apart; what its parts mean
 * is decided as Kubernetes does (see `yaml-scalar.ts` and `yaml-document.ts`). Only the first document of a text
 * counts, as in Kubernetes. Nesting, aliases and the number of tokens are bounded, so that a small text cannot become a
 * large object, nor hold up the process: taking YAML apart is slow, about a microsecond a byte.
 */
import { isUtf8 } from 'node:buffer';

import { Composer, Lexer, LineCounter, Parser } from 'yaml';
import type { CST, Document, ParsedNode } from 'yaml';

import { JsonError, parseJson } from './parse-json.ts';
import { documentValue } from './yaml-document.ts';
import { YamlError } from './yaml-error.ts';
import { yamlSyntaxError } from './yaml-syntax.ts';

/** How deep YAML may nest, by default. */
export const MAX_YAML_DEPTH = 1000;

/** How large YAML may be, by default: as large as a request's body. */
export const MAX_YAML_BYTES = 3 * 1024 * 1024;

/**
 * How many keys, values, indicators, indents and line breaks YAML may have: those of half a megabyte of manifests, which
 * take about a fifth of a second. kubectl and the client libraries send JSON, whatever their users write.
 */
export const MAX_YAML_TOKENS = 100_000;

export interface ParsedYaml {
  readonly value: unknown;
  /**
   * What a strict reader says of keys given twice: one text of several lines, or none.
   * `yaml: unmarshal errors:\n  line 6: key "foo" already set in map`
   */
  readonly duplicates: readonly string[];
}

export interface ParseYamlOptions {
  readonly maxDepth?: number;
  readonly maxBytes?: number;
}

// What YAML allows in a text; anything else has to be escaped in double quotes.
const CONTROL_CHARACTER = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** @throws YamlError for bytes that are not UTF-8 or not YAML, are too many, nest too deep, or alias too much */
export function parseYaml(
  bytes: Uint8Array,
  { maxDepth = MAX_YAML_DEPTH, maxBytes = MAX_YAML_BYTES }: ParseYamlOptions = {},
): ParsedYaml {
  if (bytes.byteLength > maxBytes) {
    throw new YamlError(`yaml: input is larger than ${maxBytes} bytes`);
  }
  if (!isUtf8(bytes)) {
    throw new YamlError('yaml: invalid UTF-8');
  }
  return parseAsJson(bytes, maxDepth) ?? parseText(bytes, maxDepth);
}

// Clients that say YAML often send JSON, which is YAML, too. What is wrong with it is for the YAML parser to say.
function parseAsJson(bytes: Uint8Array, maxDepth: number): ParsedYaml | undefined {
  if (bytes[0] !== '{'.charCodeAt(0)) {
    return undefined;
  }
  try {
    const parsed = parseJson(bytes, { maxDepth });
    return parsed.duplicates.length === 0 ? parsed : undefined;
  } catch (error) {
    if (error instanceof JsonError) {
      return undefined;
    }
    throw error;
  }
}

function parseText(bytes: Uint8Array, maxDepth: number): ParsedYaml {
  const decoded = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  // A byte order mark may begin the text and is no part of it. Carriage returns alone end lines in YAML 1.1.
  const text = decoded.replace(/^\ufeff/, '').replace(/\r(?!\n)/g, '\n');
  if (CONTROL_CHARACTER.test(text)) {
    throw new YamlError('yaml: control characters are not allowed');
  }
  const lines = new LineCounter();
  const document = firstDocument(text, { maxDepth, lines });
  const error = document?.errors[0];
  if (error !== undefined) {
    throw yamlSyntaxError(error, text, lines);
  }
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const { value, duplicates } = documentValue(document?.contents ?? null, { maxDepth, text, lineAt });
  const report = ['yaml: unmarshal errors:', ...duplicates].join('\n  ');
  return { value, duplicates: duplicates.length === 0 ? [] : [report] };
}

interface ReadingOptions {
  readonly maxDepth: number;
  readonly lines: LineCounter;
}

function firstDocument(text: string, options: ReadingOptions): Document.Parsed<ParsedNode> | undefined {
  const composer = new Composer({
    version: '1.1',
    schema: 'failsafe',
    merge: false,
    resolveKnownTags: false,
    uniqueKeys: false,
    strict: false,
    logLevel: 'silent',
    prettyErrors: false,
  });
  for (const document of composer.compose(boundedTokens(text, options), true, text.length)) {
    return document;
  }
  return undefined;
}

// The text is read bit by bit, as the composer asks for it: what follows the first document is not read at all, and
// what nests too deep or goes wrong is not read on.
function* boundedTokens(text: string, { maxDepth, lines }: ReadingOptions): Generator<CST.Token> {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      yield token;
      if (token.type === 'error') {
        return;
      }
    }
    if (parser.stack.length > maxDepth) {
      throw new YamlError(`yaml: exceeded max depth of ${maxDepth}`);
    }
    if (++count > MAX_YAML_TOKENS) {
      throw new YamlError(`yaml: input has more than ${MAX_YAML_TOKENS} tokens; JSON of that size is accepted`);
    }
  }
  yield* parser.end();
}
