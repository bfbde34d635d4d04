/** Documents of any kind, made from its schema: of the right types, mostly, and of any content. */
import fc from 'fast-check';
import type { Fields, Schema, StructSchema } from '@wherry/api/schema';

/** Texts that mean something somewhere, or should not. */
const TEXTS = [
  ['', 'a', 'b', 'a.b', 'a/b', '-', '*', '$(A)', ' ', '\0', 'é', '{', '1', '-1', 'x'.repeat(70)],
  ['10.0.0.1', '10.0.0.0/8', '::1', 'None', 'default', 'http://x', 'example.com/x', '2026-01-01T00:00:00Z'],
  ['__proto__', 'constructor', 'toString', 'cpu', 'memory', 'storage', 'system:a', 'v1', 'apps/v1', 'Pod'],
  ['Always', 'Never', 'In', 'Exists', 'NodePort', 'RollingUpdate', 'foregroundDeletion', 'orphan'],
].flat();
const NUMBERS = [0, 1, -1, 2, 30, 80, 65_535, 65_536, 2 ** 31 - 1, -(2 ** 31)];

/** A document of a kind, without its type meta. */
export function arbitraryDocument(schema: StructSchema<Fields>): fc.Arbitrary<Record<string, unknown>> {
  return struct(schema, 0).map(({ kind: _kind, apiVersion: _version, ...rest }) => rest);
}

function struct(schema: StructSchema<Fields>, depth: number): fc.Arbitrary<Record<string, unknown>> {
  // The deeper, the sparser: or else documents would never end.
  const odds = depth < 3 ? 3 : depth < 6 ? 1 : 0;
  const fields = [...schema.byName.values()].map(({ name, field }) =>
    fc
      .oneof({ weight: odds, arbitrary: fc.constant(true) }, { weight: 2, arbitrary: fc.constant(false) })
      .chain((given) => (given ? value(field.schema, depth + 1) : fc.constant(undefined)))
      .map((made) => [name, made] as const),
  );
  return fc.tuple(...fields).map((entries) => Object.fromEntries(entries.filter(([, made]) => made !== undefined)));
}

function value(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const maxLength = depth > 8 ? 0 : 2;
  switch (schema.type) {
    case 'scalar':
      return fc.oneof({ weight: 30, arbitrary: scalar(schema) }, { weight: 1, arbitrary: fc.constant(null) });
    case 'struct':
      return struct(schema, depth);
    case 'lazy':
      return depth > 6 ? fc.constant(undefined) : fc.constant(null).chain(() => value(schema.get(), depth + 1));
    case 'list':
      return fc.array(value(schema.element, depth + 1), { maxLength });
    case 'dict':
      return fc
        .array(fc.tuple(fc.constantFrom(...TEXTS), value(schema.value, depth + 1)), { maxLength })
        .map((entries) => Object.fromEntries(entries));
    case 'variant':
      return fc.oneof(...schema.forms.map((form) => value(form.schema, depth + 1)));
  }
}

function scalar({ name, values = [] }: Extract<Schema, { readonly type: 'scalar' }>): fc.Arbitrary<unknown> {
  switch (name) {
    case 'string':
      return fc.constantFrom(...(values.length > 0 ? values : TEXTS), '', 'a');
    case 'bool':
      return fc.boolean();
    case 'int32':
    case 'int64':
      return fc.constantFrom(...NUMBERS);
    case 'double':
      return fc.constantFrom(0, 1.5, -1);
    case 'bytes':
      return fc.constantFrom('', 'YQ==');
    case 'quantity':
      return fc.constantFrom('0', '1', '-1', '100m', '1Gi', '1.5', '');
    case 'time':
      return fc.constant('2026-01-01T00:00:00Z');
    case 'microTime':
      return fc.constant('2026-01-01T00:00:00.000000Z');
    case 'duration':
      return fc.constantFrom('1h0m0s', '-1s');
    case 'intOrString':
      return fc.constantFrom(0, -1, 80, 'a', '50%', '101%');
    case 'json':
      return fc.jsonValue({ maxDepth: 2 });
    case 'rawExtension':
    case 'fieldsV1':
      return fc.dictionary(fc.constantFrom('a', 'f:b'), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 2 });
  }
}
