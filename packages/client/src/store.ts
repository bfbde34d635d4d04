/** The local picture of a collection: objects by key, and by whatever else they are asked for. */
import type { KubeObject } from '@wherry/api/resources';
import { keyOf } from './key.ts';

/** Returns the values under which an object is found. */
export type IndexFunction<T> = (object: Readonly<T>) => readonly string[];

export class Store<T extends KubeObject> {
  readonly #objects = new Map<string, Readonly<T>>();
  readonly #functions: ReadonlyMap<string, IndexFunction<T>>;
  readonly #indexes: ReadonlyMap<string, Map<string, Map<string, Readonly<T>>>>;

  constructor(indexes: Readonly<Record<string, IndexFunction<T>>> = {}) {
    this.#functions = new Map(Object.entries(indexes));
    this.#indexes = new Map(Object.keys(indexes).map((name) => [name, new Map()]));
  }

  get(key: string): Readonly<T> | undefined {
    return this.#objects.get(key);
  }

  /** In no particular order. */
  list(): Readonly<T>[] {
    return [...this.#objects.values()];
  }

  keys(): Iterable<string> {
    return this.#objects.keys();
  }

  get size(): number {
    return this.#objects.size;
  }

  /** The objects that an index finds under a value. @throws Error for an index that was not declared */
  by(index: string, value: string): Readonly<T>[] {
    const found = this.#indexes.get(index);
    if (found === undefined) throw new Error(`Cannot look up by '${index}': the store has no such index`);
    return [...(found.get(value)?.values() ?? [])];
  }

  /** Puts an object in; returns what was there before. */
  set(object: Readonly<T>): Readonly<T> | undefined {
    const key = keyOf(object);
    const before = this.#objects.get(key);
    if (before !== undefined) this.#unindex(key, before);
    this.#objects.set(key, object);
    for (const [name, values] of this.#functions) {
      const index = this.#indexes.get(name);
      for (const value of values(object)) {
        const entries = index?.get(value) ?? new Map<string, Readonly<T>>();
        index?.set(value, entries.set(key, object));
      }
    }
    return before;
  }

  /** Takes an object out and returns it. */
  delete(key: string): Readonly<T> | undefined {
    const before = this.#objects.get(key);
    if (before === undefined) return undefined;
    this.#objects.delete(key);
    this.#unindex(key, before);
    return before;
  }

  #unindex(key: string, object: Readonly<T>): void {
    for (const [name, values] of this.#functions) {
      const index = this.#indexes.get(name);
      for (const value of values(object)) {
        const entries = index?.get(value);
        entries?.delete(key);
        if (entries?.size === 0) index?.delete(value);
      }
    }
  }
}
