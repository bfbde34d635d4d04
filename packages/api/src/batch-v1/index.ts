export { ConcurrencyPolicy, CronJob, CronJobSpec, CronJobStatus, JobTemplateSpec } from './cron-job.ts';
export { Job, JobCondition, JobStatus, UncountedTerminatedPods } from './job.ts';
export { CronJobs, Jobs } from './resources.ts';
export {
  CompletionMode,
  JobSpec,
  PodFailurePolicy,
  PodFailurePolicyAction,
  PodFailurePolicyOnExitCodesOperator,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyOnPodConditionsPattern,
  PodFailurePolicyRule,
  PodReplacementPolicy,
  SuccessPolicy,
  SuccessPolicyRule,
} from './shared.ts';
