/**
 * Quoting as Kubernetes' messages do it (Go's `%q`): `pods "web" not found`. Users and scripts read these texts,
 * so escapes have to come out the same.
 */

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

// What needs no escape: letters, marks, numbers, punctuation, symbols and the ASCII space, without `"` and `\`.
const NEEDS_ESCAPE = /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;

/** The text in double quotes, with control characters, quotes and unprintable characters escaped as Go does. */
export function quote(text: string): string {
  return `"${text.replace(NEEDS_ESCAPE, escapeCharacter)}"`;
}

function escapeCharacter(character: string): string {
  const simple = SIMPLE_ESCAPES[character];
  if (simple !== undefined) {
    return simple;
  }
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) {
    return `\\x${code.toString(16).padStart(2, '0')}`;
  }
  // Half a surrogate pair has no UTF-8 form; on the wire it would have been the replacement character.
  if (code >= 0xd800 && code <= 0xdfff) {
    return '\ufffd';
  }
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}
