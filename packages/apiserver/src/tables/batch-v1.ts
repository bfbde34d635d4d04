import { CronJobs, Jobs, type Job } from '@wherry/api/batch-v1';
import { formatLabelSelector } from '@wherry/api/selectors';
import { formatAge, formatDuration } from './age.ts';
import { ageColumn, column, nameColumn, wideColumn } from './columns.ts';
import { containerCells, containerColumns } from './container-cells.ts';
import { tableFor, type TableEntry } from './table-columns.ts';

const selectorColumn = wideColumn('Selector', 'Labels of its pods.');

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [
  tableFor(Jobs, {
    columns: [
      nameColumn,
      column('Status', 'Whether it runs, is suspended, is complete or has failed.'),
      column('Completions', 'Pods that have succeeded, of those wanted.'),
      column('Duration', 'How long it has run, or ran.'),
      ageColumn,
      ...containerColumns,
      selectorColumn,
    ],
    cells: (job, now) => [
      job.metadata.name ?? '',
      formatStatus(job),
      formatCompletions(job),
      formatRunTime(job, now),
      formatAge(job.metadata.creationTimestamp, now),
      ...containerCells(job.spec.template.spec.containers),
      formatLabelSelector(job.spec.selector),
    ],
  }),
  tableFor(CronJobs, {
    columns: [
      nameColumn,
      column('Schedule', 'When it starts jobs.'),
      column('Timezone', 'Time zone of the schedule.'),
      column('Suspend', 'Whether it starts no jobs for now.', 'boolean'),
      column('Active', 'Jobs that are running.', 'integer'),
      column('Last Schedule', 'Time since it last started a job.'),
      ageColumn,
      ...containerColumns,
      selectorColumn,
    ],
    cells: ({ metadata, spec, status }, now) => [
      metadata.name ?? '',
      spec.schedule,
      spec.timeZone ?? '<none>',
      formatFlag(spec.suspend),
      (status.active ?? []).length,
      status.lastScheduleTime === undefined ? '<none>' : formatAge(status.lastScheduleTime, now),
      formatAge(metadata.creationTimestamp, now),
      ...containerCells(spec.jobTemplate.spec.template.spec.containers),
      formatLabelSelector(spec.jobTemplate.spec.selector),
    ],
  }),
];

function formatStatus({ metadata, status }: Readonly<Job>): string {
  const has = (type: string): boolean =>
    (status.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True');
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  if (has('Suspended')) return 'Suspended';
  return has('FailureTarget') ? 'FailureTarget' : 'Running';
}

function formatCompletions({ spec, status }: Readonly<Job>): string {
  const { completions, parallelism = 0 } = spec;
  const succeeded = status.succeeded ?? 0;
  if (completions !== undefined) return `${succeeded}/${completions}`;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function formatRunTime({ status }: Readonly<Job>, now: Date): string {
  const { startTime, completionTime } = status;
  if (startTime === undefined) return '';
  const end = completionTime === undefined ? now.getTime() : Date.parse(completionTime);
  return formatDuration(end - Date.parse(startTime));
}

function formatFlag(value: boolean | undefined): string {
  return value === undefined ? '<unset>' : value ? 'True' : 'False';
}
