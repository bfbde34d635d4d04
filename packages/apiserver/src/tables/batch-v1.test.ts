import { describe, expect, it } from 'vitest';

import { CronJobs, Jobs } from '@wherry/api/batch-v1';
import type { KubeObject } from '@wherry/api/resources';
import { decodeJson } from '@wherry/api/schema';
import { columnsOf } from './columns-of.ts';

const now = new Date('2026-01-01T01:00:00Z');
const metadata = { name: 'work', creationTimestamp: '2026-01-01T00:00:00Z' };
const template = { spec: { containers: [{ name: 'main', image: 'busybox' }] } };
const condition = (type: string): object => ({ conditions: [{ type, status: 'True' }] });

function jobCells(json: object): readonly unknown[] {
  const job = decodeJson(Jobs.schema, { metadata, spec: { template }, ...json }).value;
  return columnsOf(Jobs).cells(job as unknown as KubeObject, now);
}

describe('the table of Jobs', () => {
  it.each([
    ['one that runs', {}, 'Running'],
    ['one that is complete', { status: condition('Complete') }, 'Complete'],
    ['one that has failed', { status: condition('Failed') }, 'Failed'],
    ['one that is suspended', { status: condition('Suspended') }, 'Suspended'],
    ['one that is about to fail', { status: condition('FailureTarget') }, 'FailureTarget'],
    ['one that is being deleted', { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }, 'Terminating'],
  ])('names the state of %s', (_name, json, status) => {
    expect(jobCells(json)[1]).toBe(status);
  });

  it.each([
    ['of those wanted', { completions: 3 }, '2/3'],
    ['of any', { parallelism: 1 }, '2/1'],
    ['of several at a time', { parallelism: 4 }, '2/1 of 4'],
  ])('counts completions %s', (_name, spec, text) => {
    expect(jobCells({ spec: { template, ...spec }, status: { succeeded: 2 } })[2]).toBe(text);
  });

  it.each([
    ['before it begins', {}, ''],
    ['while it runs', { startTime: '2026-01-01T00:59:00Z' }, '60s'],
    ['when it has ended', { startTime: '2026-01-01T00:00:00Z', completionTime: '2026-01-01T00:05:30Z' }, '5m30s'],
  ])('tells how long it runs %s', (_name, status, text) => {
    expect(jobCells({ status })[3]).toBe(text);
  });

  it('shows age, containers and selector', () => {
    const spec = { template, selector: { matchLabels: { 'job-name': 'work' } } };
    expect(jobCells({ spec }).slice(4)).toEqual(['60m', 'main', 'busybox', 'job-name=work']);
  });
});

describe('the table of CronJobs', () => {
  const cells = (json: object): readonly unknown[] =>
    columnsOf(CronJobs).cells(decodeJson(CronJobs.schema, { metadata, ...json }).value as unknown as KubeObject, now);
  it.each([
    [
      'one that has not begun a Job',
      { spec: { schedule: '@daily', jobTemplate: { spec: { template } } } },
      ['work', '@daily', '<none>', 'False', 0, '<none>', '60m', 'main', 'busybox', '<none>'],
    ],
    [
      'one that has',
      {
        spec: { schedule: '@daily', timeZone: 'Europe/Berlin', suspend: true },
        status: { active: [{ name: 'work-1' }], lastScheduleTime: '2026-01-01T00:30:00Z' },
      },
      ['work', '@daily', 'Europe/Berlin', 'True', 1, '30m', '60m', '', '', '<none>'],
    ],
  ])('shows %s', (_name, json, expected) => {
    expect(cells(json)).toEqual(expected);
  });
});
