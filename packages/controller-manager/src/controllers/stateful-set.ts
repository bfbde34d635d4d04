/** StatefulSets: numbered pods that keep their names and their storage. */
import { compileLabelSelector } from '@wherry/api';
import { ControllerRevisions, StatefulSets, type ControllerRevision, type StatefulSet } from '@wherry/api/apps-v1';
import { PersistentVolumeClaims, Pods, type PersistentVolumeClaim, type Pod } from '@wherry/api/core-v1';
import { semanticEqual } from '@wherry/api/meta-v1';
import {
  changesOf,
  keyOf,
  keysFrom,
  ownersOf,
  type Client,
  type Controller,
  type EventRecorder,
  type Informer,
  type Result,
} from '@wherry/client';
import type { Clock } from '@wherry/component';
import { controlLoop } from '../context.ts';
import { claimObjects } from '../ownership/claim.ts';
import { orphansOf } from '../ownership/orphans-of.ts';
import { isMemberOf, ordinalOf } from '../plans/stateful/identity.ts';
import {
  planStateful,
  revisionOf,
  type StatefulAction,
  type StatefulObserved,
} from '../plans/stateful/stateful-plan.ts';
import { statefulStatus } from '../plans/stateful/stateful-status.ts';
import { Expectations } from '../pods/expectations.ts';
import { OwnWrites } from '../own-writes.ts';
import { nextAvailability } from '../pods/pod-state.ts';
import { slowStart } from '../pods/slow-start.ts';
import { deleteRevisions, ensureRevision } from '../revisions/ensure-revision.ts';
import { byNumber, templateOf } from '../revisions/revision-plan.ts';
import { StatefulPods } from './stateful-pods.ts';

const NAME = 'statefulset-controller';
const HASH_LABEL = 'controller.kubernetes.io/hash';

export interface StatefulSetOptions {
  readonly client: Client;
  readonly sets: Informer<StatefulSet>;
  readonly pods: Informer<Pod>;
  readonly claims: Informer<PersistentVolumeClaim>;
  readonly revisions: Informer<ControllerRevision>;
  readonly events: EventRecorder;
  readonly clock: Clock;
}

export const statefulSetEntry = controlLoop(NAME, async ({ client, informers, events, clock }) => {
  const [sets, pods, claims, revisions] = await Promise.all([
    informers.get(StatefulSets),
    informers.get(Pods),
    informers.get(PersistentVolumeClaims),
    informers.get(ControllerRevisions),
  ]);
  return statefulSetController({ client, sets, pods, claims, revisions, events: events(NAME), clock });
});

export function statefulSetController(options: StatefulSetOptions): Controller {
  const { sets, pods, claims, revisions } = options;
  const control = new StatefulSetControl(options);
  const selectorOf = ({ spec }: Readonly<StatefulSet>) => compileLabelSelector(spec.selector);
  return {
    name: NAME,
    workers: 5,
    sources: [
      changesOf(sets),
      ownersOf(pods, 'StatefulSet'),
      orphansOf(pods, sets, selectorOf),
      orphansOf(revisions, sets, selectorOf),
      // A pod may wait for a claim of an earlier one to be gone.
      keysFrom(claims, ({ object, old }) => (object === undefined && old !== undefined ? withClaims(sets, old) : [])),
    ],
    reconcile: (key) => control.reconcile(key),
  };
}

function withClaims(sets: Informer<StatefulSet>, { metadata }: Readonly<PersistentVolumeClaim>): string[] {
  const neighbours = sets.by('namespace', metadata.namespace ?? '');
  return neighbours.filter(({ spec }) => (spec.volumeClaimTemplates ?? []).length > 0).map(keyOf);
}

/** A set with its pods and revisions at the time of a look. */
interface Look {
  readonly set: Readonly<StatefulSet>;
  readonly observed: StatefulObserved;
  readonly current: Readonly<ControllerRevision>;
  readonly update: Readonly<ControllerRevision>;
  readonly revisions: readonly Readonly<ControllerRevision>[];
  readonly collisionCount: number;
}

class StatefulSetControl {
  readonly #options: StatefulSetOptions;
  readonly #expectations: Expectations;
  readonly #writes: OwnWrites;
  readonly #pods: StatefulPods;

  constructor(options: StatefulSetOptions) {
    const { pods, clock } = options;
    this.#options = options;
    this.#expectations = new Expectations({ pods, clock });
    this.#writes = new OwnWrites({ picture: options.sets, clock });
    this.#pods = new StatefulPods({ ...options, expectations: this.#expectations });
  }

  async reconcile(key: string): Promise<Result | void> {
    const set = this.#options.sets.get(key);
    if (set === undefined) {
      this.#writes.forget(key);
      return this.#expectations.forget(key);
    }
    if (!this.#writes.areSeen(key)) return;
    const mayAct = this.#expectations.areMet(key);
    const look = await this.#look(set);
    const outcome = mayAct ? await this.#act(look) : { updating: 0 };
    await this.#updateStatus(look, outcome.updating);
    await this.#cleanUp(look);
    if (outcome.failure !== undefined) throw outcome.failure.error;
    return this.#nextLook(look);
  }

  async #look(set: Readonly<StatefulSet>): Promise<Look> {
    const { client, claims, clock } = this.#options;
    const { namespace = '' } = set.metadata;
    const pods = await this.#claimPods(set);
    const revisions = await this.#claimRevisions(set);
    const { revision: update, collisionCount } = await ensureRevision({
      client,
      owner: set,
      ownerResource: StatefulSets,
      template: set.spec.template,
      revisions,
      collisionCount: set.status.collisionCount ?? 0,
      hashLabel: HASH_LABEL,
    });
    const current = revisions.find(({ metadata }) => metadata.name === set.status.currentRevision) ?? update;
    const observed: StatefulObserved = {
      current: current.metadata.name ?? '',
      update: update.metadata.name ?? '',
      pods,
      claim: (name) => claims.get(`${namespace}/${name}`),
      now: clock.now().getTime(),
    };
    return { set, observed, current, update, revisions, collisionCount };
  }

  /** In an ordered set one after the other; else at once what comes and goes, and then the updates. */
  async #act(look: Look): Promise<{ updating: number; failure?: { error: unknown } }> {
    const actions = planStateful(look.set, look.observed);
    const isOrdered = look.set.spec.podManagementPolicy !== 'Parallel';
    const isUpdate = (action: StatefulAction): boolean => action.kind === 'delete' && action.forUpdate;
    const atOnce = isOrdered ? [] : actions.filter((action) => !isUpdate(action));
    let updating = 0;
    try {
      await slowStart(atOnce.length, async (index) => {
        const action = atOnce[index];
        if (action !== undefined) await this.#carryOut(look, action);
      });
      for (const action of actions.slice(atOnce.length)) {
        await this.#carryOut(look, action);
        if (isUpdate(action)) updating += 1;
      }
      return { updating };
    } catch (error) {
      return { updating, failure: { error } };
    }
  }

  #carryOut({ set, observed, current, update }: Look, action: StatefulAction): Promise<void> {
    switch (action.kind) {
      case 'create': {
        const { ordinal, revision } = action;
        const template = templateOf(revision === observed.update ? update : current);
        return this.#pods.create(set, { ordinal, revision, template });
      }
      case 'delete':
        return this.#pods.delete(set, action.pod);
      case 'claims':
        return this.#pods.createClaims(set, ordinalOf(action.pod));
      case 'mend':
        return this.#pods.mend(set, action.pod);
      case 'retain':
        return this.#pods.retain(set, action.pod);
    }
  }

  async #updateStatus({ set, observed, collisionCount }: Look, updating: number): Promise<void> {
    const status = statefulStatus(set, observed, { collisionCount, updating });
    if (semanticEqual(status, set.status)) return;
    this.#writes.wrote(keyOf(set), await this.#options.client.updateStatus(StatefulSets, { ...set, status }));
  }

  /** Revisions that pods still have are kept, and do not count. */
  async #cleanUp({ set, observed, revisions }: Look): Promise<void> {
    const live = new Set([observed.current, observed.update, ...observed.pods.map(revisionOf)]);
    const dead = revisions.toSorted(byNumber).filter(({ metadata }) => !live.has(metadata.name ?? ''));
    const surplus = Math.max(0, dead.length - (set.spec.revisionHistoryLimit ?? 10));
    await deleteRevisions(this.#options.client, dead.slice(0, surplus));
  }

  #nextLook({ set, observed }: Look): Result {
    const { minReadySeconds } = set.spec;
    const wait = nextAvailability(observed.pods, { minReadySeconds, now: this.#options.clock.now().getTime() });
    return wait === undefined ? {} : { again: wait };
  }

  #claimPods(set: Readonly<StatefulSet>): Promise<Readonly<Pod>[]> {
    const { client, pods } = this.#options;
    const { uid = '', namespace = '' } = set.metadata;
    return claimObjects({
      client,
      owner: set,
      ownerResource: StatefulSets,
      selector: compileLabelSelector(set.spec.selector),
      isMember: (pod) => isMemberOf(set, pod),
      resource: Pods,
      objects: [...pods.by('owner', uid), ...pods.by('orphans', namespace)],
    });
  }

  #claimRevisions(set: Readonly<StatefulSet>): Promise<Readonly<ControllerRevision>[]> {
    const { client, revisions } = this.#options;
    const { uid = '', namespace = '' } = set.metadata;
    return claimObjects({
      client,
      owner: set,
      ownerResource: StatefulSets,
      selector: compileLabelSelector(set.spec.selector),
      resource: ControllerRevisions,
      objects: [...revisions.by('owner', uid), ...revisions.by('orphans', namespace)],
    });
  }
}
