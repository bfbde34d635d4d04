/** The JSON form of a schema to protobuf. The value is a decoded one: what it lacks is not written. */
import { WireWriter } from '../encoding/wire-writer.ts';
import { parseDuration } from '../scalars/duration.ts';
import { parseMicroTime, parseTime, type Timestamp } from '../scalars/time.ts';
import type { Field, Fields, ListSchema, Presence, ScalarName, Schema, StructSchema, VariantSchema } from './schema.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** Writes the fields of a struct's value. */
export function writeProtobuf(schema: StructSchema<Fields>, value: object, writer: WireWriter): void {
  // The value was decoded by this schema.
  const object = value as JsonObject;
  for (const [name, field] of Object.entries(schema.fields)) {
    if (field.tag > 0) writeField(field, field.presence === 'inline' ? object : object[name], writer);
  }
}

/** The bytes of a struct's value. */
export function encodeProtobuf(schema: StructSchema<Fields>, value: object): Uint8Array {
  const writer = new WireWriter();
  writeProtobuf(schema, value, writer);
  return writer.finish();
}

function writeField({ tag, schema }: Field<Schema, Presence>, value: unknown, writer: WireWriter): void {
  if (value === undefined) return;
  writeValue(schema, { tag, value, writer });
}

interface Writing {
  readonly tag: number;
  readonly value: unknown;
  readonly writer: WireWriter;
}

function writeValue(schema: Schema, { tag, value, writer }: Writing): void {
  switch (schema.type) {
    case 'lazy':
      return writeValue(schema.get(), { tag, value, writer });
    case 'scalar':
      return writeScalar(schema.name, { tag, value, writer });
    case 'struct':
      return message(writer, tag, () => writeProtobuf(schema, value as object, writer));
    case 'list':
      return writeList(schema, { tag, value, writer });
    case 'variant':
      return message(writer, tag, () => writeVariant(schema, value, writer));
    case 'dict':
      for (const [key, item] of Object.entries(value as JsonObject)) {
        message(writer, tag, () => {
          writer.string(1, key);
          writeValue(schema.value, { tag: 2, value: item, writer });
        });
      }
  }
}

function message(writer: WireWriter, tag: number, write: () => void): void {
  const mark = writer.begin(tag);
  write();
  writer.end(mark);
}

function writeList({ element, boxed }: ListSchema<unknown>, { tag, value, writer }: Writing): void {
  const items = value as readonly unknown[];
  if (!boxed) for (const item of items) writeValue(element, { tag, value: item, writer });
  else message(writer, tag, () => items.forEach((item) => writeValue(element, { tag: 1, value: item, writer })));
}

function writeVariant({ forms }: VariantSchema<unknown>, value: unknown, writer: WireWriter): void {
  const form = forms.find(({ matches }) => matches(value));
  if (form !== undefined) writeValue(form.schema, { tag: form.tag, value, writer });
}

function writeScalar(name: ScalarName, { tag, value, writer }: Writing): void {
  switch (name) {
    case 'string':
      return writer.string(tag, value as string);
    case 'bool':
      return writer.bool(tag, value as boolean);
    case 'int32':
    case 'int64':
      return writer.int(tag, value as number);
    case 'double':
      return writer.double(tag, value as number);
    case 'bytes':
      return writer.bytes(tag, Buffer.from(value as string, 'base64'));
    case 'quantity':
      return message(writer, tag, () => writer.string(1, value as string));
    case 'time':
      return writeTime(writer, { tag, time: value === null ? undefined : parseTime(value as string) });
    case 'microTime':
      return writeTime(writer, { tag, time: value === null ? undefined : parseMicroTime(value as string) });
    case 'duration':
      return message(writer, tag, () => writer.int(1, Number(parseDuration(value as string))));
    case 'intOrString':
      return writeIntOrString(value as number | string, tag, writer);
    case 'json':
    case 'rawExtension':
    case 'fieldsV1':
      return message(writer, tag, () => writer.bytes(1, Buffer.from(JSON.stringify(value))));
  }
}

/** The zero time is an empty message. */
function writeTime(writer: WireWriter, { tag, time }: { tag: number; time: Timestamp | undefined }): void {
  message(writer, tag, () => {
    if (time === undefined) return;
    writer.int(1, time.seconds);
    writer.int(2, time.nanos);
  });
}

function writeIntOrString(value: number | string, tag: number, writer: WireWriter): void {
  const isText = typeof value === 'string';
  message(writer, tag, () => {
    writer.int(1, isText ? 1 : 0);
    writer.int(2, isText ? 0 : value);
    writer.string(3, isText ? value : '');
  });
}
