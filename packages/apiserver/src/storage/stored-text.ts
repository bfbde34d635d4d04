/**
 * The text of an object in the store and in the cache.
 *
 * Stored text starts with `{"kind":…,"apiVersion":…,"metadata":{` and carries no resourceVersion, because the revision
 * is known only after the write. The cache puts it in as the first field of the metadata: a copy of bytes, without
 * parsing. That is correct because only the two plain strings may stand before the metadata; text that starts in any
 * other way, which only a foreign writer can have stored, is parsed and written anew.
 */

/** An object as JSON has it. */
export interface StoredObject {
  readonly kind?: unknown;
  readonly apiVersion?: unknown;
  readonly metadata: StoredMetadata;
  readonly [field: string]: unknown;
}

export interface StoredMetadata {
  readonly resourceVersion?: unknown;
  readonly [field: string]: unknown;
}

/** A stored value is not the JSON of an object with metadata. */
export class UnreadableValue extends Error {
  override readonly name = 'UnreadableValue';
}

const HEAD = /^\{"kind":"[^"\\]*","apiVersion":"[^"\\]*","metadata":\{$/;
const METADATA = '"metadata":{';
const CLOSING_BRACE = 0x7d;

/** Writes an object in the form in which the registry has to store it. */
export function storedText(object: StoredObject): string {
  const { kind, apiVersion, metadata, ...rest } = object;
  const { resourceVersion: _assigned, ...stored } = metadata;
  return JSON.stringify({ kind, apiVersion, metadata: stored, ...rest });
}

/**
 * Turns stored text into the text that clients see.
 *
 * @throws UnreadableValue when the value is not the JSON of an object with metadata.
 */
export function textAtRevision(value: Buffer, revision: number): string {
  let stored = value;
  let length = headLength(stored);
  if (length === undefined) {
    stored = rewritten(value);
    length = headLength(stored);
    if (length === undefined) throw new UnreadableValue('The value has no plain kind and apiVersion');
  }
  const comma = stored[length] === CLOSING_BRACE ? '' : ',';
  const version = `"resourceVersion":"${revision}"${comma}`;
  // One flat string: pieces put together as strings would keep the pieces, and the texts they came from, alive.
  const text = Buffer.allocUnsafe(stored.length + version.length);
  stored.copy(text, 0, 0, length);
  text.write(version, length, 'latin1');
  stored.copy(text, length + version.length, length);
  return text.toString();
}

/** Gives text that `textAtRevision` made another resourceVersion. */
export function withRevision(text: string, revision: number): string {
  return text.replace(/("metadata":\{"resourceVersion":")\d+/, `$1${revision}`);
}

/** Parses text that clients see, or stored text. */
export function parseObject(text: string): StoredObject {
  const object: unknown = JSON.parse(text);
  if (!isObjectWithMetadata(object)) throw new UnreadableValue('The value is not an object with metadata');
  return object;
}

/** How long the part before the first field of the metadata is; undefined when the text starts in another way. */
function headLength(value: Buffer): number | undefined {
  const at = value.indexOf(METADATA, 0, 'latin1');
  if (at < 0) return undefined;
  const length = at + METADATA.length;
  return HEAD.test(value.toString('latin1', 0, length)) ? length : undefined;
}

/** Text of a foreign writer in the form of ours. */
function rewritten(value: Buffer): Buffer {
  try {
    return Buffer.from(storedText(parseObject(value.toString())));
  } catch (error) {
    if (error instanceof UnreadableValue) throw error;
    throw new UnreadableValue('The value is not JSON', { cause: error });
  }
}

function isObjectWithMetadata(value: unknown): value is StoredObject {
  return isRecord(value) && isRecord(value['metadata']);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
