import { describe, expect, it } from 'vitest';
import { type HealthCheck, pingCheck, reportHealth, reportOneCheck } from './health.ts';

const etcd: HealthCheck = { name: 'etcd', check: () => Promise.reject(new Error('connection refused')) };
const informers: HealthCheck = { name: 'informer-sync', check: async () => undefined };

describe('reportHealth()', () => {
  it('says ok and no more', async () => {
    const report = await reportHealth('livez', { checks: [pingCheck, informers] });
    expect(report).toEqual({ status: 200, body: 'ok', failures: [] });
  });

  it('lists the checks in their order when asked to', async () => {
    const report = await reportHealth('livez', { checks: [informers, pingCheck], verbose: true });
    expect(report.body).toBe('[+]informer-sync ok\n[+]ping ok\nlivez check passed\n');
  });

  it('lists them always when one failed, and keeps the reason for the log', async () => {
    const report = await reportHealth('readyz', { checks: [pingCheck, etcd] });
    expect(report).toEqual({
      status: 500,
      body: '[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed\n',
      failures: [{ name: 'etcd', reason: 'connection refused' }],
    });
  });

  it('leaves out what is excluded and warns of what it does not know', async () => {
    const report = await reportHealth('readyz', {
      checks: [pingCheck, etcd],
      verbose: true,
      exclude: ['etcd', 'zoo', 'foo'],
    });
    expect(report.status).toBe(200);
    expect(report.body).toBe(
      '[+]ping ok\n[+]etcd excluded: ok\n' +
        'warn: some health checks cannot be excluded: no matches for "foo","zoo"\nreadyz check passed\n',
    );
  });
});

describe('reportOneCheck()', () => {
  it('answers for that check alone', async () => {
    const checks = [pingCheck, etcd];
    expect(await reportOneCheck('ping', checks)).toMatchObject({ status: 200, body: 'ok' });
    expect(await reportOneCheck('etcd', checks)).toMatchObject({
      status: 500,
      body: 'internal server error: connection refused\n',
    });
    expect(await reportOneCheck('nope', checks)).toBeUndefined();
  });
});
