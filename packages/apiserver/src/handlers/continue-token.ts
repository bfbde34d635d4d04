/**
 * Continue tokens: where the next page of a list starts and which revision it shows. The form is Kubernetes' own, so
 * that tokens outlive a restart and mean the same to every apiserver.
 */
import { badRequest } from '@wherry/api';

export interface Continuation {
  /** Positive: the revision that all pages show. -1: the list goes on in whatever is there now. */
  readonly revision: number;
  /** The last key that was returned, without the collection's prefix. */
  readonly after: string;
}

interface Token {
  v?: unknown;
  rv?: unknown;
  start?: unknown;
}

export function encodeContinue({ revision, after }: Continuation): string {
  // A token names the first key that may come next; NUL is the smallest step after the last one.
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: `${after}\0` })).toString('base64url');
}

/** @throws StatusError 400 for what is no token of ours */
export function decodeContinue(text: string): Continuation {
  const { v, rv, start } = parse(text);
  if (v !== 'meta.k8s.io/v1') throw badContinue(`server does not recognize this encoded version ${JSON.stringify(v)}`);
  if (typeof rv !== 'number' || !Number.isSafeInteger(rv) || rv === 0)
    throw badContinue('incorrect encoded start resourceVersion');
  if (typeof start !== 'string' || !start.endsWith('\0') || start.length === 1)
    throw badContinue('encoded start key empty');
  // A start outside the collection would read other objects.
  if (start.startsWith('/') || start.split('/').includes('..'))
    throw badContinue(`start key ${JSON.stringify(start)} is not valid`);
  return { revision: rv, after: start.slice(0, -1) };
}

function parse(text: string): Token {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    throw badContinue(error instanceof Error ? error.message : String(error));
  }
  throw badContinue('not an object');
}

const badContinue = (why: string): Error => badRequest(`continue key is not valid: ${why}`);
