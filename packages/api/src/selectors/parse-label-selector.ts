/**
 * Label selectors as text, such as `app=web,tier in (a, b),!old`, which the `labelSelector` parameter carries. The
 * grammar and the messages are those of apimachinery's labels.Parse.
 */
import { validateQualifiedName } from '../names/label-syntax.ts';
import { FieldError } from '../status/field-error.ts';
import { LabelMatcher } from './label-matcher.ts';
import { BINARY_OPERATOR_LIST, checkRequirement } from './label-requirement.ts';
import type { LabelOperator, LabelRequirement } from './label-requirement.ts';
import { tokenize } from './label-tokens.ts';
import type { Token, TokenKind } from './label-tokens.ts';
import { SelectorError } from './selector-error.ts';

/** @throws SelectorError with upstream's message */
export function parseLabelSelector(text: string): LabelMatcher {
  return new LabelMatcher(new Parser(tokenize(text)).parse());
}

const OPERATORS: Readonly<Partial<Record<TokenKind, LabelOperator>>> = {
  '=': '=',
  '==': '==',
  '!=': '!=',
  '>': 'gt',
  '<': 'lt',
  in: 'in',
  notin: 'notin',
};

const END: Token = { kind: 'end', text: '' };

class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    while (true) {
      const token = this.#peek();
      if (token.kind === 'end') {
        return requirements;
      }
      if (token.kind !== 'identifier' && token.kind !== '!') {
        throw new SelectorError(`found '${token.text}', expected: !, identifier, or 'end of string'`);
      }
      requirements.push(this.#wrapped(() => this.#requirement()));
      const separator = this.#take();
      if (separator.kind === 'end') {
        return requirements;
      }
      if (separator.kind !== ',') {
        throw new SelectorError(`found '${separator.text}', expected: ',' or 'end of string'`);
      }
      const following = this.#peek();
      if (following.kind !== 'identifier' && following.kind !== '!') {
        throw new SelectorError(`found '${following.text}', expected: identifier after ','`);
      }
    }
  }

  #wrapped(parse: () => LabelRequirement): LabelRequirement {
    try {
      return parse();
    } catch (error) {
      const why = error instanceof SelectorError ? error.message : String(error);
      throw new SelectorError(`unable to parse requirement: ${why}`, { cause: error });
    }
  }

  #requirement(): LabelRequirement {
    const isNegated = this.#peek().kind === '!';
    if (isNegated) {
      this.#take();
    }
    const key = this.#key();
    const following = this.#peek();
    if (isNegated || following.kind === 'end' || following.kind === ',') {
      return checkRequirement({ key, operator: isNegated ? '!' : 'exists', values: [] });
    }
    const operator = this.#operator();
    const values = operator === 'in' || operator === 'notin' ? this.#list() : [this.#value()];
    return checkRequirement({ key, operator, values: [...new Set(values)].sort() });
  }

  #key(): string {
    const token = this.#take();
    if (token.kind !== 'identifier') {
      throw new SelectorError(`found '${token.text}', expected: identifier`);
    }
    const messages = validateQualifiedName(token.text);
    if (messages.length > 0) {
      // There is no field to name here; upstream prints the absent path so.
      throw new SelectorError(FieldError.invalid('<nil>', token.text, messages.join('; ')).toString());
    }
    return token.text;
  }

  #operator(): LabelOperator {
    const token = this.#tokens[this.#position++] ?? END;
    const operator = OPERATORS[token.kind];
    if (operator === undefined) {
      throw new SelectorError(`found '${token.text}', expected: ${BINARY_OPERATOR_LIST}`);
    }
    return operator;
  }

  #value(): string {
    const following = this.#peek();
    if (following.kind === 'end' || following.kind === ',') {
      return '';
    }
    const token = this.#take();
    if (token.kind !== 'identifier') {
      throw new SelectorError(`found '${token.text}', expected: identifier`);
    }
    return token.text;
  }

  // `(x,,y)`: between commas, and before the first and after the last, stands the empty value.
  #list(): string[] {
    const open = this.#take();
    if (open.kind !== '(') {
      throw new SelectorError(`found '${open.text}' expected: '('`);
    }
    const first = this.#peek();
    if (first.kind !== 'identifier' && first.kind !== ',' && first.kind !== ')') {
      throw new SelectorError(`found '${first.text}', expected: ',', ')' or identifier`);
    }
    const values: string[] = [];
    while (true) {
      const token = this.#take();
      if (token.kind === 'identifier') {
        values.push(token.text);
        const following = this.#peek();
        if (following.kind !== ',' && following.kind !== ')') {
          throw new SelectorError(`found '${following.text}', expected: ',' or ')'`);
        }
      } else if (token.kind === ',') {
        const following = this.#peek().kind;
        values.push(...(values.length === 0 || following === ',' || following === ')' ? [''] : []));
      } else if (token.kind === ')') {
        return values.length === 0 ? [''] : values;
      } else {
        throw new SelectorError(`found '${token.text}', expected: ',', or identifier`);
      }
    }
  }

  #peek(): Token {
    return asValue(this.#tokens[this.#position] ?? END);
  }

  #take(): Token {
    const token = this.#peek();
    this.#position++;
    return token;
  }
}

// `in` and `notin` are operators only between a key and values; anywhere else they are words like others.
function asValue(token: Token): Token {
  return token.kind === 'in' || token.kind === 'notin' ? { ...token, kind: 'identifier' } : token;
}
