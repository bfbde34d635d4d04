/**
 * The bytes of a watch in the form that was negotiated. Frames of changes are remembered on the change itself, so that
 * five hundred clients that see the same get the same bytes, made once.
 */
import { WireWriter } from '@wherry/api/encoding';
import { PartialObjectMetadata, Status } from '@wherry/api/meta-v1';
import { decodeJson, type Fields, type StructSchema } from '@wherry/api/schema';
import { contentTypes, type Negotiated } from '../http/negotiate.ts';
import { objectOf } from '../registry/object-text.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { CacheEvent, WatchEventType } from '../storage/cache/cache-event.ts';
import { renderTable } from '../tables/render-table.ts';
import { encodeObject } from './send-object.ts';
import { shownObject, shownText, type Shown, type Sight } from './shown.ts';

export interface WatchFrames {
  readonly contentType: string;
  /** A change, as the watcher has to call it. */
  change(event: CacheEvent, type: WatchEventType): Buffer;
  /** An object that was there before the watch began. */
  initial(shown: Shown): Buffer;
  /** Up to where the watcher has been told everything, and whether that is the state that came first. */
  bookmark(revision: number, options: { readonly endsState: boolean }): Buffer;
  /** Why the watch ends. */
  error(status: object): Buffer;
}

export interface FrameOptions {
  readonly served: ServedResource;
  readonly negotiated: Negotiated;
  readonly query: URLSearchParams;
  readonly now: () => Date;
}

export function watchFrames(options: FrameOptions): WatchFrames {
  const { negotiated } = options;
  if (negotiated.as === 'Table') return tableFrames(options);
  return negotiated.format === 'protobuf' ? protobufFrames(options) : jsonFrames(options);
}

const jsonLine = (type: string, text: string): Buffer => Buffer.from(`{"type":"${type}","object":${text}}\n`);

/** What a change shows: for DELETED the last state, at the revision of the deletion. */
function shownOf(event: CacheEvent, type: WatchEventType): Shown {
  const text = event.text(type);
  return { text, object: type === 'DELETED' || event.entry === undefined ? objectOf(text) : event.entry.object };
}

function jsonFrames({ served, negotiated }: FrameOptions): WatchFrames {
  const metadataOnly = negotiated.as === 'PartialObjectMetadata';
  const sight = { served, metadataOnly };
  const isPlain = !metadataOnly && served.resource.view === undefined;
  const form = `${served.apiVersion} ${served.resource.kind} ${metadataOnly ? 'metadata' : ''}`;
  return {
    contentType: contentTypes.json,
    change: (event, type) =>
      isPlain
        ? event.frame(type)
        : event.memo(`${form} ${type}`, () => jsonLine(type, shownText(shownOf(event, type), sight))),
    initial: (shown) => jsonLine('ADDED', shownText(shown, sight)),
    bookmark: (revision, { endsState }) =>
      jsonLine('BOOKMARK', JSON.stringify({ ...typeOf(sight), metadata: markMetadata(revision, endsState) })),
    error: (status) => jsonLine('ERROR', JSON.stringify(status)),
  };
}

/** How the documents of a watch name their type. */
function typeOf({ served, metadataOnly }: Sight): { readonly kind: string; readonly apiVersion: string } {
  if (metadataOnly) return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' };
  return { kind: served.resource.kind, apiVersion: served.apiVersion };
}

function markMetadata(revision: number, endsState: boolean) {
  const annotations = { 'k8s.io/initial-events-end': 'true' };
  return { resourceVersion: String(revision), ...(endsState ? { annotations } : {}) };
}

/** Rows age, so they are made for each watcher. */
function tableFrames({ served, query, now }: FrameOptions): WatchFrames {
  let withColumns = true;
  const row = (type: string, shown: Shown): Buffer => {
    const { resourceVersion = '' } = shownObject(shown, { served, metadataOnly: false }).metadata;
    const table = renderTable([shown], { served, query, now: now(), metadata: { resourceVersion }, withColumns });
    withColumns = false;
    return jsonLine(type, JSON.stringify(table));
  };
  return {
    contentType: contentTypes.json,
    change: (event, type) => row(type, shownOf(event, type)),
    initial: (shown) => row('ADDED', shown),
    // A row of an object of which nothing is known but how far the watcher is.
    bookmark: (revision, { endsState }) => {
      const { resource, apiVersion } = served.stored;
      const metadata = markMetadata(revision, endsState);
      const empty = decodeJson(resource.schema, { kind: resource.kind, apiVersion, metadata }).value;
      return row('BOOKMARK', { object: empty, text: JSON.stringify(empty) });
    },
    error: (status) => jsonLine('ERROR', JSON.stringify(status)),
  };
}

/** Length-prefixed WatchEvent messages, each with an enveloped object. */
function protobufFrames({ served, negotiated }: FrameOptions): WatchFrames {
  const metadataOnly = negotiated.as === 'PartialObjectMetadata';
  const sight = { served, metadataOnly };
  const schema: StructSchema<Fields> = metadataOnly ? PartialObjectMetadata : served.resource.schema;
  const form = `protobuf ${served.apiVersion} ${served.resource.kind} ${metadataOnly ? 'metadata' : ''}`;
  const frame = (type: string, document: object, of: StructSchema<Fields>): Buffer => {
    const message = watchEvent(type, encodeObject(document, of));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(message.length);
    return Buffer.concat([length, message]);
  };
  return {
    contentType: `${contentTypes.protobuf};stream=watch`,
    change: (event, type) =>
      event.memo(`${form} ${type}`, () => frame(type, shownObject(shownOf(event, type), sight), schema)),
    initial: (shown) => frame('ADDED', shownObject(shown, sight), schema),
    bookmark: (revision, { endsState }) =>
      frame('BOOKMARK', { ...typeOf(sight), metadata: markMetadata(revision, endsState) }, schema),
    error: (status) => frame('ERROR', status, Status),
  };
}

/** metav1.WatchEvent: {1: type, 2: RawExtension {1: the enveloped object}}. */
function watchEvent(type: string, object: Uint8Array): Uint8Array {
  const writer = new WireWriter();
  writer.string(1, type);
  const extension = writer.begin(2);
  writer.bytes(1, object);
  writer.end(extension);
  return writer.finish();
}
