/**
 * Whether a text is a regular expression of RE2, the syntax of Go, as far as JavaScript can tell: what only Go writes
 * is translated first, and what only JavaScript knows is refused.
 * (https://github.com/google/re2/wiki/Syntax)
 */

const NOT_IN_RE2 = /\(\?(?:[=!]|<[=!])|\\[1-9]/;
const POSIX_CLASS = /\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]/g;

/** What is wrong with a pattern, in Go's words where there are some; undefined if nothing is. */
export function regularExpressionProblem(pattern: string): string | undefined {
  const unsupported = NOT_IN_RE2.exec(withoutEscapes(pattern));
  if (unsupported !== null) {
    const [text] = unsupported;
    const what = text.startsWith('(') ? 'invalid or unsupported Perl syntax' : 'invalid escape sequence';
    return `error parsing regexp: ${what}: \`${text}\``;
  }
  try {
    return new RegExp(asJavaScript(pattern)) instanceof RegExp ? undefined : '';
  } catch (error) {
    return `error parsing regexp: ${error instanceof Error ? error.message : String(error)}`;
  }
}

// Keeps backreferences, and drops the other escapes, so that `\(?=` is not taken for a look-ahead.
function withoutEscapes(pattern: string): string {
  return pattern.replace(/\\[^1-9]/gs, '');
}

function asJavaScript(pattern: string): string {
  return pattern
    .replace(/\(\?P</g, '(?<')
    .replace(/\(\?[imsU]*(?:-[imsU]+)?\)/g, '')
    .replace(/\(\?[imsU]*(?:-[imsU]+)?:/g, '(?:')
    .replace(POSIX_CLASS, 'a')
    .replace(/\\[Az]/g, '')
    .replace(/\\Q.*?(?:\\E|$)/gs, '');
}
