/** What can stand in a URL and in a key of the store as the name of one thing. */
import { badRequest, nameIsPathSegment, quote } from '@wherry/api';

export const isPathSegment = (text: string): boolean => text !== '' && nameIsPathSegment(text).length === 0;

/** @throws StatusError 400 for a name that no object can have */
export function assertPathSegment(text: string, what: 'Name' | 'Namespace'): void {
  const faults = nameIsPathSegment(text);
  if (faults.length > 0) throw badRequest(`${what} parameter invalid: ${quote(text)}: ${faults.join(';')}`);
}
