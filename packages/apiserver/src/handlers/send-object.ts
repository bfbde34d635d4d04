/** Sends one object in the form that was negotiated. */
import { PartialObjectMetadata } from '@wherry/api/meta-v1';
import { encodeEnvelope } from '@wherry/api/encoding';
import { writeProtobuf, type Fields, type StructSchema } from '@wherry/api/schema';
import { stringify } from 'yaml';
import { contentTypes, type Negotiated } from '../http/negotiate.ts';
import { renderTable } from '../tables/render-table.ts';
import { send, type Body } from './send.ts';
import type { Api } from './api.ts';
import type { Exchange } from './exchange.ts';
import type { Scope } from './scope.ts';
import { shownObject, shownText, type Shown } from './shown.ts';

/** Sends an object in the form that was negotiated. */
export function sendObject(
  api: Pick<Api, 'clock'>,
  scope: Scope,
  { shown, status = 200 }: { readonly shown: Shown; readonly status?: number },
): void {
  const { exchange, served, negotiated } = scope;
  const metadataOnly = negotiated.as === 'PartialObjectMetadata';
  const sight = { served, metadataOnly };
  if (negotiated.as === 'Table') {
    const { resourceVersion = '' } = shownObject(shown, sight).metadata;
    const table = renderTable([shown], {
      served,
      query: exchange.info.query,
      now: api.clock.now(),
      metadata: { resourceVersion },
    });
    sendDocument(exchange, table, { negotiated, schema: undefined, status });
  } else if (isPlainJson(exchange, negotiated)) {
    send(exchange, `${shownText(shown, sight)}\n`, { status, contentType: contentTypes.json });
  } else {
    const schema = metadataOnly ? PartialObjectMetadata : served.resource.schema;
    sendDocument(exchange, shownObject(shown, sight), { negotiated, schema, status });
  }
}

/** JSON without line breaks, which is sent as the cache has it. */
export const isPlainJson = (exchange: Exchange, negotiated: Negotiated): boolean =>
  negotiated.format === 'json' && !isPretty(exchange, negotiated);

export interface DocumentOptions {
  readonly negotiated: Negotiated;
  /** For protobuf; undefined for what only goes as text. */
  readonly schema: StructSchema<Fields> | undefined;
  readonly status?: number;
}

interface Document {
  readonly kind?: string;
  readonly apiVersion?: string;
}

/** Sends any API document in the negotiated format; what has no protobuf form goes as JSON. */
export function sendDocument<D extends Document>(
  exchange: Exchange,
  document: D,
  { negotiated, schema, status = 200 }: DocumentOptions,
): void {
  const as = (contentType: string): Body => ({ status, contentType });
  if (negotiated.format === 'yaml') {
    send(exchange, stringify(document), as(contentTypes.yaml));
  } else if (negotiated.format === 'protobuf' && schema !== undefined) {
    send(exchange, Buffer.from(encodeObject(document, schema)), as(contentTypes.protobuf));
  } else {
    const indent = isPretty(exchange, negotiated) ? 2 : undefined;
    send(exchange, `${JSON.stringify(document, undefined, indent)}\n`, as(contentTypes.json));
  }
}

/** A document in its protobuf envelope. */
export function encodeObject(document: Document, schema: StructSchema<Fields>): Uint8Array {
  const { apiVersion = '', kind = '' } = document;
  return encodeEnvelope({ apiVersion, kind }, (writer) => writeProtobuf(schema, document, writer));
}

const TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const PEOPLES_CLIENTS = ['curl', 'Wget', 'Mozilla/5.0'];

/** People get indented JSON, unless they say otherwise; programs when they ask for it. */
function isPretty({ info, request }: Exchange, { pretty }: Negotiated): boolean {
  if (pretty) return true;
  const asked = info.query.get('pretty') ?? '';
  if (asked !== '') return TRUE.has(asked);
  const agent = request.headers['user-agent'] ?? '';
  return PEOPLES_CLIENTS.some((client) => agent.startsWith(client));
}
