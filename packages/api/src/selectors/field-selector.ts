/**
 * Field selectors as text, such as `metadata.name=x,spec.nodeName!=y`, which the `fieldSelector` parameter carries.
 * Which fields a resource can be selected by is for the caller to say. Source: apimachinery's fields.ParseSelector.
 */
import { SelectorError } from './selector-error.ts';

export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/** A field selector ready for use: all of its requirements must be met. */
export class FieldMatcher {
  static readonly EVERYTHING = new FieldMatcher([]);

  readonly requirements: readonly FieldRequirement[];

  constructor(requirements: readonly FieldRequirement[]) {
    this.requirements = requirements;
  }

  /** @param valueOf returns the value of a field; that of an absent one is empty */
  matches(valueOf: (field: string) => string): boolean {
    return this.requirements.every(({ field, operator, value }) => (valueOf(field) === value) === (operator === '='));
  }

  /** Whether it matches everything. */
  isEmpty(): boolean {
    return this.requirements.length === 0;
  }

  /** The one value that the selector wants a field to have; undefined where it does not say. */
  exactValue(field: string): string | undefined {
    return this.requirements.find((candidate) => candidate.field === field && candidate.operator === '=')?.value;
  }

  /** The canonical text. */
  toString(): string {
    return this.requirements.map(({ field, operator, value }) => `${field}${operator}${escapeValue(value)}`).join(',');
  }
}

/** @throws SelectorError with upstream's message */
export function parseFieldSelector(text: string): FieldMatcher {
  const terms = splitTerms(text)
    .sort()
    .filter((term) => term !== '');
  const requirements = terms.map((term) => parseTerm(term, text));
  // A bare `=` asks for nothing.
  return new FieldMatcher(requirements.filter(({ field, value }) => field !== '' || value !== ''));
}

// At the commas that no backslash stands before.
function splitTerms(text: string): string[] {
  return text.match(/(?:\\[^]|[^\\,]|\\$)+/g) ?? [];
}

function parseTerm(term: string, selector: string): FieldRequirement {
  // The first operator splits, whatever comes after it.
  const match = /^([^]*?)(!=|==|=)([^]*)$/.exec(term);
  if (match === null) {
    throw new SelectorError(`invalid selector: '${selector}'; can't understand '${term}'`);
  }
  const [, field = '', operator = '', value = ''] = match;
  return { field, operator: operator === '!=' ? '!=' : '=', value: unescapeValue(value) };
}

function escapeValue(value: string): string {
  return value.replace(/[\\,=]/g, '\\$&');
}

function unescapeValue(text: string): string {
  return text.replace(/\\([^]?)|[,=]/gu, (sequence, escaped: string | undefined) => {
    if (escaped === undefined) {
      throw new SelectorError(`invalid field selector: unescaped character in value: ${sequence.charCodeAt(0)}`);
    }
    if (escaped === '' || !'\\,='.includes(escaped)) {
      throw new SelectorError(`invalid field selector: invalid escape sequence: ${sequence}`);
    }
    return escaped;
  });
}
