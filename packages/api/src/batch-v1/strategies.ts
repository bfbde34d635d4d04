import { validateCronJob, validateCronJobUpdate } from './cron-job-validation.ts';
import { cronJobWarnings, jobWarnings } from './job-warnings.ts';
import { setJobDefaults } from './job-defaults.ts';
import { generateJobSelector } from './job-selector.ts';
import { validateJobStatus } from './job-status-validation.ts';
import { validateJob, validateJobUpdate } from './job-validation.ts';
import { CronJobs, Jobs } from './resources.ts';
import { setPodSpecDefaults } from '../core-v1/pod-defaults.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave. */
export const strategies: readonly StrategyEntry[] = [
  strategyFor(Jobs, {
    // As it has always been for Jobs, from before there was garbage collection.
    defaultPropagation: 'Orphan',
    orphanWarning:
      'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or ' +
      'set propagationPolicy=Orphan to suppress this warning',
    defaults: setJobDefaults,
    prepareForCreate: generateJobSelector,
    validate: (job) => validateJob(job),
    validateUpdate: validateJobUpdate,
    validateStatusUpdate: validateJobStatus,
    warnings: jobWarnings,
  }),
  strategyFor(CronJobs, {
    defaults: ({ spec }) => setPodSpecDefaults(spec.jobTemplate.spec.template.spec),
    validate: validateCronJob,
    validateUpdate: validateCronJobUpdate,
    warnings: cronJobWarnings,
  }),
];
