/**
 * The document of OpenAPI 2 as protobuf, in the messages of gnostic's OpenAPIv2.proto: the only form in which kubectl
 * asks for it, when it checks a List or explains by version 2. Of each message only what our documents use is written.
 */
import { WireWriter } from '@wherry/api/encoding';
import type { PartsV2 } from './document-v2.ts';

/** Writes a value as a field. What is not of the right kind is not in our documents. */
type Encode = (writer: WireWriter, tag: number, value: unknown) => void;

/** The whole document. */
export function protobufV2({ info, paths, definitions, parameters }: PartsV2): Uint8Array {
  const writer = new WireWriter();
  text(writer, 1, '2.0');
  message({ title: [1, text], version: [2, text] })(writer, 2, info);
  nested(writer, 8, () => writeNamed(writer, { tag: 2, entries: paths, encode: pathItem }));
  nested(writer, 9, () => writeNamed(writer, { tag: 1, entries: definitions, encode: schema }));
  nested(writer, 10, () => writeNamed(writer, { tag: 1, entries: parameters, encode: parameter }));
  return writer.finish();
}

const text: Encode = (writer, tag, value) => {
  if (typeof value === 'string') writer.string(tag, value);
};

const flag: Encode = (writer, tag, value) => {
  if (value === true) writer.bool(tag, value);
};

const each =
  (encode: Encode): Encode =>
  (writer, tag, value) => {
    if (Array.isArray(value)) for (const element of value) encode(writer, tag, element);
  };

/** A message that only wraps one field. */
const within =
  (inner: number, encode: Encode): Encode =>
  (writer, tag, value) =>
    nested(writer, tag, () => encode(writer, inner, value));

/** Any value travels as YAML, which JSON is. */
const any = within(2, (writer, tag, value) => writer.string(tag, JSON.stringify(value)));

/** An object as pairs of name and value. */
const named =
  (encode: Encode): Encode =>
  (writer, tag, value) =>
    writeNamed(writer, { tag, entries: entriesOf(value), encode });

type MessageFields = Readonly<Record<string, readonly [tag: number, encode: Encode]>>;

/** @param extensions the tag of the list of `x-…` keys */
const message =
  (fields: MessageFields, extensions?: number): Encode =>
  (writer, tag, value) =>
    nested(writer, tag, () => {
      for (const [key, member] of entriesOf(value)) {
        const field = fields[key];
        if (field !== undefined) field[1](writer, field[0], member);
        else if (extensions !== undefined && key.startsWith('x-')) {
          writeNamed(writer, { tag: extensions, entries: [[key, member]], encode: any });
        }
      }
    });

// A schema contains schemas.
const inner: Encode = (writer, tag, value) => schema(writer, tag, value);

const schema = message(
  {
    $ref: [1, text],
    format: [2, text],
    description: [4, text],
    required: [19, each(text)],
    enum: [20, each(any)],
    additionalProperties: [21, within(1, inner)],
    type: [22, within(1, text)],
    items: [23, within(1, inner)],
    properties: [25, within(1, named(inner))],
  },
  31,
);

const bodyParameter = message({
  description: [1, text],
  name: [2, text],
  in: [3, text],
  required: [4, flag],
  schema: [5, schema],
});

const common: MessageFields = { required: [1, flag], in: [2, text], description: [3, text], name: [4, text] };
const queryParameter = message({ ...common, type: [6, text], uniqueItems: [20, flag] });
const pathParameter = message({ ...common, type: [5, text], uniqueItems: [18, flag] });

const parameter: Encode = (writer, tag, value) => {
  const place = memberOf(value, 'in');
  if (place === 'body') within(1, bodyParameter)(writer, tag, value);
  else if (place === 'path') within(2, (w, t, v) => within(4, pathParameter)(w, t, v))(writer, tag, value);
  else within(2, within(3, queryParameter))(writer, tag, value);
};

const reference = message({ $ref: [1, text] });

const parameterOrReference: Encode = (writer, tag, value) => {
  if (memberOf(value, '$ref') === undefined) within(1, parameter)(writer, tag, value);
  else within(2, reference)(writer, tag, value);
};

const response = message({ description: [1, text], schema: [2, within(1, schema)] });

const operation = message(
  {
    tags: [1, each(text)],
    description: [3, text],
    operationId: [5, text],
    produces: [6, each(text)],
    consumes: [7, each(text)],
    parameters: [8, each(parameterOrReference)],
    responses: [9, within(1, named(within(1, response)))],
  },
  13,
);

const pathItem = message({
  get: [2, operation],
  put: [3, operation],
  post: [4, operation],
  delete: [5, operation],
  options: [6, operation],
  head: [7, operation],
  patch: [8, operation],
  parameters: [9, each(parameterOrReference)],
});

function nested(writer: WireWriter, tag: number, write: () => void): void {
  const mark = writer.begin(tag);
  write();
  writer.end(mark);
}

interface NamedOptions {
  readonly tag: number;
  readonly entries: Iterable<readonly [string, unknown]>;
  readonly encode: Encode;
}

function writeNamed(writer: WireWriter, { tag, entries, encode }: NamedOptions): void {
  for (const [name, value] of entries) {
    nested(writer, tag, () => {
      writer.string(1, name);
      encode(writer, 2, value);
    });
  }
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function memberOf(value: unknown, key: string): unknown {
  return entriesOf(value).find(([name]) => name === key)?.[1];
}
