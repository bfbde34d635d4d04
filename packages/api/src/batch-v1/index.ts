export { ConcurrencyPolicy, CronJob, CronJobSpec, CronJobStatus, JobTemplateSpec } from './cron-job.ts';
export { CronScheduleError, parseCronSchedule, type CronSchedule } from './cron-schedule.ts';
export { Job, JobCondition, JobStatus, UncountedTerminatedPods } from './job.ts';
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
