import { CronJob } from './cron-job.ts';
import { Job } from './job.ts';
import { resource, status } from '../resources/resource.ts';

export const CronJobs = resource(CronJob, {
  group: 'batch',
  version: 'v1',
  kind: 'CronJob',
  plural: 'cronjobs',
  namespaced: true,
  shortNames: ['cj'],
  categories: ['all'],
  subresources: [status],
  countsGenerations: true,
});

export const Jobs = resource(Job, {
  group: 'batch',
  version: 'v1',
  kind: 'Job',
  plural: 'jobs',
  namespaced: true,
  categories: ['all'],
  subresources: [status],
  selectableFields: [{ name: 'status.successful', value: (job) => String(job.status.succeeded ?? 0) }],
  countsGenerations: true,
});
