/** DaemonSets: a pod on every node, or on those that its template selects. */
import { compileLabelSelector } from '@wherry/api';
import { ControllerRevisions, DaemonSets, type ControllerRevision, type DaemonSet } from '@wherry/api/apps-v1';
import { Nodes, Pods, type Node, type Pod } from '@wherry/api/core-v1';
import { semanticEqual } from '@wherry/api/meta-v1';
import {
  changesOf,
  keyOf,
  keysFrom,
  ownersOf,
  type Change,
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
import { planDaemonPods, type DaemonObserved, type EndedPod } from '../plans/daemon/daemon-plan.ts';
import { daemonTemplate, templateForNode } from '../plans/daemon/daemon-pod.ts';
import { daemonStatus } from '../plans/daemon/daemon-status.ts';
import { planDaemonUpdate, type DaemonUpdate } from '../plans/daemon/daemon-update.ts';
import { eligibility } from '../plans/daemon/eligibility.ts';
import { Expectations } from '../pods/expectations.ts';
import { OwnWrites } from '../own-writes.ts';
import { FailureBackoff } from '../pods/failure-backoff.ts';
import { podControl, type PodControl } from '../pods/pod-control.ts';
import { podFromTemplate } from '../pods/pod-from-template.ts';
import { nextAvailability } from '../pods/pod-state.ts';
import { slowStart } from '../pods/slow-start.ts';
import { deleteRevisions, ensureRevision } from '../revisions/ensure-revision.ts';
import { byNumber, REVISION_LABEL } from '../revisions/revision-plan.ts';

const NAME = 'daemonset-controller';
/** More pods than this are not created or deleted at once. */
const MOST_AT_ONCE = 250;

export interface DaemonSetOptions {
  readonly client: Client;
  readonly sets: Informer<DaemonSet>;
  readonly pods: Informer<Pod>;
  readonly nodes: Informer<Node>;
  readonly revisions: Informer<ControllerRevision>;
  readonly events: EventRecorder;
  readonly clock: Clock;
}

export const daemonSetEntry = controlLoop(NAME, async ({ client, informers, events, clock }) => {
  const [sets, pods, nodes, revisions] = await Promise.all([
    informers.get(DaemonSets),
    informers.get(Pods),
    informers.get(Nodes),
    informers.get(ControllerRevisions),
  ]);
  return daemonSetController({ client, sets, pods, nodes, revisions, events: events(NAME), clock });
});

export function daemonSetController(options: DaemonSetOptions): Controller {
  const { sets, pods, nodes, revisions } = options;
  const control = new DaemonSetControl(options);
  const selectorOf = ({ spec }: Readonly<DaemonSet>) => compileLabelSelector(spec.selector);
  return {
    name: NAME,
    workers: 2,
    sources: [
      changesOf(sets),
      ownersOf(pods, 'DaemonSet'),
      orphansOf(pods, sets, selectorOf),
      orphansOf(revisions, sets, selectorOf),
      keysFrom(nodes, (change) => setsForNode(change, sets)),
    ],
    reconcile: (key) => control.reconcile(key),
  };
}

/** The sets for which a change of a node makes a difference. */
function setsForNode({ object, old }: Change<Node>, sets: Informer<DaemonSet>): string[] {
  if (object === undefined || old === undefined) return sets.list().map(keyOf);
  const isSame =
    semanticEqual(object.metadata.labels, old.metadata.labels) && semanticEqual(object.spec.taints, old.spec.taints);
  if (isSame) return [];
  const isAffected = (set: Readonly<DaemonSet>) => !semanticEqual(eligibility(object, set), eligibility(old, set));
  return sets.list().filter(isAffected).map(keyOf);
}

/** A set, its pods and its revision at the time of a look. */
interface Look {
  readonly set: Readonly<DaemonSet>;
  readonly observed: DaemonObserved;
  readonly collisionCount: number;
}

class DaemonSetControl {
  readonly #options: DaemonSetOptions;
  readonly #expectations: Expectations;
  readonly #writes: OwnWrites;
  readonly #backoff: FailureBackoff;
  readonly #pods: PodControl;

  constructor(options: DaemonSetOptions) {
    const { client, pods, events, clock } = options;
    this.#options = options;
    this.#expectations = new Expectations({ pods, clock });
    this.#writes = new OwnWrites({ picture: options.sets, clock });
    this.#backoff = new FailureBackoff(clock);
    this.#pods = podControl({ client, events, expectations: this.#expectations });
  }

  async reconcile(key: string): Promise<Result | void> {
    const { sets, events } = this.#options;
    const set = sets.get(key);
    if (set === undefined) {
      this.#writes.forget(key);
      return this.#expectations.forget(key);
    }
    if (!this.#writes.areSeen(key)) return;
    if (set.spec.selector !== undefined && semanticEqual(set.spec.selector, {})) {
      const message = 'This daemon set is selecting all pods. A non-empty selector is required.';
      return events.record(set, { type: 'Warning', reason: 'SelectingAll', message });
    }
    // Its pods and revisions are being deleted or released; what they add up to means nothing any more.
    if (set.metadata.deletionTimestamp !== undefined) return;
    const mayAct = this.#expectations.areMet(key);
    const { look, old } = await this.#look(set);
    const outcome = mayAct ? await this.#act(look, key) : {};
    if (mayAct) await this.#cleanUp(look, old);
    await this.#updateStatus(look, { hasActed: mayAct });
    if ('error' in outcome) throw outcome.error;
    return this.#nextLook(look, outcome.wait);
  }

  async #look(set: Readonly<DaemonSet>): Promise<{ look: Look; old: Readonly<ControllerRevision>[] }> {
    const { client, clock, nodes } = this.#options;
    const revisions = await this.#claimRevisions(set);
    const { revision, collisionCount } = await ensureRevision({
      client,
      owner: set,
      ownerResource: DaemonSets,
      template: set.spec.template,
      revisions,
      collisionCount: set.status.collisionCount ?? 0,
      hashLabel: REVISION_LABEL,
    });
    const observed: DaemonObserved = {
      nodes: nodes.list(),
      pods: await this.#claimPods(set),
      hash: revision.metadata.labels?.[REVISION_LABEL] ?? '',
      now: clock.now().getTime(),
      backoff: (node) => this.#backoff.left(backoffKey(set, node)),
    };
    const old = revisions.filter(({ metadata }) => metadata.name !== revision.metadata.name);
    return { look: { set, observed, collisionCount }, old };
  }

  /** First a pod for every node, and then, when that is so, the next step of an update. */
  async #act({ set, observed }: Look, key: string): Promise<{ wait?: number } | { error: unknown }> {
    try {
      const plan = planDaemonPods(set, observed);
      for (const ended of plan.ended) this.#tellEnded(set, ended);
      await this.#carryOut(set, plan, observed.hash);
      if (this.#expectations.areMet(key)) await this.#carryOut(set, planDaemonUpdate(set, observed), observed.hash);
      return plan.wait === undefined ? {} : { wait: plan.wait };
    } catch (error) {
      return { error };
    }
  }

  async #carryOut(set: Readonly<DaemonSet>, plan: DaemonUpdate, hash: string): Promise<void> {
    const template = daemonTemplate(set, hash);
    const nodes = plan.create.slice(0, MOST_AT_ONCE);
    const creation = slowStart(nodes.length, async (index) => {
      const forNode = templateForNode(template, nodes[index] ?? '');
      await this.#pods.create(set, podFromTemplate({ template: forNode, owner: set, ownerResource: DaemonSets }));
    });
    const [created] = await Promise.allSettled([creation]);
    await Promise.all(plan.delete.slice(0, MOST_AT_ONCE).map((pod) => this.#pods.delete(set, pod)));
    if (created.status === 'rejected') throw created.reason;
  }

  #tellEnded(set: Readonly<DaemonSet>, { pod, node }: EndedPod): void {
    const { namespace = '', name = '' } = pod.metadata;
    const { events } = this.#options;
    if (pod.status.phase === 'Failed') {
      this.#backoff.tried(backoffKey(set, node));
      const message = `Found failed daemon pod ${namespace}/${name} on node ${node}, will try to kill it`;
      events.record(set, { type: 'Warning', reason: 'FailedDaemonPod', message });
    } else {
      const message = `Found succeeded daemon pod ${namespace}/${name} on node ${node}, will try to delete it`;
      events.record(set, { type: 'Normal', reason: 'SucceededDaemonPod', message });
    }
  }

  /** Revisions that pods still have are kept, whatever the limit. */
  async #cleanUp({ set, observed }: Look, old: readonly Readonly<ControllerRevision>[]): Promise<void> {
    const surplus = old.length - (set.spec.revisionHistoryLimit ?? 10);
    if (surplus <= 0) return;
    const live = new Set(observed.pods.map(({ metadata }) => metadata.labels?.[REVISION_LABEL]));
    const dead = old.toSorted(byNumber).filter(({ metadata }) => !live.has(metadata.labels?.[REVISION_LABEL]));
    await deleteRevisions(this.#options.client, dead.slice(0, surplus));
  }

  async #updateStatus({ set, observed, collisionCount }: Look, { hasActed }: { hasActed: boolean }): Promise<void> {
    const status = daemonStatus(set, observed, {
      collisionCount,
      ...(hasActed ? { observedGeneration: set.metadata.generation ?? 0 } : {}),
    });
    if (semanticEqual(status, set.status)) return;
    this.#writes.wrote(keyOf(set), await this.#options.client.updateStatus(DaemonSets, { ...set, status }));
  }

  #nextLook({ set, observed }: Look, wait: number | undefined): Result {
    const { minReadySeconds } = set.spec;
    const now = this.#options.clock.now().getTime();
    const waits = [wait, nextAvailability(observed.pods, { minReadySeconds, now })].filter((ms) => ms !== undefined);
    return waits.length === 0 ? {} : { again: Math.min(...waits) };
  }

  #claimPods(set: Readonly<DaemonSet>): Promise<Readonly<Pod>[]> {
    const { client, pods } = this.#options;
    const { uid = '', namespace = '' } = set.metadata;
    return claimObjects({
      client,
      owner: set,
      ownerResource: DaemonSets,
      selector: compileLabelSelector(set.spec.selector),
      resource: Pods,
      objects: [...pods.by('owner', uid), ...pods.by('orphans', namespace)],
    });
  }

  #claimRevisions(set: Readonly<DaemonSet>): Promise<Readonly<ControllerRevision>[]> {
    const { client, revisions } = this.#options;
    const { uid = '', namespace = '' } = set.metadata;
    return claimObjects({
      client,
      owner: set,
      ownerResource: DaemonSets,
      selector: compileLabelSelector(set.spec.selector),
      resource: ControllerRevisions,
      objects: [...revisions.by('owner', uid), ...revisions.by('orphans', namespace)],
    });
  }
}

/** A new generation may mend what failed, so it begins without a wait. */
function backoffKey({ metadata, status }: Readonly<DaemonSet>, node: string): string {
  return `${metadata.uid ?? ''}/${status.observedGeneration ?? 0}/${node}`;
}
