import type { Job } from './job.ts';

/** Whether a condition of a Job is true. */
export function hasCondition({ status }: Readonly<Job>, type: string): boolean {
  return (status.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True');
}

/** Whether a Job has ended, one way or the other. */
export function isFinished(job: Readonly<Job>): boolean {
  return hasCondition(job, 'Complete') || hasCondition(job, 'Failed');
}
