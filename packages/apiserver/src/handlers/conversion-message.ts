/**
 * What a value of a wrong type is refused with after a strategic merge. kube-apiserver does not read the merged document
 * as JSON then, but converts it field by field, and has other words for the same faults.
 */
import { TypeMismatch } from '@wherry/api/schema';

/** @param error what reading the document as JSON says */
export function conversionMessage(error: Error): string {
  if (!(error instanceof TypeMismatch)) return error.message;
  const { value, goType } = error;
  const given = goKind(value);
  if (goType.startsWith('[]')) return `cannot restore slice from ${given}`;
  if (goType.startsWith('map[')) return `cannot restore map from ${given}`;
  if (!BASIC_TYPES.has(goType)) return readsItself(goType) ? error.message : `cannot restore struct from: ${given}`;
  const isConvertible = given === 'int64' || given === 'float64' ? goType !== 'bool' : false;
  // Go would make a character of a whole number, and nothing of a fraction.
  return isConvertible && !(given === 'float64' && goType === 'string')
    ? `cannot convert ${given} to ${goType}`
    : `unrecognized type: ${goType}`;
}

const BASIC_TYPES: ReadonlySet<string> = new Set(['string', 'bool', 'int32', 'int64', 'float64']);

/** Types that read JSON by themselves, also when a document is converted. */
function readsItself(goType: string): boolean {
  return /^(resource|intstr|runtime)\.|^v1\.(Time|MicroTime|Duration|JSON|FieldsV1)$/.test(goType);
}

function goKind(value: unknown): string {
  if (Array.isArray(value)) return 'slice';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'object' ? 'map' : typeof value;
}
