import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

/** The lines of a counter that name one of the texts. */
async function counted(...texts: string[]): Promise<string[]> {
  const { text } = await api.send('GET', '/metrics');
  return text
    .split('\n')
    .filter((line) => line.startsWith('apiserver_request_total{') && texts.every((part) => line.includes(part)));
}

describe('the count of requests', () => {
  it('names verb, resource, scope and code', async () => {
    await api.send('GET', '/api/v1/namespaces/default/secrets/missing');
    expect(await counted('resource="secrets"')).toEqual([
      'apiserver_request_total{verb="GET",group="",version="v1",resource="secrets",subresource="",scope="resource",code="404"} 1',
    ]);
  });

  it('names nothing that a client has made up', async () => {
    await api.send('GET', '/apis/invented.io/v1/things');
    await api.anonymous.send('GET', '/api/v1/invented');
    await api.send('GET', '/api/v1/namespaces/default/pods/a/invented');
    await api.send('GET', '/invented');
    expect(await counted('invented')).toEqual([]);
    expect(await counted('resource=""', 'verb="LIST"', 'code="404"')).toHaveLength(1);
  });
});
