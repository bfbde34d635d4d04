import { parseCronSchedule, type CronJob, type Job } from '@wherry/api/batch-v1';
import { describe, expect, it } from 'vitest';
import { planCronJob } from './cron-job.ts';
import { dueTime, untilNextDue, type CronTimes } from './cron-job-times.ts';

const at = (time: string) => Date.parse(`2026-03-01T${time}Z`);
const newTimes = (times: Partial<CronTimes> = {}): CronTimes => ({
  created: at('09:00:30'),
  lastScheduled: undefined,
  startingDeadline: undefined,
  timeZone: undefined,
  ...times,
});
const hourly = parseCronSchedule('0 * * * *');

describe('dueTime', () => {
  it.each([
    ['nothing before the first time', newTimes(), '09:59:59', undefined],
    ['the first time', newTimes(), '10:00:00', '10:00:00'],
    ['the last of several', newTimes(), '13:30:00', '13:00:00'],
    ['nothing when the last was begun', newTimes({ lastScheduled: at('13:00:00') }), '13:30:00', undefined],
    ['nothing that is later than allowed', newTimes({ startingDeadline: 60_000 }), '13:30:00', undefined],
    ['what is just in time', newTimes({ startingDeadline: 60_000 }), '13:00:59', '13:00:00'],
  ])('is %s', (_name, times, now, expected) => {
    expect(dueTime(hourly, times, at(now)).time).toBe(expected === undefined ? undefined : at(expected));
  });

  it('says when very many times were missed', () => {
    const minutely = parseCronSchedule('* * * * *');
    expect(dueTime(minutely, newTimes(), at('10:40:00')).hasMissedMany).toBe(false);
    expect(dueTime(minutely, newTimes(), at('10:41:00')).hasMissedMany).toBe(true);
  });

  it('goes by the clock of a time zone', () => {
    const daily = parseCronSchedule('30 3 * * *');
    const times = newTimes({ timeZone: 'Asia/Kolkata', created: at('00:00:00') - 86_400_000 });
    expect(dueTime(daily, times, at('01:00:00')).time).toBe(at('00:00:00') - 7_200_000);
  });

  it('refuses a schedule that never comes', () => {
    expect(() => dueTime(parseCronSchedule('0 0 31 2 *'), newTimes(), at('10:00:00'))).toThrow('less than 1 second');
  });
});

describe('untilNextDue', () => {
  it('is until a moment after the next time', () => {
    expect(untilNextDue(hourly, newTimes(), at('09:59:00'))).toBe(60_100);
    expect(untilNextDue(hourly, newTimes({ lastScheduled: at('10:00:00') }), at('10:59:00'))).toBe(60_100);
  });
});

describe('planCronJob', () => {
  const newCronJob = (spec: Partial<CronJob['spec']> = {}, status: CronJob['status'] = {}): CronJob => ({
    metadata: { namespace: 'default', name: 'tick', uid: 'u', creationTimestamp: '2026-03-01T09:00:30Z' },
    spec: {
      schedule: '0 * * * *',
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      jobTemplate: { metadata: { labels: { a: 'b' } }, spec: newJob('template').spec },
      ...spec,
    },
    status,
  });
  const newJob = (name: string, end?: 'Complete' | 'Failed', minute = 0): Job => ({
    metadata: { namespace: 'default', name, uid: `uid-${name}` },
    spec: { template: { metadata: {}, spec: { containers: [] } } },
    status: {
      startTime: `2026-03-01T08:${String(minute).padStart(2, '0')}:00Z`,
      ...(end === undefined ? {} : { conditions: [{ type: end, status: 'True' }] }),
      ...(end === 'Complete' ? { completionTime: '2026-03-01T08:30:00Z' } : {}),
    },
  });
  const active = [{ name: 'old', uid: 'uid-old', namespace: 'default' }];
  const plan = (cronJob: CronJob, jobs: readonly Job[] = [], now = at('10:00:05')) =>
    planCronJob({ cronJob, jobs, now });
  const reasons = ({ events }: ReturnType<typeof plan>) => events.map(({ reason }) => reason);

  it('begins a Job named for its time', () => {
    const { begin, again } = plan(newCronJob({ timeZone: 'Europe/Berlin' }));
    expect(begin?.time).toBe(at('10:00:00'));
    expect(begin?.job.metadata).toMatchObject({
      name: `tick-${at('10:00:00') / 60_000}`,
      labels: { a: 'b' },
      annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-03-01T11:00:00+01:00' },
      ownerReferences: [{ kind: 'CronJob', name: 'tick', uid: 'u', controller: true }],
    });
    expect(again).toBe(3_595_100);
  });

  it.each([
    ['Allow', true, [], []],
    ['Forbid', false, [], ['JobAlreadyActive']],
    ['Replace', true, active, []],
  ] as const)('heeds the concurrency policy %s', (concurrencyPolicy, begins, replaces, events) => {
    const planned = plan(newCronJob({ concurrencyPolicy }, { active }), [newJob('old')]);
    expect(planned.begin !== undefined).toBe(begins);
    expect(planned.begin?.replaces ?? []).toEqual(replaces);
    expect(reasons(planned)).toEqual(events);
  });

  it.each([
    ['suspended', newCronJob({ suspend: true }), []],
    ['on its way out', { ...newCronJob(), metadata: { ...newCronJob().metadata, deletionTimestamp: 'x' } }, []],
    ['not to be read', newCronJob({ schedule: 'often' }), ['UnparseableSchedule']],
    ['of a day that never comes', newCronJob({ schedule: '0 0 31 2 *' }), ['InvalidSchedule']],
  ])('begins nothing when it is %s', (_name, cronJob, events) => {
    expect(plan(cronJob).begin).toBeUndefined();
    expect(reasons(plan(cronJob))).toEqual(events);
  });

  it('takes what has ended or is gone out of what runs', () => {
    const gone = { name: 'gone', uid: 'uid-gone', namespace: 'default' };
    const planned = plan(newCronJob({}, { active: [...active, gone] }), [newJob('old', 'Complete')], at('09:30:00'));
    expect(planned.status).toEqual({ lastSuccessfulTime: '2026-03-01T08:30:00Z' });
    expect(planned.events.map(({ message }) => message)).toEqual([
      'Saw completed job: old, condition: Complete',
      'Active job went missing: gone',
    ]);
  });

  it('warns of a Job that it did not begin', () => {
    expect(reasons(plan(newCronJob(), [newJob('stray')], at('09:30:00')))).toEqual(['UnexpectedJob']);
  });

  it('forgets the oldest of too many ended Jobs', () => {
    const ended = [1, 2, 3, 4, 5].map((minute) => newJob(`ok-${minute}`, 'Complete', minute));
    const failed = [newJob('bad-9', 'Failed', 9), newJob('bad-8', 'Failed', 8)];
    const { forget } = plan(newCronJob(), [...ended, ...failed], at('09:30:00'));
    expect(forget.map(({ metadata }) => metadata.name)).toEqual(['ok-1', 'ok-2', 'bad-8']);
  });
});
