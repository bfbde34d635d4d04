/** The present state of an object: as the cache knows it, or as the store has it. */
import type { StoredItem } from '../storage/storage.ts';
import { objectOf } from './object-text.ts';
import type { Current, RegistryContext } from './context.ts';

/** Reads an item of the store as an object. */
export function currentOf(item: StoredItem): Current {
  const object = objectOf(item.value.toString());
  object.metadata.resourceVersion = String(item.revision);
  return { key: item.key, object, revision: item.revision };
}

/** What the store has now. */
export async function readCurrent(
  { storage }: Pick<RegistryContext, 'storage'>,
  key: string,
): Promise<Current | undefined> {
  const { item } = await storage.get(key);
  return item === undefined ? undefined : currentOf(item);
}

export type Attempt<T> =
  /** `writesNothing`: as things stand, there was nothing to write. */
  | { readonly done: true; readonly value: T; readonly writesNothing?: true }
  /** Someone else changed the object meanwhile: what is there now. */
  | { readonly done: false; readonly current: StoredItem | undefined };

/**
 * Decides and writes until nobody interferes. The first try goes by what the cache knows, which may be old: when it refuses
 * or has nothing to write on that ground, that is decided again on what the store has.
 *
 * @param attempt decides on the present state (undefined: there is none) and tries to write
 */
export async function retryOnCurrent<T>(
  context: RegistryContext,
  key: string,
  attempt: (current: Current | undefined) => Promise<Attempt<T>>,
): Promise<T> {
  let current = context.known.get(key);
  let isCertain = false;
  if (current === undefined) {
    current = await readCurrent(context, key);
    isCertain = true;
  }
  for (;;) {
    const result = await refusalAsValue(attempt(current));
    if ('refusal' in result || result.done) {
      const isWritten = !('refusal' in result) && result.writesNothing !== true;
      const actual = isCertain || isWritten ? current : await readCurrent(context, key);
      if (actual?.revision === current?.revision) return valueOrThrow(result);
      current = actual;
    } else current = result.current === undefined ? undefined : currentOf(result.current);
    isCertain = true;
  }
}

interface Refusal {
  readonly refusal: unknown;
}

function refusalAsValue<T>(attempted: Promise<Attempt<T>>): Promise<Attempt<T> | Refusal> {
  return attempted.catch((refusal: unknown) => ({ refusal }));
}

function valueOrThrow<T>(result: Refusal | { readonly value: T }): T {
  if ('refusal' in result) throw result.refusal;
  return result.value;
}
