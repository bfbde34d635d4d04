import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';

const MAP = '/api/v1/namespaces/default/configmaps/a';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.send('POST', '/api/v1/namespaces/default/configmaps', {
    body: { metadata: { name: 'a' }, data: { x: '1' } },
  });
});
afterAll(() => api.stop());

describe('a get', () => {
  it.each(['', '?resourceVersion=', '?resourceVersion=0', '?resourceVersion=1', '?resourceVersionMatch=Exact&limit=1'])(
    'shows the object: %s',
    async (query) => {
      const { status, json } = await api.send('GET', MAP + query);
      expect([status, json.kind, json.data]).toEqual([200, 'ConfigMap', { x: '1' }]);
    },
  );

  it('shows what was written before it', async () => {
    for (let i = 0; i < 20; i += 1) {
      const body = { data: { x: String(i) } };
      await api.send('PATCH', MAP, { body, type: 'application/merge-patch+json' });
      expect((await api.send('GET', MAP)).json.data).toEqual(body.data);
    }
  });

  it.each([
    ['nothing there', `${MAP}bc`, 404, 'configmaps "abc" not found'],
    ['a name that can be none', `${MAP}%25`, 400, 'Name parameter invalid: "a%": may not contain \'%\''],
    [
      'what is no revision',
      `${MAP}?resourceVersion=x`,
      500,
      'resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax',
    ],
    [
      'the export of former times',
      `${MAP}?export=true`,
      400,
      'the export parameter, deprecated since v1.14, is no longer supported',
    ],
  ])('%s', async (_name, path, status, message) => {
    const answer = await api.send('GET', path);
    expect([answer.status, answer.json.message]).toEqual([status, message]);
  });

  it('does not wait long for a revision that is still to come', async () => {
    const { status, json } = await api.send('GET', `${MAP}?resourceVersion=99999999`);
    expect([status, json.details?.['causes']]).toEqual([
      504,
      [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    ]);
  });
});
