import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startTestApi, type TestApi } from '@wherry/apiserver/testing';
import { Leases } from '@wherry/api/coordination-v1';
import { createMetrics, fakeClock, releasing, silentLog, type FakeClock, type Running } from '@wherry/component';
import { createClient, type Client } from './client.ts';
import { startLeaderElection, type LeaderElectionOptions } from './leader-election.ts';
import { startLeading } from './start-leading.ts';
import { openTransport, type Transport } from './transport.ts';

let api: TestApi;
let transport: Transport;
let client: Client;
beforeAll(async () => {
  api = await startTestApi();
  transport = openTransport({ connection: { server: api.url, ...api.pki }, userAgent: 'test' });
  client = createClient(transport);
});
afterAll(async () => {
  await transport.stop();
  await api.stop();
});

const namespace = 'kube-system';
const working = () => Promise.resolve(releasing(() => undefined));
const spec = async (name: string) => (await client.get(Leases, { namespace, name })).spec;

function compete(name: string, more: Partial<LeaderElectionOptions> & { clock: FakeClock }) {
  const election = startLeaderElection({
    client,
    log: silentLog,
    namespace,
    name,
    identity: 'first',
    lead: working,
    ...more,
  });
  onTestFinished(() => election.stop());
  return election;
}

describe('startLeaderElection', () => {
  it('holds the lease while the work is still starting, however long that takes', async () => {
    const clock = fakeClock();
    const start = Promise.withResolvers<Running>();
    const metrics = createMetrics();
    const election = compete('slow', { clock, lead: () => start.promise, metrics });
    await expect.poll(() => election.state).toBe('starting');
    const begin = (await spec('slow')).renewTime;
    for (let renewals = 0, last = begin; renewals < 10; renewals++) {
      await expect
        .poll(async () => {
          await clock.advance(500);
          return (await spec('slow')).renewTime;
        })
        .not.toBe(last);
      last = (await spec('slow')).renewTime;
    }
    expect(clock.monotonic()).toBeGreaterThan(15_000);
    start.resolve(releasing(() => undefined));
    await expect.poll(() => election.state).toBe('leading');
    expect(metrics.print()).toContain('leader_election_master_status{name="slow"} 1');
    await election.stop();
    expect(metrics.print()).toContain('leader_election_master_status{name="slow"} 0');
    expect((await spec('slow')).holderIdentity ?? '').toBe('');
  });

  it('gives up a start that is under way when it is stopped', async () => {
    const clock = fakeClock();
    const lead = (signal: AbortSignal) =>
      new Promise<Running>((_, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))));
    const election = compete('stopped', { clock, lead });
    await expect.poll(() => election.state).toBe('starting');
    await election.stop();
    expect((await spec('stopped')).holderIdentity ?? '').toBe('');
  });

  it('dies when the work dies', async () => {
    const clock = fakeClock();
    const done = Promise.reject(new Error('the work died'));
    done.catch(() => undefined);
    const election = compete('dying', { clock, lead: () => Promise.resolve({ done, stop: () => Promise.resolve() }) });
    await expect(election.done).rejects.toThrow('the work died');
  });

  it('is ill when it believes to lead long after its lease ended', async () => {
    const clock = fakeClock();
    // Whoever is asked to update never answers: a leader that hangs.
    const hanging = { ...client, update: () => new Promise<never>(() => undefined) };
    const election = startLeaderElection({
      client: hanging,
      clock,
      log: silentLog,
      namespace,
      name: 'ill',
      identity: 'first',
      lead: working,
    });
    await expect.poll(() => election.state).toBe('leading');
    election.check();
    await clock.advance(34_000);
    election.check();
    await clock.advance(2_000);
    expect(() => election.check()).toThrow('failed election to renew leadership on lease ill');
  });
});

describe('startLeading', () => {
  const health = { address: '127.0.0.1', port: 0 };
  it('is ready when its work has begun, and alive before that', async () => {
    const start = Promise.withResolvers<Running>();
    const { port } = await freePort();
    const leading = startLeading({
      client,
      clock: fakeClock(),
      log: silentLog,
      metrics: createMetrics(),
      namespace,
      name: 'alone',
      elect: false,
      health: { ...health, port },
      lead: () => start.promise,
    });
    onTestFinished(async () => (await leading).stop());
    const status = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
      return response?.status;
    };
    await expect.poll(() => status('/livez')).toBe(200);
    expect(await status('/readyz')).toBe(500);
    start.resolve(releasing(() => undefined));
    await expect.poll(() => status('/readyz')).toBe(200);
    expect(await status('/metrics')).toBe(200);
    expect(await status('/healthz/leaderElection')).toBe(200);
  });
});

async function freePort(): Promise<{ port: number }> {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return { port: typeof address === 'object' && address !== null ? address.port : 0 };
}
