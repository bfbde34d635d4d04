/**
 * What the status of a Job has to satisfy when it is written. Since other controllers than Kubernetes' own may run Jobs
 * (KEP-4368), each rule is applied where a field that it is about has changed.
 */
import type { Job, JobStatus } from './job.ts';
import { IndexIntervalsError, overlapOf, parseIndexIntervals } from './index-intervals.ts';
import { validateJobStatusTransition } from './job-status-transition.ts';
import { hasCondition, isFinished } from './job-conditions.ts';
import { validateNonNegative } from '../meta-v1/field-rules.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { FieldError, OMITTED } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const STATUS = FieldPath.of('status');
const CONDITIONS = STATUS.child('conditions');
const COUNTS = ['active', 'succeeded', 'failed', 'ready', 'terminating'] as const;

/** Everything wrong with a changed status. */
export function validateJobStatus(job: Readonly<Job>, old: Readonly<Job>): FieldError[] {
  const change = changeOf(job, old);
  return [
    ...COUNTS.flatMap((name) => validateNonNegative(STATUS.child(name), job.status[name] ?? 0)),
    ...validateUncounted(job.status),
    ...validateEnd(change),
    ...validateFinished(change),
    ...validateIndexes(change),
    ...validatePods(change),
    ...validateSuccess(job),
    ...validateJobStatusTransition(job, old),
  ];
}

interface Change {
  readonly job: Readonly<Job>;
  readonly status: JobStatus;
  /** Whether any of these fields of the status differs. */
  readonly differs: (...names: (keyof JobStatus)[]) => boolean;
  /** Whether the Job has got or lost one of these conditions. */
  readonly turned: (...types: string[]) => boolean;
  readonly hasFinished: boolean;
}

function changeOf(job: Readonly<Job>, old: Readonly<Job>): Change {
  return {
    job,
    status: job.status,
    differs: (...names) => names.some((name) => !semanticEqual(job.status[name], old.status[name])),
    turned: (...types) => types.some((type) => hasCondition(job, type) !== hasCondition(old, type)),
    hasFinished: isFinished(job) !== isFinished(old),
  };
}

function validateUncounted({ uncountedTerminatedPods }: JobStatus): FieldError[] {
  const { succeeded = [], failed = [] } = uncountedTerminatedPods ?? {};
  const seen = new Set<string>();
  const check = (uids: readonly string[], path: FieldPath): FieldError[] =>
    uids.flatMap((uid, index) => {
      if (uid === '') return [FieldError.invalid(path.index(index), uid, 'must not be empty')];
      if (seen.has(uid)) return [FieldError.duplicate(path.index(index), uid)];
      seen.add(uid);
      return [];
    });
  const path = STATUS.child('uncountedTerminatedPods');
  return [...check(succeeded, path.child('succeeded')), ...check(failed, path.child('failed'))];
}

function conflict(detail: string): FieldError {
  return FieldError.invalid(CONDITIONS, OMITTED, detail);
}

// Conditions that exclude or need each other, and the times that go with them.
function validateEnd({ job, status, differs, turned }: Change): FieldError[] {
  const complete = hasCondition(job, 'Complete');
  const { startTime, completionTime } = status;
  const timePath = STATUS.child('completionTime');
  const errors: FieldError[] = [];
  if (turned('Complete', 'Failed') && complete && hasCondition(job, 'Failed')) {
    errors.push(conflict('cannot set Complete=True and Failed=true conditions'));
  }
  if (turned('Complete', 'FailureTarget') && complete && hasCondition(job, 'FailureTarget')) {
    errors.push(conflict('cannot set Complete=True and FailureTarget=true conditions'));
  }
  if (turned('Complete') || differs('completionTime')) {
    if (completionTime !== undefined && !complete) {
      const detail = 'cannot set completionTime when there is no Complete=True condition';
      errors.push(FieldError.invalid(timePath, completionTime, detail));
    }
    if (completionTime === undefined && complete) {
      errors.push(FieldError.required(timePath, 'completionTime is required for Complete jobs'));
    }
  }
  const isBackward =
    startTime !== undefined && completionTime !== undefined && Date.parse(completionTime) < Date.parse(startTime);
  if (differs('startTime', 'completionTime') && isBackward) {
    errors.push(FieldError.invalid(timePath, completionTime, 'must be equal to or after `startTime`'));
  }
  if (turned('Failed') && hasCondition(job, 'Failed') && !hasCondition(job, 'FailureTarget')) {
    errors.push(conflict('cannot set Failed=True condition without the FailureTarget=true condition'));
  }
  if (turned('Complete') && complete && !hasCondition(job, 'SuccessCriteriaMet')) {
    errors.push(conflict('cannot set Complete=True condition without the SuccessCriteriaMet=true condition'));
  }
  return errors;
}

// A Job that has ended has no pods left.
function validateFinished({ job, status, differs, hasFinished }: Change): FieldError[] {
  if (!isFinished(job)) {
    return [];
  }
  const { active = 0, startTime, uncountedTerminatedPods: uncounted } = status;
  const errors: FieldError[] = [];
  if ((hasFinished || differs('active')) && active > 0) {
    errors.push(FieldError.invalid(STATUS.child('active'), active, 'active>0 is invalid for finished job'));
  }
  if ((hasFinished || differs('startTime')) && startTime === undefined) {
    errors.push(FieldError.required(STATUS.child('startTime'), 'startTime is required for finished job'));
  }
  const uncountedPods = [...(uncounted?.failed ?? []), ...(uncounted?.succeeded ?? [])];
  if ((hasFinished || differs('uncountedTerminatedPods')) && uncountedPods.length > 0) {
    const path = STATUS.child('uncountedTerminatedPods');
    errors.push(FieldError.invalid(path, uncounted, 'must be empty for finished job'));
  }
  return errors;
}

function validateIndexes({ job, status, differs }: Change): FieldError[] {
  const { completions, completionMode, backoffLimitPerIndex } = job.spec;
  const { completedIndexes = '', failedIndexes } = status;
  const errors: FieldError[] = [];
  const bad = (name: 'completedIndexes' | 'failedIndexes', detail: string): FieldError =>
    FieldError.invalid(STATUS.child(name), status[name], detail);
  const check = (name: 'completedIndexes' | 'failedIndexes'): void => {
    const problem = problemOf(status[name] ?? '', completions ?? 0);
    if (problem !== undefined) errors.push(bad(name, `error parsing ${name}: ${problem}`));
  };
  if (differs('completedIndexes') && completions !== undefined) check('completedIndexes');
  if (differs('failedIndexes') && completions !== undefined && backoffLimitPerIndex !== undefined) {
    check('failedIndexes');
  }
  if (differs('completedIndexes') && completedIndexes !== '' && completionMode !== 'Indexed') {
    errors.push(bad('completedIndexes', 'cannot set non-empty completedIndexes when non-indexed completion mode'));
  }
  if (differs('failedIndexes') && failedIndexes !== undefined && backoffLimitPerIndex === undefined) {
    errors.push(bad('failedIndexes', 'cannot set non-null failedIndexes when backoffLimitPerIndex is null'));
  }
  if (differs('completedIndexes', 'failedIndexes') && completions !== undefined && failedIndexes !== undefined) {
    const index = overlapOf(completedIndexes, failedIndexes, completions);
    const detail = `failedIndexes and completedIndexes overlap at index: ${index}`;
    if (index !== undefined) errors.push(bad('failedIndexes', detail));
  }
  return errors;
}

function problemOf(indexes: string, completions: number): string | undefined {
  try {
    parseIndexIntervals(indexes, completions);
    return undefined;
  } catch (error) {
    if (error instanceof IndexIntervalsError) return error.message;
    throw error;
  }
}

function validatePods({ job, status, differs, hasFinished }: Change): FieldError[] {
  const { terminating = 0, ready = 0, active = 0 } = status;
  const errors: FieldError[] = [];
  if ((hasFinished || differs('terminating')) && isFinished(job) && terminating > 0) {
    const detail = 'terminating>0 is invalid for finished job';
    errors.push(FieldError.invalid(STATUS.child('terminating'), terminating, detail));
  }
  if (differs('ready', 'active') && ready > active) {
    errors.push(FieldError.invalid(STATUS.child('ready'), ready, 'cannot set more ready pods than active'));
  }
  return errors;
}

function validateSuccess(job: Readonly<Job>): FieldError[] {
  const isMet = hasCondition(job, 'SuccessCriteriaMet');
  const errors: FieldError[] = [];
  if (isMet && hasCondition(job, 'Failed')) {
    errors.push(conflict('cannot set SuccessCriteriaMet=True and Failed=true conditions'));
  }
  if (isMet && hasCondition(job, 'FailureTarget')) {
    errors.push(conflict('cannot set SuccessCriteriaMet=True and FailureTarget=true conditions'));
  }
  if (job.spec.successPolicy !== undefined && !isMet && hasCondition(job, 'Complete')) {
    errors.push(conflict('cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True'));
  }
  return errors;
}
