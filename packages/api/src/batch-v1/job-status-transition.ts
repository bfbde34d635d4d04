/** From which status of a Job one may not come to which: ends are final, counters do not go back. */
import { hasCondition } from './job-conditions.ts';
import type { Job } from './job.ts';
import { IMMUTABLE_MESSAGE } from '../meta-v1/field-rules.ts';
import { FieldError, OMITTED } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const STATUS = FieldPath.of('status');
const CONDITIONS = STATUS.child('conditions');
const TERMINAL = ['Failed', 'Complete', 'FailureTarget'];

/** Everything wrong with the way from the old status to the new one. */
export function validateJobStatusTransition(job: Readonly<Job>, old: Readonly<Job>): FieldError[] {
  return [
    ...TERMINAL.filter((type) => hasCondition(old, type) && !hasCondition(job, type)).map((type) =>
      FieldError.invalid(CONDITIONS, OMITTED, `cannot disable the terminal ${type}=True condition`),
    ),
    ...validateCounters(job, old),
    ...validateTimes(job, old),
    ...validateSuccess(job, old),
  ];
}

function validateCounters({ spec, status }: Readonly<Job>, old: Readonly<Job>): FieldError[] {
  const { failed = 0, succeeded = 0 } = status;
  const errors: FieldError[] = [];
  if (failed < (old.status.failed ?? 0)) {
    errors.push(FieldError.invalid(STATUS.child('failed'), failed, 'cannot decrease the failed counter'));
  }
  // Scaling such a Job down takes away indexes that have succeeded.
  const isElastic = spec.completionMode === 'Indexed' && spec.completions === spec.parallelism;
  if (!isElastic && succeeded < (old.status.succeeded ?? 0)) {
    errors.push(FieldError.invalid(STATUS.child('succeeded'), succeeded, 'cannot decrease the succeeded counter'));
  }
  return errors;
}

function validateTimes({ spec, status }: Readonly<Job>, old: Readonly<Job>): FieldError[] {
  const { startTime, completionTime } = status;
  const errors: FieldError[] = [];
  const { completionTime: oldCompletion, startTime: oldStart } = old.status;
  if (completionTime !== undefined && oldCompletion !== undefined && completionTime !== oldCompletion) {
    errors.push(FieldError.invalid(STATUS.child('completionTime'), completionTime, IMMUTABLE_MESSAGE));
  }
  if (oldStart !== undefined && oldStart !== startTime && spec.suspend !== true) {
    errors.push(FieldError.required(STATUS.child('startTime'), 'startTime cannot be removed for unsuspended job'));
  }
  return errors;
}

function validateSuccess(job: Readonly<Job>, old: Readonly<Job>): FieldError[] {
  const isMet = hasCondition(job, 'SuccessCriteriaMet');
  const wasMet = hasCondition(old, 'SuccessCriteriaMet');
  const errors: FieldError[] = [];
  if (wasMet && !isMet) {
    errors.push(FieldError.invalid(CONDITIONS, OMITTED, 'cannot disable the SuccessCriteriaMet=True condition'));
  }
  if (hasCondition(old, 'Complete') && !wasMet && isMet) {
    const detail = 'cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions';
    errors.push(FieldError.invalid(CONDITIONS, OMITTED, detail));
  }
  return errors;
}
