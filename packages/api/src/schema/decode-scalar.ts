/** The leaf values of JSON: checked, and brought to the one form in which they are stored. */
import { canonicalDuration } from '../scalars/duration.ts';
import { canonicalQuantity } from '../scalars/quantity.ts';
import { canonicalMicroTime, canonicalTime } from '../scalars/time.ts';
import { DecodeError } from './decode-error.ts';
import type { ScalarName } from './schema.ts';

/**
 * Decodes one scalar that is not null.
 * @param mismatch makes the error for a value of the wrong kind
 * @throws what `mismatch` makes, or DecodeError for text that does not parse
 */
export function decodeScalar(name: ScalarName, json: unknown, mismatch: () => Error): unknown {
  switch (name) {
    case 'string':
      if (typeof json === 'string') return json;
      break;
    case 'bool':
      if (typeof json === 'boolean') return json;
      break;
    case 'int32':
      if (isIntegerBelow(json, 2 ** 31)) return json;
      break;
    case 'int64':
      if (isIntegerBelow(json, 2 ** 63)) return json;
      break;
    case 'double':
      if (typeof json === 'number') return json;
      break;
    case 'intOrString':
      if (typeof json === 'string' || isIntegerBelow(json, 2 ** 31)) return json;
      break;
    case 'bytes':
      if (typeof json === 'string') return base64(json);
      break;
    case 'quantity':
      // A bare number is as good as its text: `cpu: 2`.
      if (typeof json === 'string' || typeof json === 'number') return parsed(() => canonicalQuantity(String(json)));
      break;
    case 'time':
      if (typeof json === 'string') return parsed(() => canonicalTime(json));
      break;
    case 'microTime':
      if (typeof json === 'string') return parsed(() => canonicalMicroTime(json));
      break;
    case 'duration':
      if (typeof json === 'string') return parsed(() => canonicalDuration(json));
      break;
    case 'json':
    case 'rawExtension':
    case 'fieldsV1':
      return json;
  }
  throw mismatch();
}

function isIntegerBelow(json: unknown, bound: number): json is number {
  return typeof json === 'number' && Number.isInteger(json) && json < bound && json >= -bound;
}

function parsed(parse: () => string): string {
  try {
    return parse();
  } catch (error) {
    throw new DecodeError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

const NOT_BASE64 = /[^A-Za-z0-9+/]/;

function base64(text: string): string {
  const unbroken = text.includes('\n') || text.includes('\r') ? text.replace(/[\r\n]/g, '') : text;
  const digits = unbroken.replace(/={1,2}$/, '');
  const bad = NOT_BASE64.exec(digits);
  if (bad !== null) throw new DecodeError(`illegal base64 data at input byte ${bad.index}`);
  if (unbroken.length % 4 !== 0) throw new DecodeError(`illegal base64 data at input byte ${digits.length}`);
  return unbroken;
}
