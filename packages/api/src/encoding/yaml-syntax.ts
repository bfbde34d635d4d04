/**
 * What Kubernetes' YAML parser would say of text that is no YAML. Our parser finds the same faults but has other words
 * for them; this table translates the faults that users make. The lines are the ones that they know to look at: the
 * original names the line before the fault where it gives up on structure, and no line at all for the first.
 */
import type { LineCounter, YAMLParseError } from 'yaml';

import { YamlError } from './yaml-error.ts';

interface Fault {
  readonly code: YAMLParseError['code'];
  /** How the message of our parser begins. */
  readonly message?: RegExp;
  readonly reason: string;
  /** What to add to the line where our parser sees the fault. */
  readonly lineOffset?: number;
  /** Whether the fault shows only at the next colon. */
  readonly atColon?: boolean;
}

const NOT_A_KEY = 'did not find expected key';
const NO_CONTENT = 'did not find expected node content';
const NO_COLON = "could not find expected ':'";
const NO_TOKEN = 'found character that cannot start any token';
const NO_MAPPING = 'mapping values are not allowed in this context';

const FAULTS: readonly Fault[] = [
  { code: 'BLOCK_AS_IMPLICIT_KEY', reason: NO_MAPPING, atColon: true },
  { code: 'MULTILINE_IMPLICIT_KEY', reason: NO_MAPPING, atColon: true },
  { code: 'MISSING_CHAR', message: /^Missing closing/, reason: 'found unexpected end of stream' },
  { code: 'MISSING_CHAR', message: /^Implicit map keys/, reason: NO_COLON, lineOffset: 1 },
  { code: 'MISSING_CHAR', message: /^Flow map/, reason: "did not find expected ',' or '}'", lineOffset: -1 },
  { code: 'MISSING_CHAR', message: /^Flow sequence/, reason: "did not find expected ',' or ']'", lineOffset: -1 },
  { code: 'BAD_INDENT', message: /^Flow map/, reason: "did not find expected ',' or '}'", lineOffset: -1 },
  { code: 'BAD_INDENT', message: /^Flow sequence/, reason: "did not find expected ',' or ']'", lineOffset: -1 },
  { code: 'MISSING_CHAR', reason: NOT_A_KEY, lineOffset: -1 },
  { code: 'BAD_INDENT', reason: NOT_A_KEY, lineOffset: -1 },
  {
    code: 'UNEXPECTED_TOKEN',
    message: /^Unexpected block-seq-ind/,
    reason: 'block sequence entries are not allowed in this context',
  },
  {
    code: 'UNEXPECTED_TOKEN',
    message: /^Block scalar header/,
    reason: 'did not find expected comment or line break',
  },
  { code: 'UNEXPECTED_TOKEN', message: /^Unexpected (flow|,)/, reason: NO_CONTENT, lineOffset: -1 },
  { code: 'UNEXPECTED_TOKEN', reason: NOT_A_KEY, lineOffset: -1 },
  { code: 'BLOCK_IN_FLOW', reason: NO_CONTENT, lineOffset: -1 },
  { code: 'TAB_AS_INDENT', reason: NO_TOKEN },
  { code: 'BAD_SCALAR_START', reason: NO_TOKEN },
  { code: 'BAD_DQ_ESCAPE', reason: 'found unknown escape character' },
  { code: 'BAD_ALIAS', reason: 'did not find expected alphabetic or numeric character' },
];

/** The error for the first fault of a text. */
export function yamlSyntaxError(error: YAMLParseError, text: string, lines: LineCounter): YamlError {
  const [position] = error.pos;
  const isListItem = error.code === 'MULTILINE_IMPLICIT_KEY' && text.charAt(position) === '-';
  const fault: Fault | undefined = isListItem
    ? { code: error.code, reason: NOT_A_KEY, lineOffset: -1 }
    : FAULTS.find(({ code, message }) => code === error.code && (message?.test(error.message) ?? true));
  const at = fault?.atColon === true ? position + Math.max(text.slice(position).search(/:(?=\s|$)/), 0) : position;
  const line = lines.linePos(at).line + (fault?.lineOffset ?? 0);
  const isNamed = line > (fault?.lineOffset === -1 ? 0 : 1);
  return new YamlError(`yaml: ${isNamed ? `line ${line}: ` : ''}${fault?.reason ?? error.message}`, { cause: error });
}
