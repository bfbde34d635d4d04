/** Requests on a real API server. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isUnauthorized } from '@wherry/api';
import { startTestApi } from '@wherry/apiserver/testing';
import { fakeClock } from '@wherry/component';
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

describe('a transport of a process that is asked to end', () => {
  it('does not wait for a server that says nothing', async () => {
    const silent = createServer();
    onTestFinished(() => void silent.close());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const [asked, clock] = [new AbortController(), fakeClock()];
    const connection = { server: `https://127.0.0.1:${port}` };
    const transport = openTransport({ connection, userAgent: 'test', ending: { signal: asked.signal, clock } });
    onTestFinished(() => transport.stop());
    const arrived = once(silent, 'connection');
    const refused = expect(transport.send(NAMESPACES)).rejects.toThrow('the client ends');
    await arrived;
    asked.abort();
    await clock.advance(5000);
    await refused;
    await expect(transport.send(NAMESPACES)).rejects.toThrow('the client ends');
  });
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');
