/** What a CronJob has to satisfy: its schedule, its time zone and the Jobs it makes. */
import type { CronJob, CronJobSpec } from './cron-job.ts';
import { CronScheduleError, parseCronSchedule } from './cron-schedule.ts';
import { validateJobSpec } from './job-spec-validation.ts';
import { isTimeZone } from './time-zone.ts';
import { validateChoice, validateNonNegative } from '../meta-v1/field-rules.ts';
import { maxCharactersMessage } from '../names/name-messages.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

/** The names of Jobs have eleven characters more, and room for 63. */
const MAX_NAME_LENGTH = 52;
const CONCURRENCY_POLICIES = ['Allow', 'Forbid', 'Replace'];
const SPEC = FieldPath.of('spec');

/** Everything wrong with a new CronJob. */
export function validateCronJob({ metadata, spec }: Readonly<CronJob>): FieldError[] {
  const { name = '' } = metadata;
  const errors = validateSpec(spec, undefined);
  if (name.length > MAX_NAME_LENGTH) {
    const path = FieldPath.of('metadata', 'name');
    errors.push(FieldError.invalid(path, name, maxCharactersMessage(MAX_NAME_LENGTH)));
  }
  return errors;
}

/** Everything wrong with a changed CronJob. A long name, or a time zone in the schedule, may stay. */
export function validateCronJobUpdate({ spec }: Readonly<CronJob>, old: Readonly<CronJob>): FieldError[] {
  return validateSpec(spec, old.spec);
}

function validateSpec(spec: CronJobSpec, old: CronJobSpec | undefined): FieldError[] {
  const count = (
    name: 'startingDeadlineSeconds' | 'successfulJobsHistoryLimit' | 'failedJobsHistoryLimit',
  ): FieldError[] => validateNonNegative(SPEC.child(name), spec[name] ?? 0);
  const isNewZone = old === undefined || old.timeZone !== spec.timeZone;
  return [
    ...validateSchedule(spec, old),
    ...count('startingDeadlineSeconds'),
    ...(isNewZone ? validateTimeZone(spec.timeZone, SPEC.child('timeZone')) : []),
    ...validateChoice(SPEC.child('concurrencyPolicy'), spec.concurrencyPolicy ?? '', CONCURRENCY_POLICIES),
    ...validateTemplate(spec, SPEC.child('jobTemplate', 'spec')),
    ...count('successfulJobsHistoryLimit'),
    ...count('failedJobsHistoryLimit'),
  ];
}

function validateSchedule({ schedule, timeZone }: CronJobSpec, old: CronJobSpec | undefined): FieldError[] {
  const path = SPEC.child('schedule');
  if (schedule === '') {
    return [FieldError.required(path)];
  }
  const details: string[] = [];
  try {
    parseCronSchedule(schedule);
  } catch (error) {
    if (!(error instanceof CronScheduleError)) throw error;
    details.push(error.message);
  }
  if (schedule.includes('TZ')) {
    if (old?.schedule.includes('TZ') !== true) {
      details.push('cannot use TZ or CRON_TZ in schedule, use timeZone field instead');
    } else if (timeZone !== undefined) {
      details.push('cannot use both timeZone field and TZ or CRON_TZ in schedule');
    }
  }
  return details.map((detail) => FieldError.invalid(path, schedule, detail));
}

function validateTimeZone(timeZone: string | undefined, path: FieldPath): FieldError[] {
  if (timeZone === undefined) {
    return [];
  }
  if (timeZone === '') {
    return [FieldError.invalid(path, timeZone, 'timeZone must be nil or non-empty string')];
  }
  const unknown = FieldError.invalid(path, timeZone, `unknown time zone ${timeZone}`);
  const isName = (part: string): boolean =>
    /^[A-Za-z._0-9+-]{1,14}$/.test(part) && !part.startsWith('-') && part !== '.' && part !== '..';
  if (!timeZone.split('/').every(isName)) {
    return [unknown];
  }
  const errors: FieldError[] = [];
  if (timeZone.toLowerCase() === 'local') {
    const detail = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';
    errors.push(FieldError.invalid(path, timeZone, detail));
  }
  return timeZone === 'Local' || isTimeZone(timeZone) ? errors : [...errors, unknown];
}

function validateTemplate({ jobTemplate }: CronJobSpec, path: FieldPath): FieldError[] {
  const { selector, manualSelector } = jobTemplate.spec;
  const errors = validateJobSpec(jobTemplate.spec, path);
  if (selector !== undefined) {
    errors.push(FieldError.invalid(path.child('selector'), selector, '`selector` will be auto-generated'));
  }
  if (manualSelector === true) {
    errors.push(FieldError.notSupported(path.child('manualSelector'), true, ['nil', 'false']));
  }
  return errors;
}
