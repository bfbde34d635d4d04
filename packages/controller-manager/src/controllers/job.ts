/**
 * Jobs: pods that run to their end, counted exactly once. Pods carry a finalizer until they are in the count. A key that
 * begins with `#` is a pod that carries it although no Job counts it any more.
 */
import { compileLabelSelector } from '@wherry/api';
import { isFinished, Jobs, type Job } from '@wherry/api/batch-v1';
import { Pods, type Pod } from '@wherry/api/core-v1';
import { changesOf, keyOf, keysFrom, ownersOf, type Controller } from '@wherry/client';
import { controlLoop, type ControllerContext } from '../context.ts';
import { JobSync, releasePod } from '../jobs/job-sync.ts';
import { OwnWrites } from '../own-writes.ts';
import { claimObjects } from '../ownership/claim.ts';
import { controllerOf } from '../ownership/controller-ref.ts';
import { isTracked, TRACKING_FINALIZER } from '../plans/job/job-pods.ts';
import { Expectations } from '../pods/expectations.ts';
import { podControl } from '../pods/pod-control.ts';

const NAME = 'job-controller';
const OURS = 'kubernetes.io/job-controller';
const POD = '#';

export const jobEntry = controlLoop(NAME, jobController);

async function jobController({ client, informers, clock, ...context }: ControllerContext): Promise<Controller> {
  const [jobs, pods] = await Promise.all([informers.get(Jobs), informers.get(Pods)]);
  const events = context.events(NAME);
  const expectations = new Expectations({ pods, clock });
  const jobWrites = new OwnWrites({ picture: jobs, clock });
  const podWrites = new OwnWrites({ picture: pods, clock });
  const control = podControl({ client, events, expectations });
  const jobSync = new JobSync({ client, control, events, jobWrites, podWrites });

  /** The Job that counts a pod, if there still is one. */
  const countingJob = (pod: Readonly<Pod>): Readonly<Job> | undefined => {
    const owner = controllerOf(pod);
    if (owner?.kind !== Jobs.kind) return undefined;
    const job = jobs.get(`${pod.metadata.namespace ?? ''}/${owner.name}`);
    return job?.metadata.uid === owner.uid ? job : undefined;
  };
  const isForsaken = (pod: Readonly<Pod>): boolean => {
    const job = countingJob(pod);
    return isTracked(pod) && (job === undefined || (isFinished(job) && isOurs(job)));
  };
  const candidates = ({ metadata }: Readonly<Job>) => [
    ...pods.by('owner', metadata.uid ?? ''),
    ...pods.by('orphans', metadata.namespace ?? ''),
  ];

  const syncJob = async (key: string, job: Readonly<Job>) => {
    if (!isOurs(job) || isFinished(job) || !jobWrites.areSeen(key) || !podWrites.areSeen(key)) return undefined;
    const isCurrent = expectations.areMet(key);
    const owned = await claimObjects<Job, Pod>({
      client,
      owner: job,
      ownerResource: Jobs,
      selector: compileLabelSelector(job.spec.selector),
      resource: Pods,
      finalizers: [TRACKING_FINALIZER],
      objects: candidates(job),
    });
    return jobSync.sync({ key, job, pods: owned, isCurrent, now: clock.now().getTime() });
  };

  return {
    name: NAME,
    workers: 5,
    sources: [
      changesOf(jobs),
      ownersOf(pods, Jobs.kind),
      keysFrom(pods, ({ object }) => (object !== undefined && isForsaken(object) ? [`${POD}${keyOf(object)}`] : [])),
      keysFrom(jobs, ({ object, old }) => {
        const isOver = object === undefined || isFinished(object);
        const left = isOver ? pods.by('owner', (object ?? old)?.metadata.uid ?? '') : [];
        return left.filter(isTracked).map((pod) => `${POD}${keyOf(pod)}`);
      }),
    ],
    async reconcile(key) {
      if (key.startsWith(POD)) {
        const pod = pods.get(key.slice(POD.length));
        if (pod !== undefined && isForsaken(pod)) await releasePod(client, pod);
        return undefined;
      }
      const job = jobs.get(key);
      if (job === undefined) {
        expectations.forget(key);
        return undefined;
      }
      return syncJob(key, job);
    },
  };
}

function isOurs({ spec }: Readonly<Job>): boolean {
  return spec.managedBy === undefined || spec.managedBy === OURS;
}
