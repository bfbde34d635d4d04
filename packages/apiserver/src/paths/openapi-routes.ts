/** The OpenAPI documents: `/openapi/v2`, and the index and the parts of `/openapi/v3`. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { notAcceptable } from '@wherry/api';
import type { Exchange } from '../handlers/exchange.ts';
import { send } from '../handlers/send.ts';
import { clausesOf } from '../http/negotiate.ts';
import { openApiDocuments, type OpenApiDocumentsOptions, type PackedDocument } from '../openapi/documents.ts';
import { isUnmodified, sendTagged } from './conditional.ts';
import type { Route } from './route.ts';
import { sendNotFound } from './unknown-path.ts';

const JSON_TYPE = 'application/json';
const PROTOBUF_V2_TYPE = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';
/** What kubectl asks for; no valid media type, so that the answer is not called so. */
const OLD_PROTOBUF_V2_TYPE = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';

export function openApiRoutes(options: OpenApiDocumentsOptions): Route[] {
  const documents = openApiDocuments(options);
  return [
    {
      pattern: '/openapi/v2',
      async answer(exchange) {
        const type = choose(exchange, [JSON_TYPE, PROTOBUF_V2_TYPE, OLD_PROTOBUF_V2_TYPE]);
        const isJson = type === JSON_TYPE;
        const document = await (isJson ? documents.v2() : documents.v2Protobuf());
        await sendPacked(exchange, document, { contentType: isJson ? JSON_TYPE : PROTOBUF_V2_TYPE });
      },
    },
    {
      pattern: '/openapi/v3',
      listed: () => ['/openapi/v3', '/openapi/v3/'],
      async answer(exchange) {
        const text = JSON.stringify(indexOf(await documents.index()));
        const etag = createHash('sha512').update(text).digest('hex').toUpperCase();
        const tagged = { contentType: JSON_TYPE, etag, headers: {} };
        if (!isUnmodified(exchange, tagged)) sendTagged(exchange, text, tagged);
      },
    },
    {
      pattern: '/openapi/v3/*name',
      listed: () => [],
      async answer(exchange, { name }) {
        const path = typeof name === 'string' ? name : (name ?? []).join('/');
        const document = await documents.v3(path);
        if (document === undefined) return sendNotFound(exchange);
        choose(exchange, [JSON_TYPE]);
        const asked = exchange.info.query.get('hash') ?? '';
        if (asked !== '' && asked !== document.etag) return redirect(exchange, documentUrl(path, document.etag));
        await sendPacked(exchange, document, {
          contentType: JSON_TYPE,
          headers: asked === '' ? {} : UNCHANGING,
        });
      },
    },
  ];
}

/** Under a URL with its hash, a document can be kept for ever. */
const UNCHANGING = { 'Cache-Control': 'public, immutable, max-age=31536000' };

const documentUrl = (name: string, hash: string): string => `/openapi/v3/${name}?hash=${hash}`;

function indexOf(tags: ReadonlyMap<string, string>) {
  const entries = [...tags].map(([name, etag]) => [name, { serverRelativeURL: documentUrl(name, etag) }]);
  return { paths: Object.fromEntries(entries) };
}

/** @throws StatusError 406 when the client accepts none of the types */
function choose({ request }: Exchange, offered: readonly string[]): string {
  for (const { type } of clausesOf(request.headers.accept ?? '*/*')) {
    const found = type === '*/*' || type === 'application/*' ? offered[0] : offered.find((one) => one === type);
    if (found !== undefined) return found;
  }
  throw notAcceptable(offered);
}

interface PackedOptions {
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const expand = promisify(gunzip);

async function sendPacked(
  exchange: Exchange,
  { gzip, etag }: PackedDocument,
  { contentType, headers = {} }: PackedOptions,
): Promise<void> {
  const tagged = { contentType, etag, headers: { Vary: 'Accept, Accept-Encoding', ...headers } };
  if (isUnmodified(exchange, tagged)) return;
  if (!acceptsGzip(exchange)) return sendTagged(exchange, await expand(gzip), tagged);
  sendTagged(exchange, gzip, { ...tagged, headers: { ...tagged.headers, 'Content-Encoding': 'gzip' } });
}

function acceptsGzip({ request }: Exchange): boolean {
  const accepted = request.headers['accept-encoding'];
  return clausesOf(typeof accepted === 'string' ? accepted : '').some(({ type }) => type === 'gzip' || type === '*');
}

function redirect(exchange: Exchange, location: string): void {
  send(exchange, '', { status: 301, contentType: 'text/plain; charset=utf-8', headers: { Location: location } });
}
