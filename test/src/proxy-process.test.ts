// The whole proxy on a node's network: what pods and clients meet, with either data plane.

import { once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canHaveNetworkLab, createNetworkLab, type NetworkLab, type Station } from './network-lab/network-lab.ts';

const PROXY = new URL('testing/proxy-beside-apiserver.ts', import.meta.url).pathname;
const isPossible = await canHaveNetworkLab();

describe.skipIf(!isPossible).each(['nftables', 'userspace'])('the proxy with %s', (mode) => {
  let lab: NetworkLab;
  let [left, client, server, asker]: Station[] = [];
  let proxy: ChildProcess;

  const station = (given: Station | undefined): Station => {
    if (given === undefined) throw new Error('The lab is not there');
    return given;
  };

  beforeAll(async () => {
    lab = await createNetworkLab();
    left = await lab.addNode(11);
    client = await lab.addNode(50);
    server = await lab.addPod(left, '10.244.11.2');
    asker = await lab.addPod(left, '10.244.11.3');
    await server.serve(8080);
    proxy = await startProxyIn(left, mode);
  });
  afterAll(async () => {
    const ended = once(proxy, 'exit');
    proxy.kill();
    await ended;
    await lab.remove();
  });

  it('leads from the cluster IP and the node port to the pod', async () => {
    const answer = async (from: Station | undefined, host: string, port: number) =>
      (await station(from).ask({ host, port }))[0];
    await expect.poll(() => answer(asker, '10.96.0.7', 80)).toMatch(/^pod2 /);
    await expect.poll(() => answer(client, '172.30.0.11', 30080)).toMatch(/^pod2 /);
    expect(await answer(left, '10.96.0.7', 80)).toMatch(/^pod2 /);
  });

  it('answers the names of the cluster at the cluster IP of the DNS', async () => {
    const web = () => station(asker).resolve('web.default.svc.cluster.local', '10.96.0.10');
    await expect.poll(web).toEqual(['10.96.0.7']);
    expect(await station(asker).resolve('nobody.default.svc.cluster.local', '10.96.0.10')).toEqual(['ENOTFOUND']);
  });

  it('keeps the routes of the node', async () => {
    const routes = await station(left).run('ip', 'route', 'show', 'proto', '87');
    expect(routes).toContain('blackhole 10.244.11.0/24');
    expect(routes).toMatch(/10\.96\.0\.0\/16 dev wherry0/);
  });

  it('tells that it is well', async () => {
    const script = `fetch('http://127.0.0.1:10256/healthz').then((r) => r.text()).then(console.log)`;
    const health = await station(left).run(process.execPath, '-e', script);
    expect(JSON.parse(health)).toMatchObject({ nodeEligible: true, healthy: true });
  });
});

async function startProxyIn(node: Station, mode: string): Promise<ChildProcess> {
  const args = [
    'netns',
    'exec',
    node.namespace,
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    PROXY,
    mode,
  ];
  const child = spawn('ip', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit').then(() => {
    throw new Error('The proxy has ended');
  });
  await Promise.race([once(child.stdout, 'data'), exited]);
  exited.catch(() => undefined);
  return child;
}
