// The forms that an answer can take, for each verb that answers with objects.

import { decodeEnvelope, WireReader } from '@wherry/api/encoding';
import { ConfigMap } from '@wherry/api/core-v1';
import { PartialObjectMetadata, Status } from '@wherry/api/meta-v1';
import { decodeJson, listOf, readProtobuf } from '@wherry/api/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.send('POST', MAPS, { body: { metadata: { name: 'a', labels: { x: 'y' } }, data: { k: 'v' } } });
});
afterAll(() => api.stop());

const MAPS = '/api/v1/namespaces/default/configmaps';
const MAP = `${MAPS}/a`;
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const METADATA = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';
const METADATA_LIST = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
const PROTOBUF = 'application/vnd.kubernetes.protobuf';

interface TableDocument {
  readonly kind: string;
  readonly metadata: object;
  readonly columnDefinitions: readonly { readonly name: string }[];
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object?: { readonly kind: string } }[];
}
const get = (path: string, accept: string) => api.send('GET', path, { accept });
const tableOf = async (path: string): Promise<TableDocument> =>
  (await get(path, TABLE)).json as unknown as TableDocument;

describe('tables', () => {
  it('of a list have a row each and the metadata of the list', async () => {
    const table = await tableOf(MAPS);
    const { json: list } = await api.send('GET', MAPS);
    expect(table).toMatchObject({ kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: list.metadata });
    expect(table.columnDefinitions.map(({ name }) => name)).toEqual(['Name', 'Data', 'Age']);
    expect(table.rows.map(({ cells }) => cells.slice(0, 2))).toEqual([['a', 1]]);
  });

  it('of one object have one row, also when it has just been made', async () => {
    expect((await tableOf(MAP)).rows).toHaveLength(1);
    const made = await api.send('POST', MAPS, { body: { metadata: { name: 'b' } }, accept: TABLE });
    expect(made.json).toMatchObject({ kind: 'Table', rows: [{ cells: ['b', 0, expect.any(String)] }] });
    await api.send('DELETE', `${MAPS}/b`);
  });

  it.each([
    ['', { kind: 'PartialObjectMetadata' }],
    ['?includeObject=', { kind: 'PartialObjectMetadata' }],
    ['?includeObject=Metadata', { kind: 'PartialObjectMetadata' }],
    ['?includeObject=Object', { kind: 'ConfigMap', data: { k: 'v' } }],
    ['?includeObject=None', undefined],
  ])('bring along of the object what the client wants: %s', async (query, object) => {
    const { rows } = await tableOf(MAPS + query);
    if (object === undefined) expect(rows[0]).not.toHaveProperty('object');
    else expect(rows[0]?.object).toMatchObject(object);
  });

  it('bring along nothing that there is not, and then nothing is done', async () => {
    const options = { accept: TABLE, body: { metadata: { name: 'c' } } };
    const { status, json } = await api.send('POST', `${MAPS}?includeObject=Some`, options);
    expect([status, json.message]).toEqual([
      400,
      "Unable to convert to Table as requested: includeObject: Invalid value: \"Some\": must be 'Metadata', 'Object', " +
        "'None', or empty",
    ]);
    expect((await api.send('GET', `${MAPS}/c`)).status).toBe(404);
  });

  it('are not for what is answered at once', async () => {
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
    const { status } = await api.send('POST', path, { body: { spec: { nonResourceAttributes: {} } }, accept });
    expect(status).toBe(406);
  });

  it('are not for failures', async () => {
    expect((await get(`${MAPS}/missing`, TABLE)).json).toMatchObject({ kind: 'Status', code: 404 });
  });
});

describe('metadata alone', () => {
  it('of an object', async () => {
    const { json } = await get(MAP, METADATA);
    const { json: whole } = await api.send('GET', MAP);
    expect(json).toEqual({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: whole.metadata });
  });

  it('of a list', async () => {
    const { json } = await get(MAPS, METADATA_LIST);
    expect([json.kind, json.apiVersion]).toEqual(['PartialObjectMetadataList', 'meta.k8s.io/v1']);
    expect(json.items.map((item) => Object.keys(item).toSorted())).toEqual([['apiVersion', 'kind', 'metadata']]);
  });

  it('of a list is not that of an object', async () => {
    expect((await get(MAPS, METADATA)).status).toBe(406);
    expect((await get(MAP, METADATA_LIST)).status).toBe(406);
  });
});

describe('protobuf', () => {
  const read = (body: Buffer, schema: Parameters<typeof readProtobuf>[0]) => {
    const { kind, apiVersion, raw } = decodeEnvelope(body);
    return { kind, apiVersion, value: decodeJson(schema, readProtobuf(schema, new WireReader(raw))).value as object };
  };

  it('says the same as JSON', async () => {
    const { json } = await api.send('GET', MAP);
    const { headers, body } = await get(MAP, PROTOBUF);
    expect(headers['content-type']).toBe(PROTOBUF);
    const { kind, apiVersion, ...rest } = json;
    expect(read(body, ConfigMap)).toEqual({ kind, apiVersion, value: rest });
  });

  it('of lists, of metadata and of failures', async () => {
    expect(read((await get(MAPS, PROTOBUF)).body, listOf(ConfigMap)).value).toMatchObject({
      items: [{ data: { k: 'v' } }],
    });
    const metadata = await get(MAP, `${PROTOBUF};as=PartialObjectMetadata;v=v1;g=meta.k8s.io`);
    expect(read(metadata.body, PartialObjectMetadata)).toMatchObject({
      kind: 'PartialObjectMetadata',
      value: { metadata: { name: 'a' } },
    });
    const failure = await get(`${MAPS}/missing`, PROTOBUF);
    expect([failure.status, failure.headers['content-type']]).toEqual([404, PROTOBUF]);
    expect(read(failure.body, Status)).toMatchObject({ kind: 'Status', value: { code: 404, reason: 'NotFound' } });
  });

  it('of a deletion', async () => {
    await api.send('POST', MAPS, { body: { metadata: { name: 'gone' } } });
    const { body } = await api.send('DELETE', `${MAPS}/gone`, { accept: PROTOBUF });
    expect(read(body, Status).value).toMatchObject({
      status: 'Success',
      details: { name: 'gone', kind: 'configmaps' },
    });
  });
});

describe('YAML', () => {
  it.each([[MAP], [MAPS], [`${MAPS}/missing`]])('says the same as JSON: %s', async (path) => {
    const { json } = await api.send('GET', path);
    const { headers, text } = await get(path, 'application/yaml');
    expect(headers['content-type']).toBe('application/yaml');
    expect(parse(text)).toEqual(json);
  });
});

describe('line breaks', () => {
  const isIndented = async (path: string, agent?: string): Promise<boolean> => {
    const headers = agent === undefined ? {} : { 'User-Agent': agent };
    return (await api.send('GET', path, { headers })).text.startsWith('{\n  "kind": ');
  };

  it.each([
    ['?pretty=true', undefined, true],
    ['?pretty=1', undefined, true],
    ['?pretty=0', 'curl/8.0', false],
    ['?pretty=yes', undefined, false],
    ['', 'curl/8.0', true],
    ['', 'Mozilla/5.0 (X11)', true],
    ['', 'kubectl/v1.35.0', false],
    ['', undefined, false],
  ])('are for people: %s, %s', async (query, agent, expected) => {
    expect(await isIndented(MAP + query, agent)).toBe(expected);
    expect(await isIndented(MAPS + query, agent)).toBe(expected);
    expect(await isIndented(`${MAPS}/missing${query}`, agent)).toBe(expected);
  });
});

describe('what cannot be had', () => {
  it('is refused with what can, in JSON', async () => {
    const { status, json } = await get(MAP, 'text/html');
    expect([status, json.reason, json.message]).toEqual([
      406,
      'NotAcceptable',
      'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    ]);
  });
});
