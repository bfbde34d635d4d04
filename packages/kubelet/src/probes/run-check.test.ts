import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setPodDefaults } from '@wherry/api/core-v1';
import { fakeClock } from '@wherry/component';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { podOf } from '../pods/testing/pictures.ts';
import { createFakeRuntime } from '../runtime/fake/fake-runtime.ts';
import { runCheck } from './run-check.ts';

describe('runCheck', () => {
  const server = createServer(({ url, headers }, response) => {
    if (url === '/slow') return;
    response.statusCode = url === '/moved' ? 302 : url === '/well' && headers['x-who'] === 'probe' ? 200 : 500;
    response.end();
  });
  let port = 0;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  async function check(
    handler: (open: number) => object,
    { address = '127.0.0.1', timeout = 5_000 } = {},
  ): Promise<string> {
    const ports = [{ name: 'web', containerPort: port }];
    const pod = podOf({ containers: [{ name: 'app', image: 'app:1', ports, livenessProbe: handler(port) }] });
    setPodDefaults(pod);
    const [container] = pod.spec.containers;
    if (container?.livenessProbe === undefined) throw new Error('the pod has no probe');
    const runtime = createFakeRuntime({ clock: fakeClock() });
    const target = { containerId: 'app-0', container, address };
    const { result } = await runCheck(runtime, container.livenessProbe, target, AbortSignal.timeout(timeout));
    return result;
  }
  const httpHeaders = [{ name: 'X-Who', value: 'probe' }];

  it.each<[string, (open: number) => object, string]>([
    ['HTTP answers well', (open) => ({ httpGet: { port: open, path: '/well', httpHeaders } }), 'success'],
    ['HTTP sends elsewhere', () => ({ httpGet: { port: 'web', path: '/moved' } }), 'success'],
    ['HTTP answers badly', (open) => ({ httpGet: { port: open, path: '/' } }), 'failure'],
    ['the port is not named', () => ({ httpGet: { port: 'nope' } }), 'failure'],
    ['TCP is open', (open) => ({ tcpSocket: { port: open } }), 'success'],
    ['TCP is closed', () => ({ tcpSocket: { port: 1 } }), 'failure'],
    ['the container is not there to run a command', () => ({ exec: { command: ['true'] } }), 'failure'],
  ])('tells when %s', async (_name, handler, expected) => {
    expect(await check(handler)).toBe(expected);
  });

  it('takes no answer in time for failure', async () => {
    expect(await check((open) => ({ httpGet: { port: open, path: '/slow' } }), { timeout: 50 })).toBe('failure');
  });

  it('does not ask itself about a pod without an address', async () => {
    expect(await check((open) => ({ tcpSocket: { port: open } }), { address: '' })).toBe('failure');
  });
});
