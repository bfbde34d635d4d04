/** Requests on a real API server. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isUnauthorized } from '@wherry/api';
import { startTestApi } from '@wherry/apiserver/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadKubeconfig } from './kubeconfig.ts';
import { openTransport } from './transport.ts';

const NAMESPACES = { method: 'GET', path: '/api/v1/namespaces' };

describe('a transport by a kubeconfig', () => {
  it('is known by what the file says when the server does not know it by what it said', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'wherry-transport-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    const api = await startTestApi();
    onTestFinished(() => api.stop());
    const path = join(directory, 'kubeconfig');
    const { ca, cert, key } = api.pki;
    const write = (user: Readonly<Record<string, string>>) =>
      writeFile(
        path,
        JSON.stringify({
          'current-context': 'it',
          contexts: [{ name: 'it', context: { cluster: 'it', user: 'it' } }],
          clusters: [{ name: 'it', cluster: { server: api.url, 'certificate-authority-data': base64(ca) } }],
          users: [{ name: 'it', user }],
        }),
      );
    await write({ token: 'of.the.past' });
    const transport = openTransport({ connection: await loadKubeconfig(path), userAgent: 'test' });
    onTestFinished(() => transport.stop());
    await expect(transport.send(NAMESPACES)).rejects.toSatisfy(isUnauthorized);
    await writeFile(path, '');
    await expect(transport.send(NAMESPACES)).rejects.toSatisfy(isUnauthorized);
    await write({ 'client-certificate-data': base64(cert), 'client-key-data': base64(key) });
    // Also of those that are asked at once, each is answered.
    const answers = await Promise.all([
      transport.send(NAMESPACES),
      transport.lines(NAMESPACES),
      transport.send(NAMESPACES),
    ]);
    expect(answers[0]).toMatchObject({ kind: 'NamespaceList' });
    await rm(path);
    expect(await transport.send(NAMESPACES)).toMatchObject({ kind: 'NamespaceList' });
  });
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');
