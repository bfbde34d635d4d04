/**
 * From parsed JSON to a normal object of a schema: types checked, values in canonical form, constant defaults filled
 * in, what Kubernetes always writes present, what it never writes gone, unknown fields left behind and named.
 * Objects come out with their fields in declared order, as Kubernetes writes them.
 */
import { decodeScalar } from './decode-scalar.ts';
import { goTypeName, typeMismatch } from './decode-error.ts';
import type { Infer } from './infer.ts';
import type { Field, Fields, ListSchema, Presence, Schema, StructSchema } from './schema.ts';

/** Kubernetes names no more than so many unknown fields, either. */
const MAX_REPORTED = 100;

export interface Decoded<T> {
  readonly value: T;
  /** Paths of fields that the schema does not have, such as `spec.containers[0].imagee`; at most 100. */
  readonly unknown: readonly string[];
}

export interface DecodeOptions {
  /** Fill in the constant defaults. @default true */
  readonly defaults?: boolean;
}

/**
 * Decodes an object of a struct's type.
 * @throws DecodeError with Kubernetes' text when a value has the wrong type or does not parse
 */
export function decodeJson<F extends Fields>(
  schema: StructSchema<F>,
  json: unknown,
  options: DecodeOptions = {},
): Decoded<Infer<StructSchema<F>>> {
  const reader = new Reader(options.defaults ?? true);
  const value = reader.struct(schema, json);
  // The reader builds exactly what the schema says; that its type follows from the schema is what Infer states.
  return { value: value as Infer<StructSchema<F>>, unknown: reader.unknown };
}

type JsonObject = Record<string, unknown>;

class Reader {
  readonly unknown: string[] = [];
  readonly #defaults: boolean;
  /** The way to the value at hand: field names, map keys as `.key`, list positions as numbers. */
  readonly #path: (string | number)[] = [];
  /** The struct whose field is being read, for error texts. */
  #struct = '';

  constructor(defaults: boolean) {
    this.#defaults = defaults;
  }

  struct(schema: StructSchema<Fields>, json: unknown): JsonObject {
    if (!isObject(json)) throw this.#mismatch(json, schema);
    const outer = this.#struct;
    const value: JsonObject = {};
    for (const { name, field } of schema.byName.values()) {
      const given = json[name];
      this.#struct = schema.name;
      this.#path.push(name);
      const read = this.#field(field, given);
      this.#path.pop();
      if (read !== undefined) value[name] = read;
    }
    this.#struct = outer;
    for (const name in json) if (!schema.byName.has(name)) this.#report(name);
    return value;
  }

  #field(field: Field<Schema, Presence>, given: unknown): unknown {
    const { schema, presence, options } = field;
    if (given === undefined || given === null) return this.#absent(field);
    const value = this.#value(schema, given);
    if (presence === 'optional') return value;
    const zero = isZero(value) && schema.type !== 'struct';
    if (!zero) return value;
    if (this.#defaults && options.default !== undefined) return options.default;
    return presence === 'omitEmpty' ? undefined : value;
  }

  #absent({ schema, presence, options }: Field<Schema, Presence>): unknown {
    if (this.#defaults && options.default !== undefined) return options.default;
    if (presence === 'optional') return undefined;
    if (schema.type === 'struct') return this.struct(schema, {});
    return presence === 'always' ? zeroOf(schema) : undefined;
  }

  #value(schema: Schema, json: unknown): unknown {
    switch (schema.type) {
      case 'scalar':
        return decodeScalar(schema.name, json, () => this.#mismatch(json, schema));
      case 'struct':
        return this.struct(schema, json);
      case 'lazy':
        return this.#value(schema.get(), json);
      case 'list':
        return this.#list(schema, json);
      case 'dict':
        return this.#dict(schema.value, json, schema);
      case 'variant': {
        const form = schema.forms.find(({ matches }) => matches(json));
        if (form === undefined) throw this.#mismatch(json, schema);
        return this.#value(form.schema, json);
      }
    }
  }

  #list(schema: ListSchema<unknown>, json: unknown): unknown[] {
    if (!Array.isArray(json)) throw this.#mismatch(json, schema);
    return json.map((item: unknown, index) => {
      this.#path.push(index);
      const value = this.#element(schema.element, item);
      this.#path.pop();
      return value;
    });
  }

  #dict(element: Schema, json: unknown, schema: Schema): JsonObject {
    if (!isObject(json)) throw this.#mismatch(json, schema);
    const value: JsonObject = {};
    for (const [key, item] of Object.entries(json)) {
      this.#path.push(`.${key}`);
      const read = this.#element(element, item);
      // A key such as `__proto__` must become data, not the object's prototype.
      if (key in Object.prototype) Object.defineProperty(value, key, { value: read, ...PLAIN });
      else value[key] = read;
      this.#path.pop();
    }
    return value;
  }

  // A null element is the element type's zero value, as in Go.
  #element(schema: Schema, json: unknown): unknown {
    if (json !== null) return this.#value(schema, json);
    if (schema.type === 'struct') return this.struct(schema, {});
    return schema.type === 'lazy' ? this.#element(schema.get(), json) : zeroOf(schema);
  }

  #mismatch(json: unknown, schema: Schema): Error {
    return typeMismatch(json, {
      struct: this.#struct,
      path: this.#path.filter((step) => typeof step === 'string' && !step.startsWith('.')).join('.'),
      goType: goTypeName(schema),
    });
  }

  #report(name: string): void {
    if (this.unknown.length < MAX_REPORTED) this.unknown.push(this.#pathTo(name));
  }

  #pathTo(name: string): string {
    let text = '';
    for (const step of [...this.#path, name]) {
      if (typeof step === 'number') text += `[${step}]`;
      else if (text === '') text = step;
      else text += step.startsWith('.') ? step : `.${step}`;
    }
    return text;
  }
}

const PLAIN = { enumerable: true, configurable: true, writable: true } as const;

function isObject(json: unknown): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** Whether Go's `omitempty` would drop a value. */
function isZero(value: unknown): boolean {
  if (value === '' || value === 0 || value === false || value === null) return true;
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.length === 0;
  for (const _ in value) return false;
  return true;
}

/** What Go holds in a field that nobody set; absent lists and maps read as empty ones. */
function zeroOf(schema: Schema): unknown {
  switch (schema.type) {
    case 'list':
      return [];
    case 'dict':
      return {};
    case 'scalar':
      return ZERO[schema.name];
    case 'lazy':
      return zeroOf(schema.get());
    case 'struct':
    case 'variant':
      return {};
  }
}

const ZERO = {
  string: '',
  bool: false,
  int32: 0,
  int64: 0,
  double: 0,
  bytes: '',
  quantity: '0',
  time: null,
  microTime: null,
  duration: '0s',
  intOrString: 0,
  json: null,
  rawExtension: null,
  fieldsV1: {},
} as const;
