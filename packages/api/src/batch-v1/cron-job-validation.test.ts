import { describe, expect, it } from 'vitest';

import { CronJob } from './cron-job.ts';
import { validateCronJob, validateCronJobUpdate } from './cron-job-validation.ts';
import { cronJobWarnings } from './job-warnings.ts';
import { setPodSpecDefaults } from '../core-v1/pod-defaults.ts';
import { decodeJson } from '../schema/decode-json.ts';

const jobTemplate = (spec: object = {}, podSpec: object = {}): object => ({
  spec: {
    template: { spec: { restartPolicy: 'OnFailure', containers: [{ name: 'main', image: 'busybox' }], ...podSpec } },
    ...spec,
  },
});
const cronJob = (spec: object = {}, name = 'nightly'): CronJob => {
  const given = { schedule: '0 3 * * *', jobTemplate: jobTemplate(), ...spec };
  const object = decodeJson(CronJob, { metadata: { name, namespace: 'default' }, spec: given }).value;
  setPodSpecDefaults(object.spec.jobTemplate.spec.template.spec);
  return object;
};

const LATE_ZONE = 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';

describe('a CronJob', () => {
  it('allows overlap and keeps three good and one bad Job, unless it says otherwise', () => {
    const { jobTemplate: made, ...spec } = cronJob().spec;
    expect(spec).toEqual({
      schedule: '0 3 * * *',
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    });
    expect(made.spec.parallelism).toBeUndefined();
  });
});

describe('validateCronJob', () => {
  it.each([
    ['a schedule', {}, []],
    ['a time zone', { timeZone: 'Europe/Berlin' }, []],
    ['no schedule', { schedule: '' }, ['spec.schedule: Required value']],
    [
      'minute 61',
      { schedule: '61 * * * *' },
      ['spec.schedule: Invalid value: "61 * * * *": end of range (61) above maximum (59): 61'],
    ],
    [
      'a time zone in the schedule',
      { schedule: 'TZ=UTC 0 3 * * *' },
      [`spec.schedule: Invalid value: "TZ=UTC 0 3 * * *": ${LATE_ZONE}`],
    ],
    [
      'an empty time zone',
      { timeZone: '' },
      ['spec.timeZone: Invalid value: "": timeZone must be nil or non-empty string'],
    ],
    [
      'an unknown time zone',
      { timeZone: 'Europe/Pariss' },
      ['spec.timeZone: Invalid value: "Europe/Pariss": unknown time zone Europe/Pariss'],
    ],
    [
      'a path as time zone',
      { timeZone: '../etc' },
      ['spec.timeZone: Invalid value: "../etc": unknown time zone ../etc'],
    ],
    [
      'the time zone of the machine',
      { timeZone: 'Local' },
      [
        'spec.timeZone: Invalid value: "Local": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones',
      ],
    ],
    [
      'an unknown policy',
      { concurrencyPolicy: 'Queue' },
      ['spec.concurrencyPolicy: Unsupported value: "Queue": supported values: "Allow", "Forbid", "Replace"'],
    ],
    [
      'a negative history',
      { failedJobsHistoryLimit: -1 },
      ['spec.failedJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0'],
    ],
    [
      'pods that always restart',
      { jobTemplate: jobTemplate({}, { restartPolicy: 'Always' }) },
      ['spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
    ],
    [
      'a selector of its own',
      { jobTemplate: jobTemplate({ selector: { matchLabels: { a: 'b' } }, manualSelector: true }) },
      [
        'spec.jobTemplate.spec.selector: Invalid value: {"matchLabels":{"a":"b"}}: `selector` will be auto-generated',
        'spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported values: "nil", "false"',
      ],
    ],
  ])('judges %s', (_name, spec, messages) => {
    expect(validateCronJob(cronJob(spec)).map(String)).toEqual(messages);
  });

  it('refuses names that leave no room for those of its Jobs', () => {
    const name = 'x'.repeat(53);
    expect(validateCronJob(cronJob({}, name)).map(String)).toEqual([
      `metadata.name: Invalid value: "${name}": must be no more than 52 characters`,
    ]);
    expect(validateCronJobUpdate(cronJob({}, name), cronJob({}, name))).toEqual([]);
  });
});

describe('validateCronJobUpdate', () => {
  const old = cronJob({ schedule: 'TZ=UTC 0 3 * * *' });
  it.each([
    ['lets a time zone stay in the schedule', { schedule: 'TZ=UTC 0 4 * * *' }, []],
    [
      'refuses two time zones',
      { schedule: 'TZ=UTC 0 4 * * *', timeZone: 'Europe/Berlin' },
      [
        'spec.schedule: Invalid value: "TZ=UTC 0 4 * * *": cannot use both timeZone field and TZ or CRON_TZ in schedule',
      ],
    ],
  ])('%s', (_name, spec, messages) => {
    expect(validateCronJobUpdate(cronJob(spec), old).map(String)).toEqual(messages);
  });

  it('warns of a time zone in the schedule', () => {
    expect(cronJobWarnings(old, old)).toEqual([
      'cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details',
    ]);
  });
});
