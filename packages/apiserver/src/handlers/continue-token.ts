/**
 * Continue tokens: where the next page of a list starts and which revision it shows. The form is Kubernetes' own, so
 * that tokens outlive a restart and mean the same to every apiserver.
 */
import { badRequest } from '@wherry/api';
import { JsonError, parseJson } from '@wherry/api/encoding';

export interface Continuation {
  /** Positive: the revision that all pages show. Negative: the list goes on in whatever is there now. */
  readonly revision: number;
  /** The last key that was returned, without the collection's prefix. */
  readonly after: string;
}

const VERSION = 'meta.k8s.io/v1';

export function encodeContinue({ revision, after }: Continuation): string {
  // A token names the first key that may come next; NUL is the smallest step after the last one.
  return Buffer.from(JSON.stringify({ v: VERSION, rv: revision, start: `${after}\0` })).toString('base64url');
}

/** @throws StatusError 400 for what is no token of ours */
export function decodeContinue(text: string): Continuation {
  const { v = '', rv = 0, start = '' } = parse(text);
  if (v !== VERSION) throw badContinue(`: server does not recognize this encoded version ${String(v)}`);
  if (typeof rv !== 'number' || !Number.isSafeInteger(rv) || rv === 0) {
    throw badContinue(`: incorrect encoded start resourceVersion (version ${VERSION})`);
  }
  if (typeof start !== 'string' || start === '') throw badContinue(`: encoded start key empty (version ${VERSION})`);
  // A start outside the collection would read other objects.
  const isWithin = start.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  if (!isWithin || !start.endsWith('\0')) throw badContinue(`: ${start}`);
  return { revision: rv, after: start.slice(0, -1) };
}

interface Token {
  readonly v?: unknown;
  readonly rv?: unknown;
  readonly start?: unknown;
}

function parse(text: string): Token {
  const illegal = text.search(/[^\w-]/);
  if (illegal >= 0) throw badContinue(`: illegal base64 data at input byte ${illegal}`);
  try {
    const { value } = parseJson(Buffer.from(text, 'base64url'));
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    if (error instanceof JsonError) throw badContinue(`: ${error.message}`);
    throw error;
  }
  throw badContinue(': it is no object');
}

const badContinue = (why: string): Error => badRequest(`invalid continue token: continue key is not valid${why}`);
