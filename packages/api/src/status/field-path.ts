/**
 * The way from an object's root to one of its fields, as validation messages spell it:
 * `spec.containers[0].resources.limits[cpu]`. A path is a chain of immutable links, so that walking an object costs
 * one small allocation a step and the text is only built for the fields that turn out to be wrong.
 */
export class FieldPath {
  readonly #parent: FieldPath | undefined;
  readonly #step: string;
  readonly #isSubscript: boolean;

  private constructor(parent: FieldPath | undefined, step: string, isSubscript: boolean) {
    this.#parent = parent;
    this.#step = step;
    this.#isSubscript = isSubscript;
  }

  /** A path that starts at a root field: `FieldPath.of('spec', 'template')` is `spec.template`. */
  static of(name: string, ...more: string[]): FieldPath {
    return new FieldPath(undefined, name, false).child(...more);
  }

  /** The field of that name under this one; several names step down several times. */
  child(...names: string[]): FieldPath {
    return names.reduce<FieldPath>((path, name) => new FieldPath(path, name, false), this);
  }

  /** The list item at that position: `containers[0]`. */
  index(position: number): FieldPath {
    return new FieldPath(this, String(position), true);
  }

  /** The map entry under that key: `limits[cpu]`. */
  key(key: string): FieldPath {
    return new FieldPath(this, key, true);
  }

  toString(): string {
    const before = this.#parent?.toString() ?? '';
    if (this.#isSubscript) {
      return `${before}[${this.#step}]`;
    }
    return this.#parent === undefined ? this.#step : `${before}.${this.#step}`;
  }
}
