// Whatever a client sends of the right types, valid or not, is answered by what is wrong with it, never by a failure of
// the server itself.

import fc from 'fast-check';
import { resourceTable, type Resource } from '@wherry/api/resources';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog, type Log } from '@wherry/component';
import { arbitraryDocument } from '../testing/arbitrary-document.ts';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';

let api: TestApi;
const failures: unknown[] = [];
beforeAll(async () => {
  const log: Log = { ...silentLog, error: (_message, error) => void failures.push(error) };
  api = await startTestApi({ log });
});
afterAll(() => api.stop());

const collectionOf = ({ group, version, namespaced, plural }: Resource): string =>
  `${group === '' ? '/api' : `/apis/${group}`}/${version}${namespaced ? '/namespaces/default' : ''}/${plural}`;

describe('any document', () => {
  it.each(
    resourceTable.map((resource) => [`${resource.plural} of ${resource.group}/${resource.version}`, resource] as const),
  )('of %s is taken or refused', async (_name, resource) => {
    const path = collectionOf(resource);
    const document = arbitraryDocument(resource.schema);
    await fc.assert(
      fc.asyncProperty(document, document, async (first, second) => {
        const metadata = { ...(first['metadata'] as object | undefined), name: 'any', resourceVersion: '' };
        await api.send('POST', path, { body: { ...first, metadata: { name: 'any' } } });
        await api.send('POST', `${path}?dryRun=All`, { body: { ...first, metadata } });
        const { metadata: _metadata, ...change } = second;
        for (const [method, target, type] of [
          ['PUT', '/any', 'application/json'],
          ['PATCH', '/any', 'application/merge-patch+json'],
          ['PATCH', '/any', 'application/strategic-merge-patch+json'],
          ['PUT', '/any/status', 'application/json'],
        ] as const) {
          const body = method === 'PUT' ? { ...change, metadata: { name: 'any' } } : change;
          await api.send(method, path + target, { body, type });
        }
        for (const accept of ['application/json;as=Table;v=v1;g=meta.k8s.io', 'application/vnd.kubernetes.protobuf']) {
          await api.send('GET', path, { accept });
        }
        expect(failures).toEqual([]);
      }),
      { numRuns: 3 },
    );
  });
});
