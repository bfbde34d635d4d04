// What the note says of the controllers, with its manifests, on the cluster: they keep the number of pods, know theirs by
// selectors, leave to others what is not theirs, and see work through.

import type { Pod } from '@wherry/api/core-v1';
import { afterAll, describe, expect, it } from 'vitest';
import { useCluster } from './cluster/shared-cluster.ts';
import {
  namesOf,
  noteManifest,
  noteObjects,
  ownersOf,
  patience,
  uidsOf,
  useNamespaces,
} from './note/note-namespaces.ts';
import type { NoteNamespace } from './note/note-namespaces.ts';
import { waitFor } from './wait-for.ts';

const cluster = useCluster();
const open = useNamespaces(cluster);
const timeout = 600_000;

const nameOf = (pod: Pod | undefined): string => pod?.metadata.name ?? '';
const pod = (name: string, labels: object, spec: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  spec: { containers: [{ name: 'kubia', image: 'luksa/kubia', imagePullPolicy: 'Never' }], ...spec },
});
/** No node is like that: such pods wait, and cost nothing. */
const nowhere = { nodeSelector: { 'note/nowhere': 'true' } };

/** Waits for the pods of a selector to be as they should, and returns them. */
const podsWhen = (
  namespace: NoteNamespace,
  { selector, what, look }: { selector: string; what: string; look: (pods: readonly Pod[]) => boolean },
): Promise<readonly Pod[]> =>
  waitFor(
    what,
    async () => {
      const pods = await namespace.pods(selector);
      return look(pods) && pods;
    },
    patience,
  );

interface Finished {
  readonly status?: {
    readonly succeeded?: number;
    readonly failed?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string }[];
  };
}

interface Work {
  readonly line: string;
  readonly restartPolicy: 'OnFailure' | 'Never';
  readonly backoffLimit?: number;
  readonly suspend?: boolean;
}

/** A Job that runs a line of shell. */
const job = (name: string, { line, restartPolicy, ...spec }: Work): object => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: {
    ...spec,
    template: {
      spec: {
        restartPolicy,
        volumes: [{ name: 'work', emptyDir: {} }],
        containers: [
          {
            name: 'main',
            image: 'luksa/batch-job',
            imagePullPolicy: 'Never',
            command: ['sh', '-c', line],
            volumeMounts: [{ name: 'work', mountPath: '/work' }],
            envFrom: [{ configMapRef: { name: 'tool', optional: true } }],
          },
        ],
      },
    },
  },
});

describe.concurrent('work', { timeout }, () => {
  const ended = (here: NoteNamespace, name: string): Promise<Finished> =>
    waitFor(
      `the Job ${name} to end`,
      async () => {
        const found = await here.get<Finished>(`job ${name}`);
        const isOver = found.status?.conditions?.some(
          ({ type, status }) => ['Complete', 'Failed'].includes(type) && status === 'True',
        );
        return isOver === true && found;
      },
      { ...patience, timeoutMs: 400_000 },
    );

  // First, since it takes a minute whatever else goes on.
  it('is begun by the clock with a CronJob, each minute here', async () => {
    const here = await open('cron');
    await here.run(['create', 'cronjob', 'tick', '--image=luksa/batch-job', '--schedule=* * * * *']);
    const [begun] = await waitFor(
      'a Job to be made',
      async () => {
        const jobs = await here.list<Pod>('jobs');
        return jobs.length > 0 && jobs;
      },
      patience,
    );
    expect(begun?.metadata.ownerReferences?.[0]).toMatchObject({ kind: 'CronJob', name: 'tick', controller: true });
    const minute = Number(/^tick-(\d+)$/.exec(nameOf(begun))?.[1]);
    const made = Date.parse(begun?.metadata.creationTimestamp ?? '') / 60_000;
    expect(made - minute).toBeGreaterThanOrEqual(0);
    expect(made - minute).toBeLessThan(1);
    await here.kubectl('delete cronjob tick');
  });

  it('is done as often as a Job says, not more at a time than it says', async () => {
    const here = await open('job');
    // What the watch says of a Job that waits tells that it has begun.
    await here.apply(job('waits', { line: 'true', restartPolicy: 'Never', suspend: true }));
    const watch = await cluster.kubectl.start([
      `--namespace=${here.name}`,
      ...'get jobs --watch --output-watch-events -o'.split(' '),
      'jsonpath={.object.status.active}:',
    ]);
    try {
      await waitFor('the watch to begin', () => watch.stdout.includes(':'), patience);
      await here.apply(noteManifest('21-job.yaml'));
      expect((await ended(here, 'batch-job')).status?.succeeded).toBe(5);
    } finally {
      await watch.stop();
    }
    const active = new Set(watch.stdout.split(':'));
    expect(active).toContain('2');
    for (const count of active) expect(['', '1', '2']).toContain(count);
    const pods = await here.pods('job-name=batch-job');
    expect(pods.map(({ status }) => status?.phase)).toEqual(Array.from({ length: 5 }, () => 'Succeeded'));
    expect(most(pods)).toBeLessThanOrEqual(2);
    expect(await here.kubectl(`logs job/batch-job`)).toContain('Finished successfully');
  });

  it('that fails is done again, in the same pod with OnFailure', async () => {
    const here = await open('again');
    await here.apply(
      job('again', { line: 'test -e /work/tried || { touch /work/tried; exit 3; }', restartPolicy: 'OnFailure' }),
    );
    expect((await ended(here, 'again')).status).toMatchObject({ succeeded: 1 });
    const [only, ...others] = await here.pods('job-name=again');
    expect(others).toEqual([]);
    expect(only?.status?.containerStatuses?.[0]?.restartCount).toBe(1);
  });

  it('that fails is done again, in another pod with Never, and given up in the end', async () => {
    const here = await open('never');
    await here.apply(
      job('never', { line: 'test -n "$HAMMER"', restartPolicy: 'Never' }),
      job('lost', { line: 'exit 1', restartPolicy: 'Never', backoffLimit: 0 }),
    );
    const failed = await podsWhen(here, {
      selector: 'job-name=never',
      what: 'the first try to fail',
      look: (pods) => pods.some(({ status }) => status?.phase === 'Failed'),
    });
    await here.kubectl('create configmap tool --from-literal=HAMMER=here');
    const { status } = await ended(here, 'never');
    expect(status).toMatchObject({ succeeded: 1 });
    expect(status?.failed).toBeGreaterThanOrEqual(1);
    expect((await here.pods('job-name=never')).length).toBeGreaterThan(1);
    expect(namesOf(await here.pods('job-name=never'))).toContain(nameOf(failed[0]));
    expect((await ended(here, 'lost')).status?.conditions).toContainEqual(
      expect.objectContaining({ type: 'Failed', reason: 'BackoffLimitExceeded' }),
    );
  });
});

/** How many pods worked at the same time at most. Times in seconds, all cut: what came before comes not after. */
function most(pods: readonly Pod[]): number {
  const spans = pods.map(({ status }) => {
    const { startedAt = '', finishedAt = '' } = status?.containerStatuses?.[0]?.state?.terminated ?? {};
    return { from: Date.parse(startedAt), to: Date.parse(finishedAt) };
  });
  return Math.max(...spans.map(({ from: at }) => spans.filter(({ from, to }) => from <= at && at < to).length));
}

describe.concurrent('the number of pods', { timeout }, () => {
  it('is kept by a ReplicationController: too few are created, too many deleted', async () => {
    const here = await open('number');
    await here.apply(noteManifest('09-replicationcontroller.yaml'));
    const first = await here.ready('app=kubia', 3);
    const { metadata } = await here.get<Pod>('rc kubia');
    for (const each of first)
      expect(each.metadata.ownerReferences).toEqual([
        {
          apiVersion: 'v1',
          kind: 'ReplicationController',
          name: 'kubia',
          uid: metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ]);

    await here.kubectl(`delete pod ${nameOf(first[0])} --wait=false`);
    const second = await here.ready('app=kubia', 3);
    expect(namesOf(second)).toEqual(expect.arrayContaining(namesOf(first.slice(1))));
    expect(namesOf(second)).not.toContain(nameOf(first[0]));

    // One too many: of all pods it is the one that waits that goes.
    await here.apply(pod('extra', { app: 'kubia' }, nowhere));
    await podsWhen(here, {
      selector: 'app=kubia',
      what: 'the fourth to be deleted',
      look: (pods) => pods.length === 3 && !namesOf(pods).includes('extra'),
    });
    expect(namesOf(await here.pods('app=kubia'))).toEqual(namesOf(second));

    await here.kubectl('scale rc kubia --replicas=4');
    await here.ready('app=kubia', 4);
    // Of those that are ready, it is told which to keep.
    const kept = nameOf(second[1]);
    await here.kubectl(`annotate pod ${kept} controller.kubernetes.io/pod-deletion-cost=10`);
    await here.kubectl('scale rc kubia --replicas=1');
    expect(namesOf(await here.ready('app=kubia', 1))).toEqual([kept]);
  });

  it('does not count a pod whose label changes, which runs on, and is taken back with its label', async () => {
    const here = await open('label');
    await here.apply(noteManifest('08-replicaset-test.yaml'));
    const first = await here.ready('app=test', 3);
    const name = nameOf(first[0]);
    await here.kubectl(`label pod ${name} app=debug --overwrite`);
    const second = await here.ready('app=test', 3);
    expect(namesOf(second)).not.toContain(name);
    const [released] = await here.ready('app=debug', 1);
    expect(released && ownersOf(released)).toEqual([]);
    expect(released?.metadata.uid).toBe(first[0]?.metadata.uid);

    await here.kubectl('scale rs kubia --replicas=0');
    await podsWhen(here, { selector: 'app=test', what: 'no pods', look: (pods) => pods.length === 0 });
    await here.kubectl(`label pod ${name} app=test --overwrite`);
    await podsWhen(here, {
      selector: 'app=test',
      what: 'the pod to be one too many',
      look: (pods) => pods.length === 0,
    });
  });

  it('leaves old pods running when the selector changes', async () => {
    const here = await open('selector');
    await here.apply(noteManifest('09-replicationcontroller.yaml'));
    const old = await here.ready('app=kubia', 3);
    const spec = { selector: { app: 'other' }, template: { metadata: { labels: { app: 'other' } } } };
    await here.run(['patch', 'rc', 'kubia', '-p', JSON.stringify({ spec })]);
    const fresh = await here.ready('app=other', 3);
    const left = await here.ready('app=kubia', 3);
    expect(uidsOf(left)).toEqual(uidsOf(old));
    expect(left.flatMap(ownersOf)).toEqual([]);
    expect(new Set(fresh.flatMap(ownersOf))).toEqual(new Set(['ReplicationController/kubia']));
  });

  it('does not move when the template changes: running pods stay, only new ones are made from it', async () => {
    const here = await open('template');
    await here.apply(noteManifest('10-replicaset.yaml'));
    const old = await here.ready('app=kubia', 3);
    await here.kubectl('set image rs/kubia kubia=luksa/kubia:v2');
    await here.kubectl(`delete pod ${nameOf(old[0])} --wait=false`);
    const now = await here.ready('app=kubia', 3);
    const kept = uidsOf(old.slice(1));
    expect(uidsOf(now)).toEqual(expect.arrayContaining(kept));
    for (const { metadata, spec } of now)
      expect(spec.containers[0]?.image).toBe(kept.includes(metadata.uid ?? '') ? 'luksa/kubia' : 'luksa/kubia:v2');
    expect(now.map(({ status }) => status?.containerStatuses?.[0]?.restartCount)).toEqual([0, 0, 0]);
  });

  it('outlives its keeper with --cascade=false and --cascade=orphan, and another takes the pods over', async () => {
    const here = await open('orphans');
    await here.apply(noteManifest('09-replicationcontroller.yaml'));
    const pods = uidsOf(await here.ready('app=kubia', 3));
    await here.kubectl('delete rc kubia --cascade=false');
    const orphans = await here.pods('app=kubia');
    expect([uidsOf(orphans), orphans.flatMap(ownersOf)]).toEqual([pods, []]);

    await here.apply(noteManifest('10-replicaset.yaml'));
    const owned = await podsWhen(here, {
      selector: 'app=kubia',
      what: 'the ReplicaSet to adopt the pods',
      look: (found) => found.every((each) => ownersOf(each).join() === 'ReplicaSet/kubia'),
    });
    expect(uidsOf(owned)).toEqual(pods);
    await here.kubectl('delete rs kubia --cascade=orphan');
    const again = await here.ready('app=kubia', 3);
    expect([uidsOf(again), again.flatMap(ownersOf)]).toEqual([pods, []]);

    await here.apply(noteManifest('10-replicaset.yaml'));
    await waitFor('all to be adopted', async () => (await here.pods('app=kubia')).flatMap(ownersOf).length === 3);
    await here.kubectl('delete rs kubia');
    await podsWhen(here, { selector: 'app=kubia', what: 'the pods to go', look: (found) => found.length === 0 });
  });

  it('counts what In, NotIn, Exists and DoesNotExist say of labels', async () => {
    const here = await open('sets');
    const pods: Readonly<Record<string, object>> = {
      mine: { app: 'kubia', tier: 'web', release: 'one' },
      'in-not': { app: 'other', tier: 'web', release: 'one' },
      'not-in-not': { app: 'kubia', tier: 'test', release: 'one' },
      'exists-not': { app: 'kubia', tier: 'web' },
      'exists-yet': { app: 'kubia', tier: 'web', release: 'one', canary: 'yes' },
    };
    await here.apply({
      apiVersion: 'v1',
      kind: 'List',
      items: Object.entries(pods).map(([name, labels]) => pod(name, labels, nowhere)),
    });
    const selector = {
      matchExpressions: [
        { key: 'app', operator: 'In', values: ['kubia', 'kubia-old'] },
        { key: 'tier', operator: 'NotIn', values: ['test', 'staging'] },
        { key: 'release', operator: 'Exists' },
        { key: 'canary', operator: 'DoesNotExist' },
      ],
    };
    const [set] = noteObjects('10-replicaset.yaml');
    const template = {
      metadata: { labels: pods['mine'] },
      spec: { ...nowhere, containers: [{ name: 'kubia', image: 'luksa/kubia', imagePullPolicy: 'Never' }] },
    };
    await here.apply({ ...set, spec: { replicas: 2, selector, template } });
    const owned = await podsWhen(here, {
      selector: 'app',
      what: 'a second pod beside the one there is',
      look: (found) => found.filter((each) => ownersOf(each).length > 0).length === 2,
    });
    const names = namesOf(owned.filter((each) => ownersOf(each).length > 0));
    expect(names).toEqual([expect.stringMatching(/^kubia-/), 'mine']);
    expect(owned).toHaveLength(6);
    const selected = await here.pods('app in (kubia,kubia-old),tier notin (test,staging),release,!canary');
    expect(namesOf(selected)).toEqual(names);
  });
});

describe.concurrent('where pods run', { timeout }, () => {
  const label = `note.example/place-${process.pid}`;
  /** As nodes are before and after the story of the DaemonSet. */
  const tidy = async (): Promise<void> => {
    await cluster.kubectl.run(['label', 'nodes', '--all', 'disk-']);
    await cluster.kubectl.run(['uncordon', 'node-3']);
  };
  afterAll(async () => {
    await cluster.kubectl.run(['label', 'nodes', '--all', `${label}-`]);
    await tidy();
  });
  const nodesOf = (pods: readonly Pod[]): string[] => pods.map(({ spec }) => spec.nodeName ?? '').toSorted();

  it('is said by nodeSelector: on the nodes that have the label, or nowhere yet', async () => {
    const here = await open('place');
    const template = {
      metadata: { labels: { app: 'placed' } },
      spec: {
        nodeSelector: { [label]: 'here' },
        containers: [{ name: 'kubia', image: 'luksa/kubia', imagePullPolicy: 'Never' }],
      },
    };
    const selector = { matchLabels: { app: 'placed' } };
    const [set] = noteObjects('10-replicaset.yaml');
    await here.apply({ ...set, spec: { replicas: 3, selector, template } });
    const waiting = await podsWhen(here, {
      selector: 'app=placed',
      what: 'the scheduler to find no node',
      look: (pods) =>
        pods.length === 3 &&
        pods.every(({ status }) => status?.conditions?.some(({ reason }) => reason === 'Unschedulable')),
    });
    expect(nodesOf(waiting)).toEqual(['', '', '']);
    await here.kubectl(`label node node-2 ${label}=here`);
    expect(nodesOf(await here.ready('app=placed', 3))).toEqual(['node-2', 'node-2', 'node-2']);
  });

  it('is each matching node for a DaemonSet, also one that takes no other pods, as soon as it matches', async () => {
    const here = await open('daemons');
    await tidy();
    await here.apply(noteManifest('11-daemonset.yaml'));
    const desired = () =>
      here.kubectl('get ds ssd-monitor -o jsonpath={.status.observedGeneration}:{.status.desiredNumberScheduled}');
    await waitFor('the DaemonSet to be seen', async () => (await desired()) === '1:0', patience);
    expect(await here.pods('app=ssd-monitor')).toEqual([]);

    await here.kubectl('label node node-1 disk=ssd');
    const [only] = await here.ready('app=ssd-monitor', 1);
    expect(only?.spec.nodeName).toBe('node-1');
    expect(only && ownersOf(only)).toEqual(['DaemonSet/ssd-monitor']);
    await waitFor(
      'its words',
      async () => (await here.kubectl(`logs ${nameOf(only)}`)).startsWith('SSD OK\n'),
      patience,
    );

    await here.kubectl('cordon node-3');
    await here.kubectl('label node node-3 disk=ssd');
    expect(nodesOf(await here.ready('app=ssd-monitor', 2))).toEqual(['node-1', 'node-3']);

    await here.kubectl('label node node-1 disk=hdd --overwrite');
    expect(nodesOf(await here.ready('app=ssd-monitor', 1))).toEqual(['node-3']);
  });
});

describe.concurrent('a template that changes', { timeout }, () => {
  const images = async (here: NoteNamespace, selector: string) =>
    (await here.pods(selector)).map(({ spec }) => spec.containers[0]?.image);

  it('is rolled out by a Deployment, which goes back, waits and goes on as it is told', async () => {
    const here = await open('rollout');
    await here.kubectl('create deployment web --image=luksa/kubia --replicas=2');
    await here.kubectl('rollout status deployment/web --timeout=170s');
    const done = () => here.kubectl('rollout status deployment/web --timeout=170s');
    const setsOf = async () => (await here.list('rs')).length;
    const change = (image: string) => here.kubectl(`set image deployment/web kubia=${image}`);

    await change('luksa/kubia:v2');
    await done();
    await waitFor('all to be new', async () => new Set(await images(here, 'app=web')).size === 1, patience);
    expect(await images(here, 'app=web')).toEqual(['luksa/kubia:v2', 'luksa/kubia:v2']);
    await here.kubectl('rollout undo deployment/web');
    await done();
    await here.ready('app=web', 2);
    expect(await images(here, 'app=web')).toEqual(['luksa/kubia', 'luksa/kubia']);
    expect(await setsOf()).toBe(2);

    await here.kubectl('rollout pause deployment/web');
    await change('oliwave/kubia');
    await waitFor('the controller to see it', async () => {
      const seen = await here.kubectl(
        'get deployment web -o jsonpath={.metadata.generation}:{.status.observedGeneration}',
      );
      return new Set(seen.split(':')).size === 1;
    });
    expect([await images(here, 'app=web'), await setsOf()]).toEqual([['luksa/kubia', 'luksa/kubia'], 2]);
    await here.kubectl('rollout resume deployment/web');
    await done();
    await here.ready('app=web', 2);
    expect([await images(here, 'app=web'), await setsOf()]).toEqual([['oliwave/kubia', 'oliwave/kubia'], 3]);
  });

  it('is rolled out by a StatefulSet from the last pod to the first, each under its old name', async () => {
    const here = await open('stateful');
    const labels = { app: 'db' };
    await here.apply({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db' },
      spec: {
        serviceName: 'db',
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: 'kubia', image: 'luksa/kubia', imagePullPolicy: 'Never' }] },
        },
      },
    });
    const first = await here.ready('app=db', 2);
    expect(namesOf(first)).toEqual(['db-0', 'db-1']);
    const at = (pods: readonly Pod[], name: string, field: 'startTime') =>
      Date.parse(pods.find((each) => nameOf(each) === name)?.status?.[field] ?? '');
    expect(at(first, 'db-0', 'startTime')).toBeLessThanOrEqual(at(first, 'db-1', 'startTime'));

    await here.kubectl('set image statefulset/db kubia=luksa/kubia:v2');
    await here.kubectl('rollout status statefulset/db --timeout=170s');
    const second = await here.ready('app=db', 2);
    expect(namesOf(second)).toEqual(['db-0', 'db-1']);
    expect(second.map(({ spec }) => spec.containers[0]?.image)).toEqual(['luksa/kubia:v2', 'luksa/kubia:v2']);
    expect(at(second, 'db-1', 'startTime')).toBeLessThanOrEqual(at(second, 'db-0', 'startTime'));
    for (const uid of uidsOf(first)) expect(uidsOf(second)).not.toContain(uid);
  });
});
