/** A binary heap whose items can be found and taken out by key. */
export class Heap<T extends { readonly key: string }> {
  readonly #items: T[] = [];
  readonly #positions = new Map<string, number>();
  readonly #isBefore: (one: T, other: T) => boolean;

  constructor(isBefore: (one: T, other: T) => boolean) {
    this.#isBefore = isBefore;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  /** Puts an item in, in place of one with the same key. */
  set(item: T): void {
    this.delete(item.key);
    this.#put(item, this.#items.length);
    this.#up(this.#items.length - 1);
  }

  pop(): T | undefined {
    const first = this.#items[0];
    return first === undefined ? undefined : this.delete(first.key);
  }

  delete(key: string): T | undefined {
    const position = this.#positions.get(key);
    const item = position === undefined ? undefined : this.#items[position];
    const last = this.#items.pop();
    if (position === undefined || item === undefined || last === undefined) {
      if (last !== undefined) this.#items.push(last);
      return undefined;
    }
    this.#positions.delete(key);
    if (last !== item) {
      this.#put(last, position);
      this.#up(position);
      this.#down(this.#positions.get(last.key) ?? position);
    }
    return item;
  }

  #put(item: T, position: number): void {
    this.#items[position] = item;
    this.#positions.set(item.key, position);
  }

  #up(from: number): void {
    let position = from;
    const item = this.#items[position];
    while (item !== undefined && position > 0) {
      const parentPosition = (position - 1) >> 1;
      const parent = this.#items[parentPosition];
      if (parent === undefined || !this.#isBefore(item, parent)) break;
      this.#put(parent, position);
      this.#put(item, parentPosition);
      position = parentPosition;
    }
  }

  #down(from: number): void {
    let position = from;
    const item = this.#items[position];
    if (item === undefined) return;
    for (;;) {
      const childPosition = this.#smallerChild(position);
      const child = this.#items[childPosition];
      if (child === undefined || !this.#isBefore(child, item)) return;
      this.#put(child, position);
      this.#put(item, childPosition);
      position = childPosition;
    }
  }

  #smallerChild(position: number): number {
    const left = 2 * position + 1;
    const [one, other] = [this.#items[left], this.#items[left + 1]];
    return one !== undefined && other !== undefined && this.#isBefore(other, one) ? left + 1 : left;
  }
}
