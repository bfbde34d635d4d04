/**
 * One thing wrong with one field of an object: what validation returns, and what becomes the causes and the message of
 * a 422 answer. The texts are those of Kubernetes 1.35's field errors, byte for byte: kubectl prints them as they are.
 */
import { goJson } from '../encoding/go-json.ts';
import { quote } from '../encoding/quote.ts';
import type { FieldPath } from './field-path.ts';

const TITLES = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  InternalError: 'Internal error',
  FieldValueTypeInvalid: 'Invalid value',
} as const;

/** What is wrong, as the `reason` of a Status cause. */
export type FieldErrorType = keyof typeof TITLES;

const SHOWS_VALUE: Readonly<Record<FieldErrorType, boolean>> = {
  FieldValueNotFound: true,
  FieldValueRequired: false,
  FieldValueDuplicate: true,
  FieldValueInvalid: true,
  FieldValueNotSupported: true,
  FieldValueForbidden: false,
  FieldValueTooLong: false,
  FieldValueTooMany: true,
  InternalError: false,
  FieldValueTypeInvalid: true,
};

/** In place of a bad value: the message does not show one. */
export const OMITTED = Symbol('value omitted');

/** Where a field error is: a path, or its text. */
export type FieldRef = FieldPath | string;

/** A validation failure. Make one with the static methods, which carry upstream's names. */
export class FieldError {
  readonly type: FieldErrorType;
  /** The path of the field, such as `spec.containers[0].name`. */
  readonly field: string;
  readonly badValue: unknown;
  readonly detail: string;

  private constructor(type: FieldErrorType, field: FieldRef, badValue: unknown, detail: string) {
    this.type = type;
    this.field = field.toString();
    this.badValue = badValue;
    this.detail = detail;
  }

  /** A value that refers to something that does not exist. */
  static notFound(field: FieldRef, value: unknown, detail = ''): FieldError {
    return new FieldError('FieldValueNotFound', field, value, detail);
  }

  /** A value that must be given and is not. */
  static required(field: FieldRef, detail = ''): FieldError {
    return new FieldError('FieldValueRequired', field, '', detail);
  }

  /** A value that must be unique and is not. */
  static duplicate(field: FieldRef, value: unknown, detail = ''): FieldError {
    return new FieldError('FieldValueDuplicate', field, value, detail);
  }

  /** A malformed value: a failed pattern, out of bounds. */
  static invalid(field: FieldRef, value: unknown, detail: string): FieldError {
    return new FieldError('FieldValueInvalid', field, value, detail);
  }

  /** A value of the wrong type. */
  static typeInvalid(field: FieldRef, value: unknown, detail: string): FieldError {
    return new FieldError('FieldValueTypeInvalid', field, value, detail);
  }

  /** A value outside the list of supported ones, which are named in the order given. */
  static notSupported(field: FieldRef, value: unknown, supported: readonly string[]): FieldError {
    const detail = supported.length > 0 ? `supported values: ${supported.map(quote).join(', ')}` : '';
    return new FieldError('FieldValueNotSupported', field, value, detail);
  }

  /** A well-formed value that may not be set here or now. */
  static forbidden(field: FieldRef, detail: string): FieldError {
    return new FieldError('FieldValueForbidden', field, '', detail);
  }

  /** A value of too many bytes; without `maxBytes` no limit is named. The value is not shown. */
  static tooLong(field: FieldRef, maxBytes?: number): FieldError {
    const detail =
      maxBytes === undefined
        ? 'value is too long'
        : `may not be more than ${maxBytes} ${maxBytes === 1 ? 'byte' : 'bytes'}`;
    return new FieldError('FieldValueTooLong', field, '<value omitted>', detail);
  }

  /** A list of too many items; a count or limit that is left out is not named. */
  static tooMany(field: FieldRef, { actual, max }: { actual?: number; max?: number }): FieldError {
    const detail =
      max === undefined ? 'has too many items' : `must have at most ${max} ${max === 1 ? 'item' : 'items'}`;
    return new FieldError('FieldValueTooMany', field, actual ?? OMITTED, detail);
  }

  /** A failure that is not the fault of the value. */
  static internal(field: FieldRef, error: Error): FieldError {
    return new FieldError('InternalError', field, null, error.message);
  }

  /** The message without the field: `Invalid value: "x": must be …`. It is the `message` of a Status cause. */
  body(): string {
    const title = TITLES[this.type];
    const value = SHOWS_VALUE[this.type] && this.badValue !== OMITTED ? `: ${formatValue(this.badValue)}` : '';
    const detail = this.detail === '' ? '' : `: ${this.detail}`;
    return `${title}${value}${detail}`;
  }

  /** The whole message: `spec.replicas: Invalid value: -1: must be …`. */
  toString(): string {
    return `${this.field}: ${this.body()}`;
  }
}

/** All messages in one line: one alone stands bare, several in brackets; repeats are dropped. Empty for no errors. */
export function formatFieldErrors(errors: readonly FieldError[]): string {
  const messages = [...new Set(errors.map(String))];
  return messages.length > 1 ? `[${messages.join(', ')}]` : messages.join('');
}

function formatValue(value: unknown): string {
  return typeof value === 'string' ? quote(value) : goJson(value);
}
