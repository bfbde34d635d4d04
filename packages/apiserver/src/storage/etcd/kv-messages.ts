/** The messages of etcd's key-value service that every request takes, in protobuf. Source: etcd's `rpc.proto`. */
import { WireReader, WireWriter } from '@wherry/api/encoding';
import type { StoredItem, Txn, TxnResult } from '../storage.ts';

export const RANGE = '/etcdserverpb.KV/Range';
export const TXN = '/etcdserverpb.KV/Txn';

// Compare.CompareTarget; the comparison itself, EQUAL, is the zero value.
const MOD = 2;

/** A RangeRequest for one key. */
export function encodeGet(key: string, { countOnly = false }: { readonly countOnly?: boolean } = {}): Uint8Array {
  const writer = new WireWriter();
  writer.string(1, key);
  if (countOnly) writer.bool(9, true);
  return writer.finish();
}

/** A RangeRequest for all keys that start with a prefix, without their values. */
export function encodeKeysUnder(prefix: string): Uint8Array {
  const writer = new WireWriter();
  writer.string(1, prefix);
  writer.bytes(2, prefixEnd(prefix));
  writer.bool(8, true);
  return writer.finish();
}

/** The first key that no longer starts with the prefix; our prefixes end in `/`, so the last byte can be raised. */
export function prefixEnd(prefix: string): Buffer {
  const end = Buffer.from(prefix);
  const last = end.length - 1;
  end[last] = (end[last] ?? 0) + 1;
  return end;
}

/** The keys of a RangeResponse, and the store's revision. */
export function decodeKeys(response: Uint8Array): { readonly keys: readonly string[]; readonly revision: number } {
  const reader = new WireReader(response);
  const keys: string[] = [];
  let revision = 0;
  while (reader.next()) {
    if (reader.field === 1) revision = decodeHeader(reader.message());
    else if (reader.field === 2) keys.push(decodeKeyValue(reader.message()).key);
    else reader.skip();
  }
  return { keys, revision };
}

/** What stands under the first key of a RangeResponse, and the store's revision. */
export function decodeGet(response: Uint8Array): { readonly item: StoredItem | undefined; readonly revision: number } {
  const reader = new WireReader(response);
  let item: StoredItem | undefined;
  let revision = 0;
  while (reader.next()) {
    if (reader.field === 1) revision = decodeHeader(reader.message());
    else if (reader.field === 2) item ??= toItem(decodeKeyValue(reader.message()));
    else reader.skip();
  }
  return { item, revision };
}

/** A TxnRequest: all comparisons must hold; if one does not, the compared keys are read. */
export function encodeTxn({ compare, puts = [], deletes = [] }: Txn): Uint8Array {
  const writer = new WireWriter();
  for (const { key, revision } of compare) {
    const comparison = writer.begin(1);
    writer.int(2, MOD);
    writer.string(3, key);
    writer.int(6, revision);
    writer.end(comparison);
  }
  for (const { key, value } of puts) {
    const operation = writer.begin(2);
    const put = writer.begin(2);
    writer.string(1, key);
    writer.string(2, value);
    writer.end(put);
    writer.end(operation);
  }
  for (const key of deletes) encodeOperation(writer, { part: 2, kind: 3, key });
  for (const { key } of compare) encodeOperation(writer, { part: 3, kind: 1, key });
  return writer.finish();
}

/** A RequestOp that has nothing but a key. */
function encodeOperation(
  writer: WireWriter,
  { part, kind, key }: { readonly part: number; readonly kind: number; readonly key: string },
): void {
  const operation = writer.begin(part);
  const request = writer.begin(kind);
  writer.string(1, key);
  writer.end(request);
  writer.end(operation);
}

/** What a TxnResponse says. */
export function decodeTxn(response: Uint8Array): TxnResult {
  const reader = new WireReader(response);
  let revision = 0;
  let ok = false;
  const current: (StoredItem | undefined)[] = [];
  while (reader.next()) {
    if (reader.field === 1) revision = decodeHeader(reader.message());
    else if (reader.field === 2) ok = reader.bool();
    else if (reader.field === 3) current.push(decodeRangeIn(reader.message()));
    else reader.skip();
  }
  return ok ? { ok, revision } : { ok, revision, current };
}

/** The item in a ResponseOp; writes have none. */
function decodeRangeIn(operation: WireReader): StoredItem | undefined {
  let item: StoredItem | undefined;
  while (operation.next()) {
    if (operation.field === 1) item = decodeGet(operation.bytes()).item;
    else operation.skip();
  }
  return item;
}

/** The store's revision, with which every response begins. */
export function decodeRevision(response: Uint8Array): number {
  const reader = new WireReader(response);
  while (reader.next()) {
    if (reader.field === 1) return decodeHeader(reader.message());
    reader.skip();
  }
  return 0;
}

/** The store's revision, as a ResponseHeader says it. */
export function decodeHeader(header: WireReader): number {
  let revision = 0;
  while (header.next()) {
    if (header.field === 3) revision = header.int64();
    else header.skip();
  }
  return revision;
}

export interface KeyValue extends StoredItem {
  /** The revision of the first write. */
  readonly created: number;
}

/** A KeyValue: what stands under a key. */
export function decodeKeyValue(keyValue: WireReader): KeyValue {
  let key = '';
  let created = 0;
  let revision = 0;
  let value: Uint8Array = new Uint8Array();
  while (keyValue.next()) {
    if (keyValue.field === 1) key = keyValue.string();
    else if (keyValue.field === 2) created = keyValue.int64();
    else if (keyValue.field === 3) revision = keyValue.int64();
    else if (keyValue.field === 5) value = keyValue.bytes();
    else keyValue.skip();
  }
  return { key, value: Buffer.from(value.buffer, value.byteOffset, value.byteLength), created, revision };
}

function toItem({ key, value, revision }: KeyValue): StoredItem {
  return { key, value, revision };
}
