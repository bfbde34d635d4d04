// The limits of this machine: what raw etcd and a bare HTTPS server reach, with the load that the other benchmarks
// put on Wherry. Their ratios are taken against these, measured anew in the same rounds.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadClusterPki } from '@wherry/apiserver';
import { startEtcd } from '@wherry/apiserver/testing';
import { starting, systemClock } from '@wherry/component';
import type { Benchmark, BenchmarkContext } from '../benchmark.ts';
import { formatRequest, runHttpsLoad } from '../load/https-load.ts';
import { figure } from '../result.ts';
import type { Result } from '../result.ts';
import { interleave } from '../round.ts';
import { startBareServer } from './start-bare-server.ts';
import { measureRawCreates } from './raw-etcd.ts';

const inFlight = 32;
/** As long as a small ConfigMap. */
const body = JSON.stringify({ kind: 'ConfigMap', apiVersion: 'v1', data: { text: 'x'.repeat(550) } });

export const limits: Benchmark = {
  name: 'limits',
  summary: 'what raw etcd and a bare HTTPS server reach on this machine',
  async run(context): Promise<readonly Result[]> {
    const parts = await starting(async (own) => {
      const folder = await mkdtemp(join(tmpdir(), 'wherry-bench-'));
      own(() => rm(folder, { recursive: true, force: true }));
      const pki = await loadClusterPki({ dataDir: folder, hosts: ['127.0.0.1'], clock: systemClock });
      const server = own(await startBareServer({ pki, body }));
      const etcd = own(await startEtcd());
      return { ca: pki.authority.certificate, port: server.port, etcdUrl: etcd.url };
    });
    try {
      return await measure(parts, context);
    } finally {
      await parts.stop();
    }
  },
};

async function measure(
  { ca, port, etcdUrl }: { ca: string; port: number; etcdUrl: string },
  { rounds, roundMs: durationMs, say }: BenchmarkContext,
): Promise<readonly Result[]> {
  const request = formatRequest({ method: 'GET', path: '/' });
  const figures = await interleave(
    {
      https: async () =>
        (await runHttpsLoad({ port, ca, connections: inFlight, durationMs, next: () => request })).perSecond,
      etcd: (round) => measureRawCreates({ etcdUrl, inFlight, durationMs, value: body, prefix: `/limits/${round}/` }),
    },
    { rounds, onMeasured: ({ side, round, value }) => say(`round ${round}: ${side} ${Math.round(value)}/s`) },
  );
  return [
    figure(figures.https, { name: `bare https, ${inFlight} connections`, unit: 'requests/s' }),
    figure(figures.etcd, { name: `raw etcd creates, ${inFlight} in flight`, unit: 'transactions/s' }),
  ];
}
