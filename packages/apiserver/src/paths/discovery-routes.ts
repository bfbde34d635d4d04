/** What there is to be found: `/api`, `/apis` and below, as old and as aggregated discovery. */
import { createHash } from 'node:crypto';
import { APIGroupDiscoveryList } from '@wherry/api/apidiscovery-v2';
import { APIGroup, APIGroupList, APIResourceList, APIVersions } from '@wherry/api/meta-v1';
import type { Fields, StructSchema } from '@wherry/api/schema';
import { stringify } from 'yaml';
import { AGGREGATED_TYPE, asksForAggregated } from '../discovery/accept.ts';
import { aggregatedDiscovery } from '../discovery/aggregated.ts';
import { coreVersions, groupDocument, groupList } from '../discovery/api-groups.ts';
import { resourceList } from '../discovery/resource-list.ts';
import { servedGroups, type ServedGroup } from '../discovery/served-groups.ts';
import type { Exchange } from '../handlers/exchange.ts';
import { encodeObject, sendDocument } from '../handlers/send-object.ts';
import { contentTypes, negotiate, type MediaFormat } from '../http/negotiate.ts';
import { versionPath } from '../openapi/resource-paths.ts';
import type { Directory } from '../registry/directory.ts';
import { perVersion } from '../registry/per-version.ts';
import { isUnmodified, sendTagged } from './conditional.ts';
import type { Route, ServerAddress } from './route.ts';
import { sendUnknownPath } from './unknown-path.ts';

export interface DiscoveryOptions extends ServerAddress {
  readonly directory: Directory;
}

export function discoveryRoutes({ directory, serverAddress }: DiscoveryOptions): Route[] {
  const current = perVersion(directory, () => {
    const groups = servedGroups(directory.all());
    const core = groups.filter(({ name }) => name === '');
    const named = groups.filter(({ name }) => name !== '');
    return { groups, core: aggregated(core), named: aggregated(named) };
  });
  const find = (name: string) => current().groups.find((group) => group.name === name);
  return [
    {
      pattern: '/api',
      answer(exchange) {
        if (sendAggregated(exchange, current().core)) return;
        sendPlain(exchange, coreVersions(find(''), { serverAddress: serverAddress() }), APIVersions);
      },
    },
    {
      pattern: '/apis',
      listed: () => ['/apis', '/apis/'],
      answer(exchange) {
        if (sendAggregated(exchange, current().named)) return;
        sendPlain(exchange, groupList(current().groups), APIGroupList);
      },
    },
    {
      pattern: '/apis/:group',
      listed: () => current().groups.flatMap(({ name }) => (name === '' ? [] : [`/apis/${name}`])),
      answer(exchange, { group }) {
        const found = group === '' ? undefined : find(String(group));
        if (found === undefined) sendUnknownPath(exchange, directory);
        else sendPlain(exchange, groupDocument(found), APIGroup);
      },
    },
    {
      pattern: '/api/:version',
      listed: () => versionPaths(current().groups.filter(({ name }) => name === '')),
      answer: (exchange, { version }) => sendResources(exchange, find(''), String(version)),
    },
    {
      pattern: '/apis/:group/:version',
      listed: () => versionPaths(current().groups.filter(({ name }) => name !== '')),
      answer: (exchange, { group, version }) => sendResources(exchange, find(String(group)), String(version)),
    },
  ];

  function sendResources(exchange: Exchange, group: ServedGroup | undefined, version: string): void {
    const found = group?.versions.find((one) => one.version === version);
    if (found === undefined) sendUnknownPath(exchange, directory);
    else sendPlain(exchange, resourceList(found), APIResourceList);
  }
}

const versionPaths = (groups: readonly ServedGroup[]): string[] =>
  groups.flatMap(({ versions }) => versions.map(versionPath));

function sendPlain(exchange: Exchange, document: object, schema: StructSchema<Fields>): void {
  const negotiated = negotiate(exchange.request.headers.accept, { renderings: [] });
  sendDocument(exchange, document, { negotiated, schema });
}

interface Aggregated {
  readonly list: APIGroupDiscoveryList;
  readonly text: string;
  readonly etag: string;
}

function aggregated(groups: readonly ServedGroup[]): Aggregated {
  const list = aggregatedDiscovery(groups);
  const text = `${JSON.stringify(list)}\n`;
  return { list, text, etag: createHash('sha512').update(text).digest('hex').toUpperCase() };
}

/** Answers with the aggregated document, if that is what the client prefers. */
function sendAggregated(exchange: Exchange, { list, text, etag }: Aggregated): boolean {
  const format = asksForAggregated(exchange.request.headers.accept);
  if (format === undefined) return false;
  const contentType = `${contentTypes[format]};${AGGREGATED_TYPE}`;
  const tagged = { contentType, etag, headers: { Vary: 'Accept', 'Cache-Control': 'public' } };
  if (!isUnmodified(exchange, tagged)) sendTagged(exchange, encoded(format, { list, text }), tagged);
  return true;
}

function encoded(format: MediaFormat, { list, text }: Pick<Aggregated, 'list' | 'text'>): string | Buffer {
  if (format === 'yaml') return stringify(list);
  return format === 'protobuf' ? Buffer.from(encodeObject(list, APIGroupDiscoveryList)) : text;
}
