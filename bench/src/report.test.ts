import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeMachine } from './machine.ts';
import type { MachineDescription } from './machine.ts';
import { formatReport, reportJson, writeReport } from './report.ts';
import type { Report } from './report.ts';
import { figure, ratio } from './result.ts';

const machine: MachineDescription = {
  cpu: 'Fast',
  cores: 2,
  memoryGiB: 24,
  system: 'Linux 6.18 x64',
  node: '26.10.0',
  etcd: undefined,
  commit: 'abc',
};

const report: Report = {
  benchmark: 'apiserver',
  startedAt: new Date('2026-01-02T03:04:05.678Z'),
  machine,
  rounds: 3,
  roundMs: 2500,
  results: [
    ratio(
      { ours: [30_000, 31_000, 32_000], limit: [50_000, 50_000, 50_000] },
      { name: 'get ÷ bare https', unit: 'requests/s', target: { atLeast: 0.5 } },
    ),
    figure([40, 60, 80], { name: 'watch p99', unit: 'ms', target: { atMost: 50 } }),
  ],
};

describe('formatReport', () => {
  it('makes a table of medians, ranges, targets and remarks', () => {
    expect(formatReport(report).split('\n')).toEqual([
      'apiserver: 3 rounds of 2.5 s on 2 × Fast, 24 GiB, Linux 6.18 x64, Node 26.10.0, commit abc',
      '                   median   min – max    target',
      'get ÷ bare https   0.62     0.6 – 0.64   ≥ 0.5    met; 31,000 of 50,000 requests/s',
      'watch p99          60 ms    40 – 80      ≤ 50     missed; unsteady: the rounds spread by 67 %',
    ]);
  });
});

describe('reportJson', () => {
  it('holds every round, the machine and the verdicts', () => {
    expect(JSON.parse(reportJson(report))).toMatchObject({
      benchmark: 'apiserver',
      startedAt: '2026-01-02T03:04:05.678Z',
      machine: { cores: 2, commit: 'abc' },
      rounds: 3,
      results: [
        { kind: 'ratio', verdict: 'met', steady: true, ours: { values: [30_000, 31_000, 32_000] } },
        { kind: 'figure', verdict: 'missed', steady: false, figure: { median: 60 } },
      ],
    });
  });
});

describe('writeReport', () => {
  it('writes a file named for the benchmark and the time', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wherry-report-'));
    const path = await writeReport(report, { folder: join(folder, 'bench') });
    expect(basename(path)).toBe('apiserver-2026-01-02T03-04-05Z.json');
    expect(await readFile(path, 'utf8')).toBe(reportJson(report));
    await rm(folder, { recursive: true });
  });
});

describe('describeMachine', () => {
  it('tells what a figure was measured on', async () => {
    const described = await describeMachine({ root: dirname(dirname(import.meta.dirname)) });
    expect(described).toMatchObject({ cores: expect.any(Number), node: process.versions.node });
    expect(described.cores).toBeGreaterThan(0);
    expect(described.memoryGiB).toBeGreaterThan(0);
    expect(described.etcd ?? '3.').toMatch(/^3\./);
  });

  it('leaves out the commit outside a checkout', async () => {
    expect(await describeMachine({ root: '/' })).toMatchObject({ commit: undefined });
  });
});
