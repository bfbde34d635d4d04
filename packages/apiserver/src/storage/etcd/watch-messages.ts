/** The messages of etcd's watch, in protobuf. Source: etcd's `rpc.proto` and `kv.proto`. */
import { WireReader, WireWriter } from '@wherry/api/encoding';
import type { StorageEvent } from '../storage.ts';
import { decodeHeader, decodeKeyValue, type KeyValue } from './kv-messages.ts';

export const WATCH = '/etcdserverpb.Watch/Watch';

/** As key and as range end, "all keys". */
const ALL = Uint8Array.of(0);

// Event.EventType; a put is the zero value.
const DELETE = 1;

export interface WatchResponse {
  /** The store's revision when it was sent. */
  readonly revision: number;
  readonly created: boolean;
  readonly canceled: boolean;
  /** Above 0: the watch was to begin before this revision, and what was before is forgotten. */
  readonly compactRevision: number;
  readonly cancelReason: string;
  readonly events: readonly StorageEvent[];
}

/** A WatchRequest that creates a watch of all keys. @param from the first revision that is wanted, from 1 on */
export function encodeWatchAll(from: number): Uint8Array {
  const writer = new WireWriter();
  const create = writer.begin(1);
  writer.bytes(1, ALL);
  writer.bytes(2, ALL);
  writer.int(3, from);
  writer.end(create);
  return writer.finish();
}

export function decodeWatchResponse(response: Uint8Array): WatchResponse {
  const reader = new WireReader(response);
  const events: StorageEvent[] = [];
  let revision = 0;
  let created = false;
  let canceled = false;
  let compactRevision = 0;
  let cancelReason = '';
  while (reader.next()) {
    if (reader.field === 1) revision = decodeHeader(reader.message());
    else if (reader.field === 3) created = reader.bool();
    else if (reader.field === 4) canceled = reader.bool();
    else if (reader.field === 5) compactRevision = reader.int64();
    else if (reader.field === 6) cancelReason = reader.string();
    else if (reader.field === 11) events.push(decodeEvent(reader.message()));
    else reader.skip();
  }
  return { revision, created, canceled, compactRevision, cancelReason, events };
}

function decodeEvent(event: WireReader): StorageEvent {
  let type = 0;
  let item: KeyValue | undefined;
  while (event.next()) {
    if (event.field === 1) type = event.int32();
    else if (event.field === 2) item = decodeKeyValue(event.message());
    else event.skip();
  }
  if (item === undefined) throw new Error('etcd told of a change without its key');
  const { key, value, created, revision } = item;
  if (type === DELETE) return { type: 'delete', key, revision };
  return { type: 'put', key, value, revision, created: created === revision };
}
