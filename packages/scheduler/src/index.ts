/** What a process outside the scheduler may take from it. */
export { Cluster } from './cluster/cluster.ts';
export type { Lookups, StorageLookups } from './cluster/lookups.ts';
export { decide, type Chosen, type Decision, type DecideOptions, type Refused } from './decide.ts';
export { describeRefusal } from './fit-error.ts';
export { schedulerFlags } from './flags.ts';
export { PodInfo } from './pods/pod-info.ts';
export { planPreemption, type PreemptionPlan } from './preemption/plan-preemption.ts';
export { defaultProfile, type Profile } from './profile.ts';
export { DEFAULT_SCHEDULER_NAME, startScheduler, type SchedulerOptions } from './scheduler.ts';
export { supportedFields } from './supported-fields.ts';
