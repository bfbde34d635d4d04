/** CronJobs: begin a Job whenever the schedule says so, and keep the last few. */
import { formatTime, hasStatusCause, isAlreadyExists, isNotFound } from '@wherry/api';
import { CronJobs, Jobs, type CronJob, type CronJobStatus, type Job } from '@wherry/api/batch-v1';
import { changesOf, ownersOf, type Controller } from '@wherry/client';
import { describeError } from '@wherry/component';
import { controlLoop, type ControllerContext } from '../context.ts';
import { OwnWrites } from '../own-writes.ts';
import { isControlledBy } from '../ownership/controller-ref.ts';
import { planCronJob, referenceTo, type CronJobPlan } from '../plans/cron-job.ts';

const NAME = 'cronjob-controller';

export const cronJobEntry = controlLoop(NAME, cronJobController);

async function cronJobController({ client, informers, clock, ...context }: ControllerContext): Promise<Controller> {
  const [cronJobs, jobs] = await Promise.all([informers.get(CronJobs), informers.get(Jobs)]);
  const events = context.events(NAME);
  const writes = new OwnWrites({ picture: cronJobs, clock });
  const creations = new OwnWrites({ picture: jobs, clock });

  const remove = async (cronJob: Readonly<CronJob>, place: { namespace?: string; name?: string }): Promise<void> => {
    const { namespace = '', name = '' } = place;
    try {
      await client.delete(Jobs, { namespace, name }, { propagationPolicy: 'Background' });
      events.record(cronJob, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted job ${name}` });
    } catch (error) {
      if (isNotFound(error)) return;
      events.record(cronJob, {
        type: 'Warning',
        reason: 'FailedDelete',
        message: `Deleted job: ${describeError(error)}`,
      });
      throw error;
    }
  };

  /** The Job that was begun: now, or before a status was written that should have told of it. */
  const begin = async (cronJob: Readonly<CronJob>, { job }: Begin): Promise<Job | undefined> => {
    try {
      const created = await client.create<Job>(Jobs, job);
      events.record(cronJob, {
        type: 'Normal',
        reason: 'SuccessfulCreate',
        message: `Created job ${created.metadata.name ?? ''}`,
      });
      return created;
    } catch (error) {
      if (isAlreadyExists(error)) {
        const { namespace = '', name = '' } = job.metadata ?? {};
        const found = await client.get(Jobs, { namespace, name });
        return isControlledBy(found, cronJob) ? found : undefined;
      }
      if (!hasStatusCause(error, 'NamespaceTerminating')) {
        events.record(cronJob, {
          type: 'Warning',
          reason: 'FailedCreate',
          message: `Error creating job: ${describeError(error)}`,
        });
      }
      throw error;
    }
  };

  const show = async (key: string, cronJob: Readonly<CronJob>, status: CronJobStatus): Promise<void> => {
    if (JSON.stringify(inOrder(cronJob.status)) === JSON.stringify(inOrder(status))) return;
    writes.wrote(key, await client.updateStatus(CronJobs, { ...cronJob, status }));
  };

  return {
    name: NAME,
    workers: 5,
    sources: [changesOf(cronJobs), ownersOf(jobs, CronJobs.kind)],
    async reconcile(key) {
      const cronJob = cronJobs.get(key);
      if (cronJob === undefined || !writes.areSeen(key) || !creations.areSeen(key)) return;
      const plan = planCronJob({
        cronJob,
        jobs: jobs.by('owner', cronJob.metadata.uid ?? ''),
        now: clock.now().getTime(),
      });
      for (const event of plan.events) events.record(cronJob, event);
      for (const { metadata } of plan.forget) await remove(cronJob, metadata);
      let { status } = plan;
      if (plan.begin !== undefined) {
        for (const reference of plan.begin.replaces) await remove(cronJob, reference);
        const job = await begin(cronJob, plan.begin);
        if (job !== undefined) {
          creations.wrote(key, job);
          const kept = (status.active ?? []).filter((each) => !plan.begin?.replaces.includes(each));
          status = { ...status, active: [...kept, referenceTo(job)], lastScheduleTime: formatTime(plan.begin.time) };
        }
      }
      await show(key, cronJob, status);
      return plan.again === undefined ? undefined : { again: plan.again };
    },
  };
}

type Begin = NonNullable<CronJobPlan['begin']>;

const inOrder = ({ active = [], lastScheduleTime = '', lastSuccessfulTime = '' }: CronJobStatus) => [
  active.map(({ uid }) => uid),
  lastScheduleTime,
  lastSuccessfulTime,
];
