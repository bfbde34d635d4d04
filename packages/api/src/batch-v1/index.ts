export { ConcurrencyPolicy, CronJob, CronJobSpec, CronJobStatus, JobTemplateSpec } from './cron-job.ts';
export { CronScheduleError, parseCronSchedule, type CronSchedule } from './cron-schedule.ts';
export { Job, JobCondition, JobStatus, UncountedTerminatedPods } from './job.ts';
export { isFinished } from './job-conditions.ts';
export {
  CONTROLLER_UID_LABEL,
  JOB_NAME_LABEL,
  LEGACY_CONTROLLER_UID_LABEL,
  LEGACY_JOB_NAME_LABEL,
} from './job-selector.ts';
export { CompletionMode, JobSpec, PodReplacementPolicy, SuccessPolicy, SuccessPolicyRule } from './job-spec.ts';
export {
  PodFailurePolicy,
  PodFailurePolicyAction,
  PodFailurePolicyOnExitCodesOperator,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyOnPodConditionsPattern,
  PodFailurePolicyRule,
} from './pod-failure-policy.ts';
export { CronJobs, Jobs } from './resources.ts';
