import type { Job } from './job.ts';
import { setPodSpecDefaults } from '../core-v1/pod-defaults.ts';

const BACKOFF_LIMIT = 6;
const NO_LIMIT = 2 ** 31 - 1;

/** What a Job does when it does not say. The templates of CronJobs are left as they are: their Jobs come by here. */
export function setJobDefaults(job: Job): void {
  const { metadata, spec } = job;
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? BACKOFF_LIMIT : NO_LIMIT;
  const { labels } = spec.template.metadata;
  if (labels !== undefined && Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = { ...labels };
  spec.completionMode ??= 'NonIndexed';
  spec.suspend ??= false;
  spec.podReplacementPolicy ??= spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed';
  spec.manualSelector ??= false;
  setPodSpecDefaults(spec.template.spec);
}
