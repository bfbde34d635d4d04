/** Collects the definitions of a document: those that its paths name, and all that these refer to. */
import type { GroupVersionKind } from '@wherry/api/meta-v1';
import type { BuildContext, Definition } from './definition.ts';
import type { Dialect, SchemaObject } from './schema-object.ts';

export interface DefinitionsOptions {
  readonly dialect: Dialect;
  readonly kinds: ReadonlyMap<string, readonly GroupVersionKind[]>;
}

/** The definitions of one document. Each is built when it is taken out, so that they never stand in memory together. */
export class Definitions {
  readonly #context: BuildContext;
  readonly #known = new Set<string>();
  readonly #waiting: Definition[] = [];

  constructor({ dialect, kinds }: DefinitionsOptions) {
    this.#context = {
      dialect,
      refer: (definition) => this.refer(definition),
      kindsOf: (name) => kinds.get(name) ?? [],
    };
  }

  /** A reference to a definition, which becomes part of the document. */
  refer(definition: Definition): SchemaObject {
    if (!this.#known.has(definition.name)) {
      this.#known.add(definition.name);
      this.#waiting.push(definition);
    }
    return { $ref: `${this.#context.dialect.prefix}${definition.name}` };
  }

  /** Every definition that was referred to, and those that they refer to in turn. */
  *drain(): Generator<readonly [name: string, schema: SchemaObject]> {
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) {
      yield [next.name, next.build(this.#context)];
    }
  }
}
