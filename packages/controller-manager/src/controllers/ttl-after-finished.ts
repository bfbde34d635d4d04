/** Deletes Jobs that have ended some time ago, if they say how long they are to stay. */
import { isConflict, isNotFound } from '@wherry/api';
import { isFinished, Jobs, type Job } from '@wherry/api/batch-v1';
import { changesOf, placeOfKey, type Controller } from '@wherry/client';
import { controlLoop, type ControllerContext } from '../context.ts';
import { timeOf } from '../pods/pod-state.ts';

const NAME = 'ttl-after-finished-controller';

export const ttlAfterFinishedEntry = controlLoop(NAME, ttlAfterFinishedController);

async function ttlAfterFinishedController({ client, informers, clock }: ControllerContext): Promise<Controller> {
  const jobs = await informers.get(Jobs);
  return {
    name: NAME,
    workers: 2,
    sources: [changesOf(jobs, ({ object }) => object !== undefined && endOf(object) !== undefined)],
    async reconcile(key) {
      const job = jobs.get(key);
      const end = job === undefined ? undefined : endOf(job);
      if (job === undefined || end === undefined) return;
      const left = end - clock.now().getTime();
      if (left > 0) return { again: left };
      // Should it be another by now, or have another time to live, it stays.
      const { uid = '', resourceVersion = '' } = job.metadata;
      try {
        await client.delete(Jobs, placeOfKey(key), {
          propagationPolicy: 'Foreground',
          preconditions: { uid, resourceVersion },
        });
      } catch (error) {
        if (!isNotFound(error) && !isConflict(error)) throw error;
      }
    },
  };
}

/** When a Job is to be deleted, in milliseconds since 1970; undefined when it is not. */
function endOf(job: Readonly<Job>): number | undefined {
  const { ttlSecondsAfterFinished: ttl } = job.spec;
  if (ttl === undefined || job.metadata.deletionTimestamp !== undefined || !isFinished(job)) return undefined;
  const end = job.status.conditions?.find(
    ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
  );
  const finished = timeOf(end?.lastTransitionTime);
  return finished === undefined ? undefined : finished + ttl * 1000;
}
