/**
 * The envelope around every object that Kubernetes sends as protobuf: four magic bytes and a `runtime.Unknown`, which
 * names the object's type and carries its encoding. (API machinery, "Protobuf serialization", runtime.Unknown.)
 */
import { WireError } from './wire-error.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

const MAGIC = Buffer.from('k8s\0', 'latin1');

export interface TypeMeta {
  readonly apiVersion: string;
  readonly kind: string;
}

export interface Envelope extends TypeMeta {
  /** The encoding of the object, without its type: a view of the input. */
  readonly raw: Uint8Array;
  /** How `raw` is compressed; empty for not at all, which is all that exists. */
  readonly contentEncoding: string;
  /** The media type of `raw`; empty for protobuf. */
  readonly contentType: string;
}

/** Whether the bytes begin as an envelope does. */
export function isEnvelope(bytes: Uint8Array): boolean {
  return MAGIC.equals(bytes.subarray(0, MAGIC.length));
}

/** @throws WireError with upstream's messages for bytes that are no envelope */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  if (bytes.length === 0) {
    throw new WireError('empty data');
  }
  if (!isEnvelope(bytes)) {
    const prefix = `[${[...MAGIC].join(' ')}]`;
    throw new WireError(`provided data does not appear to be a protobuf message, expected prefix ${prefix}`);
  }
  if (bytes.length === MAGIC.length) {
    throw new WireError('empty body');
  }
  const reader = new WireReader(bytes.subarray(MAGIC.length));
  let type: TypeMeta = { apiVersion: '', kind: '' };
  let raw: Uint8Array = new Uint8Array();
  let [contentEncoding, contentType] = ['', ''];
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        type = decodeTypeMeta(reader.message(), type);
        break;
      case 2:
        raw = reader.bytes();
        break;
      case 3:
        contentEncoding = reader.string();
        break;
      case 4:
        contentType = reader.string();
        break;
      default:
        reader.skip();
    }
  }
  return { ...type, raw, contentEncoding, contentType };
}

function decodeTypeMeta(reader: WireReader, before: TypeMeta): TypeMeta {
  let { apiVersion, kind } = before;
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        apiVersion = reader.string();
        break;
      case 2:
        kind = reader.string();
        break;
      default:
        reader.skip();
    }
  }
  return { apiVersion, kind };
}

/** The envelope with what `writeObject` writes in it; byte for byte what Kubernetes sends. */
export function encodeEnvelope({ apiVersion, kind }: TypeMeta, writeObject: (writer: WireWriter) => void): Uint8Array {
  const writer = new WireWriter();
  writer.raw(MAGIC);
  const type = writer.begin(1);
  writer.string(1, apiVersion);
  writer.string(2, kind);
  writer.end(type);
  const object = writer.begin(2);
  writeObject(writer);
  writer.end(object);
  // Always sent, though always empty.
  writer.string(3, '');
  writer.string(4, '');
  return writer.finish();
}
