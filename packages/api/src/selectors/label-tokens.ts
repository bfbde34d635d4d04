/** The words that a label selector's text is made of. */

export type TokenKind = 'identifier' | 'end' | ')' | '(' | ',' | '!' | '==' | '=' | '!=' | '>' | '<' | 'in' | 'notin';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const BLANKS = /[ \t\r\n]*/y;
// A NUL ends a word and is swallowed, as in Go's lexer, which reads it as the end.
const SYMBOL = /(==|!=|[=!(),<>])\0?/y;
const WORD = /([^ \t\r\n=!(),<>\0]*)\0?/y;

/** All words of the text, of which the last is the end. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    position += match?.[0].length ?? 0;
    return match;
  };
  while (true) {
    take(BLANKS);
    if (position >= text.length || text.charAt(position) === '\0') {
      tokens.push({ kind: 'end', text: '' });
      return tokens;
    }
    const symbol = take(SYMBOL)?.[1];
    const word = symbol ?? take(WORD)?.[1] ?? '';
    tokens.push({ kind: isFixed(word) ? word : 'identifier', text: word });
  }
}

const FIXED: ReadonlySet<string> = new Set([')', '(', ',', '!', '==', '=', '!=', '>', '<', 'in', 'notin']);

function isFixed(word: string): word is Exclude<TokenKind, 'identifier' | 'end'> {
  return FIXED.has(word);
}
