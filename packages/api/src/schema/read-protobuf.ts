/**
 * Protobuf to the JSON form of a schema. What comes out is not yet normal (zero values are written out, times may be
 * missing): `decodeJson` makes it so, exactly as it does with JSON from a client.
 */
import { WireType, type WireReader } from '../encoding/index.ts';
import { parseJson } from '../encoding/parse-json.ts';
import { formatDuration } from '../scalars/duration.ts';
import { formatMicroTimestamp, formatTimestamp, type Timestamp } from '../scalars/time.ts';
import type { DictSchema, Field, Fields, ListSchema, Presence, ScalarName, Schema, StructSchema } from './schema.ts';

type JsonObject = Record<string, unknown>;

/** A field with its name, as protobuf finds it: by tag. */
interface TaggedField {
  readonly name: string;
  readonly field: Field<Schema, Presence>;
}

/** Tags are looked up for every field of every message; the table of a struct is made once. */
const tables = new WeakMap<StructSchema<Fields>, ReadonlyMap<number, TaggedField>>();

function byTag(schema: StructSchema<Fields>): ReadonlyMap<number, TaggedField> {
  let table = tables.get(schema);
  if (table === undefined) {
    const entries = Object.entries(schema.fields).filter(([, field]) => field.tag > 0);
    table = new Map(entries.map(([name, field]) => [field.tag, { name, field }]));
    tables.set(schema, table);
  }
  return table;
}

/**
 * Reads a message of a struct's type.
 * @param into where the fields are put; for inlined structs, the parent
 * @throws WireError for bytes that are no such message
 */
export function readProtobuf(schema: StructSchema<Fields>, reader: WireReader, into: JsonObject = {}): JsonObject {
  const fields = byTag(schema);
  while (reader.next()) {
    const tagged = fields.get(reader.field);
    if (tagged === undefined) reader.skip();
    else readField(tagged, reader, into);
  }
  return into;
}

function readField({ name, field }: TaggedField, reader: WireReader, into: JsonObject): void {
  const schema = resolve(field.schema);
  if (field.presence === 'inline' && schema.type === 'struct') {
    readProtobuf(schema, reader.message(), into);
  } else if (schema.type === 'list' && !schema.boxed) {
    const present = into[name];
    const items = Array.isArray(present) ? (present as unknown[]) : [];
    items.push(...readItems(schema, reader));
    into[name] = items;
  } else if (schema.type === 'dict') {
    const present = into[name];
    into[name] = readEntry(schema, reader, isObject(present) ? present : {});
  } else {
    into[name] = readValue(schema, reader);
  }
}

const resolve = (schema: Schema): Schema => (schema.type === 'lazy' ? resolve(schema.get()) : schema);

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null;

function readItems({ element }: ListSchema<unknown>, reader: WireReader): unknown[] {
  const schema = resolve(element);
  if (schema.type === 'scalar' && (schema.name === 'int32' || schema.name === 'int64')) {
    return reader.packed(WireType.VARINT, (numbers) => numbers.int64());
  }
  return [readValue(schema, reader)];
}

/** A map is a list of messages with a key (1) and a value (2). */
function readEntry({ value: element }: DictSchema<unknown>, reader: WireReader, into: JsonObject): JsonObject {
  const entry = reader.message();
  let key = '';
  let value: unknown = null;
  while (entry.next()) {
    if (entry.field === 1) key = entry.string();
    else if (entry.field === 2) value = readValue(resolve(element), entry);
    else entry.skip();
  }
  // A key such as `__proto__` must become data, not the object's prototype.
  Object.defineProperty(into, key, { value, enumerable: true, configurable: true, writable: true });
  return into;
}

function readValue(schema: Schema, reader: WireReader): unknown {
  switch (schema.type) {
    case 'scalar':
      return readScalar(schema.name, reader);
    case 'struct':
      return readProtobuf(schema, reader.message());
    case 'list':
      return readBoxed(schema, reader.message());
    case 'variant': {
      const message = reader.message();
      const found = new Map<number, unknown>();
      while (message.next()) {
        const form = schema.forms.find(({ tag }) => tag === message.field);
        if (form === undefined) message.skip();
        else found.set(form.tag, readForm(form.schema, message, found.get(form.tag)));
      }
      return schema.forms.map(({ tag }) => found.get(tag)).find((value) => value !== undefined);
    }
    case 'lazy':
      return readValue(resolve(schema), reader);
    case 'dict':
      return readEntry(schema, reader, {});
  }
}

function readForm(schema: Schema, reader: WireReader, before: unknown): unknown {
  const form = resolve(schema);
  if (form.type !== 'list') return readValue(form, reader);
  return [...(Array.isArray(before) ? (before as unknown[]) : []), ...readItems(form, reader)];
}

function readBoxed(schema: ListSchema<unknown>, message: WireReader): unknown[] {
  const items: unknown[] = [];
  while (message.next()) {
    if (message.field === 1) items.push(...readItems(schema, message));
    else message.skip();
  }
  return items;
}

function readScalar(name: ScalarName, reader: WireReader): unknown {
  switch (name) {
    case 'string':
      return reader.string();
    case 'bool':
      return reader.bool();
    case 'int32':
      return reader.int32();
    case 'int64':
      return reader.int64();
    case 'double':
      return reader.double();
    case 'bytes':
      return Buffer.from(reader.bytes()).toString('base64');
    case 'quantity':
      return single(reader.message(), (message) => message.string()) ?? '0';
    case 'time':
      return timestamp(reader.message(), formatTimestamp);
    case 'microTime':
      return timestamp(reader.message(), formatMicroTimestamp);
    case 'duration':
      return formatDuration(BigInt(single(reader.message(), (message) => message.int64()) ?? 0));
    case 'intOrString':
      return intOrString(reader.message());
    case 'json':
    case 'rawExtension':
    case 'fieldsV1':
      return embeddedJson(single(reader.message(), (message) => message.bytes()));
  }
}

/** The value of field 1 of a message that has no other. */
function single<T>(message: WireReader, read: (message: WireReader) => T): T | undefined {
  let value: T | undefined;
  while (message.next()) {
    if (message.field === 1) value = read(message);
    else message.skip();
  }
  return value;
}

/** An empty message is the zero time, which JSON writes as null. */
function timestamp(message: WireReader, format: (time: Timestamp) => string): string | null {
  let seconds: number | undefined;
  let nanos = 0;
  while (message.next()) {
    if (message.field === 1) seconds = message.int64();
    else if (message.field === 2) nanos = message.int32();
    else message.skip();
  }
  return seconds === undefined ? null : format({ seconds, nanos });
}

function intOrString(message: WireReader): number | string {
  let isText = false;
  let number = 0;
  let text = '';
  while (message.next()) {
    if (message.field === 1) isText = message.int64() === 1;
    else if (message.field === 2) number = message.int32();
    else if (message.field === 3) text = message.string();
    else message.skip();
  }
  return isText ? text : number;
}

function embeddedJson(bytes: Uint8Array | undefined): unknown {
  return bytes === undefined || bytes.length === 0 ? null : parseJson(bytes).value;
}
