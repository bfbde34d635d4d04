/**
 * Deployments: equal pods that are replaced step by step when their template changes. Each state of the template is a
 * ReplicaSet; a rollout moves replicas from the old ones to the newest. Every look takes at most one step, and what the
 * ReplicaSets then report leads to the next look.
 */
import { compileLabelSelector } from '@wherry/api';
import { Deployments, ReplicaSets, type Deployment, type DeploymentStatus, type ReplicaSet } from '@wherry/api/apps-v1';
import { Pods, type Pod } from '@wherry/api/core-v1';
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
import { describeError, type Clock } from '@wherry/component';
import { controlLoop } from '../context.ts';
import { claimObjects } from '../ownership/claim.ts';
import { controllerOf } from '../ownership/controller-ref.ts';
import { orphansOf } from '../ownership/orphans-of.ts';
import {
  condition,
  conditionOf,
  deploymentStatus,
  hasDeadline,
  isComplete,
  setCondition,
} from '../plans/deployment/deployment-status.ts';
import { revisionOf } from '../plans/deployment/replica-set-annotations.ts';
import { findNewest, type Sized } from '../plans/deployment/replica-sets.ts';
import { planCleanup, planRecreateDown, planRollingStep } from '../plans/deployment/rollout.ts';
import { rolloutBounds } from '../plans/deployment/rollout-bounds.ts';
import { nextProgressCheck, pauseConditions, rolloutStatus } from '../plans/deployment/rollout-progress.ts';
import { isScalingEvent, planScaling, type Resize } from '../plans/deployment/scaling.ts';
import { OwnWrites } from '../own-writes.ts';
import { isPodEnded } from '../pods/pod-state.ts';
import { allOf, rolloutOf, setConditions, setProgressing, setRevision, type Look } from './deployment-look.ts';
import { ReplicaSetWriter } from './deployment-replica-sets.ts';

const NAME = 'deployment-controller';

export interface DeploymentOptions {
  readonly client: Client;
  readonly deployments: Informer<Deployment>;
  readonly replicaSets: Informer<ReplicaSet>;
  readonly pods: Informer<Pod>;
  readonly events: EventRecorder;
  readonly clock: Clock;
}

export const deploymentEntry = controlLoop(NAME, async ({ client, informers, events, clock }) => {
  const [deployments, replicaSets, pods] = await Promise.all([
    informers.get(Deployments),
    informers.get(ReplicaSets),
    informers.get(Pods),
  ]);
  return deploymentController({ client, deployments, replicaSets, pods, events: events(NAME), clock });
});

export function deploymentController(options: DeploymentOptions): Controller {
  const { deployments, replicaSets } = options;
  const control = new DeploymentControl(options);
  return {
    name: NAME,
    workers: 5,
    sources: [
      changesOf(deployments),
      ownersOf(replicaSets, 'Deployment'),
      orphansOf(replicaSets, deployments, ({ spec }) => compileLabelSelector(spec.selector)),
      goneOrEndedPods(options),
    ],
    reconcile: (key) => control.reconcile(key),
  };
}

/** Recreate waits for the last old pod: its end is no change of a ReplicaSet. */
function goneOrEndedPods({ pods, replicaSets, deployments }: DeploymentOptions) {
  return keysFrom(pods, ({ object, old }) => {
    if (old === undefined || (object !== undefined && !isPodEnded(object))) return [];
    const { namespace = '' } = old.metadata;
    const set = replicaSets.get(`${namespace}/${controllerOf(old)?.name ?? ''}`);
    const owner = set === undefined ? undefined : controllerOf(set);
    const deployment = owner === undefined ? undefined : deployments.get(`${namespace}/${owner.name}`);
    return deployment?.spec.strategy.type === 'Recreate' ? [keyOf(deployment)] : [];
  });
}

class DeploymentControl {
  readonly #options: DeploymentOptions;
  readonly #writer: ReplicaSetWriter;
  readonly #writes: OwnWrites;
  readonly #replicaSetWrites: OwnWrites;

  constructor(options: DeploymentOptions) {
    const { deployments, replicaSets, clock } = options;
    this.#options = options;
    this.#writes = new OwnWrites({ picture: deployments, clock });
    this.#replicaSetWrites = new OwnWrites({ picture: replicaSets, clock });
    this.#writer = new ReplicaSetWriter({ ...options, writes: this.#replicaSetWrites });
  }

  async reconcile(key: string): Promise<Result | void> {
    const cached = this.#options.deployments.get(key);
    if (cached === undefined) {
      this.#writes.forget(key);
      return this.#replicaSetWrites.forget(key);
    }
    if (!this.#writes.areSeen(key) || !this.#replicaSetWrites.areSeen(key)) return;
    if (isEverything(cached)) return this.#refuseEverything(cached);
    const sets = await this.#claim(cached);
    const newest = findNewest(cached, sets);
    const old = sets.filter((set) => set !== newest);
    const now = this.#options.clock.now().getTime();
    const look: Look = { deployment: { ...cached, metadata: { ...cached.metadata } }, newest, old, now };
    const status = await this.#step(look);
    await this.#write(cached, look, status);
    const again = nextProgressCheck(look.deployment, status, now);
    return again === undefined ? {} : { again };
  }

  /** Does what is next and returns the status after it. */
  async #step(look: Look): Promise<DeploymentStatus> {
    const { deployment } = look;
    if (deployment.metadata.deletionTimestamp !== undefined) return this.#plainStatus(look);
    setConditions(look, pauseConditions(deployment, look.now));
    await this.#keepNewest(look);
    if (deployment.spec.paused === true) return this.#scale(look);
    if (isScalingEvent({ ...look, bounds: rolloutBounds(deployment) })) return this.#scale(look);
    return deployment.spec.strategy.type === 'Recreate' ? this.#recreate(look) : this.#roll(look);
  }

  async #scale(look: Look): Promise<DeploymentStatus> {
    await this.#resize(look, planScaling(rolloutOf(look)));
    if (look.deployment.spec.paused === true) await this.#cleanUp(look);
    return this.#plainStatus(look);
  }

  async #roll(look: Look): Promise<DeploymentStatus> {
    const newest = await this.#ensureNewest(look);
    if (newest !== undefined) {
      const bounds = rolloutBounds(look.deployment);
      await this.#resize(look, planRollingStep({ bounds, newest, old: look.old }));
    }
    return this.#rolloutStatus(look);
  }

  async #recreate(look: Look): Promise<DeploymentStatus> {
    const down = planRecreateDown(look.old);
    if (down.length > 0) await this.#resize(look, down);
    else if (!this.#hasOldPods(look)) {
      const newest = await this.#ensureNewest(look);
      const { wanted } = rolloutBounds(look.deployment);
      if (newest !== undefined) await this.#resize(look, [{ set: newest, replicas: wanted }]);
    }
    return this.#rolloutStatus(look);
  }

  /** Pods that are being deleted count: there must be no moment with old and new ones. */
  #hasOldPods({ old }: Look): boolean {
    const { pods } = this.#options;
    return old.some(
      ({ metadata, status }) =>
        status.replicas > 0 || pods.by('owner', metadata.uid ?? '').some((pod) => !isPodEnded(pod)),
    );
  }

  async #keepNewest(look: Look): Promise<void> {
    if (look.newest === undefined) return;
    look.newest = await this.#writer.keepNewest(look.deployment, look.newest, look.old);
    setRevision(look, look.newest);
    if (hasDeadline(look.deployment) && conditionOf(look.deployment.status, 'Progressing') === undefined) {
      setProgressing(look, 'FoundNewReplicaSet', `Found new replica set "${look.newest.metadata.name ?? ''}"`);
    }
  }

  /** The newest ReplicaSet, made if need be; undefined when another hash has to be tried. */
  async #ensureNewest(look: Look): Promise<Sized | undefined> {
    if (look.newest !== undefined) return look.newest;
    const creation = await this.#writer.create(look.deployment, look.old);
    if (creation.kind === 'failed') return this.#reportFailure(look, creation);
    if (creation.kind === 'collision') return this.#countCollision(look);
    look.newest = creation.set;
    setRevision(look, creation.set);
    if (creation.kind === 'created' && hasDeadline(look.deployment)) {
      setProgressing(look, 'NewReplicaSetCreated', `Created new replica set "${creation.set.metadata.name ?? ''}"`);
    }
    return creation.set;
  }

  async #reportFailure(
    look: Look,
    { name, error, isPointless }: { name: string; error: unknown; isPointless: boolean },
  ): Promise<never> {
    if (isPointless) throw error;
    const { events } = this.#options;
    const message = `Failed to create new replica set "${name}": ${describeError(error)}`;
    const { deployment, now } = look;
    if (hasDeadline(deployment)) {
      const failed = condition('Progressing', 'False', 'ReplicaSetCreateError', message);
      const conditions = setCondition(deployment.status.conditions ?? [], failed, now);
      await this.#writeStatus(deployment, { ...deployment.status, conditions });
    }
    events.record(deployment, { type: 'Warning', reason: 'ReplicaSetCreateError', message });
    throw error;
  }

  async #countCollision({ deployment }: Look): Promise<never> {
    const collisionCount = (deployment.status.collisionCount ?? 0) + 1;
    await this.#writeStatus(deployment, { ...deployment.status, collisionCount });
    throw new Error(`Found a hash collision for deployment ${keyOf(deployment)}: counted up to ${collisionCount}`);
  }

  async #resize({ deployment }: Look, plan: readonly Resize[]): Promise<void> {
    for (const resize of plan) await this.#writer.resize(deployment, resize);
  }

  async #cleanUp({ deployment, old }: Look): Promise<void> {
    const limit = deployment.spec.revisionHistoryLimit;
    await this.#writer.delete(planCleanup(old, { limit, revisionOf }));
  }

  #plainStatus(look: Look): DeploymentStatus {
    return deploymentStatus(look.deployment, { ...look, all: allOf(look) });
  }

  async #rolloutStatus(look: Look): Promise<DeploymentStatus> {
    const status = rolloutStatus(look.deployment, { ...look, all: allOf(look) });
    if (isComplete(look.deployment, status)) await this.#cleanUp(look);
    return status;
  }

  async #write(cached: Readonly<Deployment>, { deployment }: Look, status: DeploymentStatus): Promise<void> {
    const isSame =
      semanticEqual(status, cached.status) &&
      semanticEqual(deployment.metadata.annotations, cached.metadata.annotations);
    if (!isSame) await this.#writeStatus(deployment, status);
  }

  async #writeStatus(deployment: Readonly<Deployment>, status: DeploymentStatus): Promise<void> {
    const written = await this.#options.client.updateStatus(Deployments, { ...deployment, status });
    this.#writes.wrote(keyOf(deployment), written);
  }

  #claim(deployment: Readonly<Deployment>): Promise<Readonly<ReplicaSet>[]> {
    const { client, replicaSets } = this.#options;
    const { uid = '', namespace = '' } = deployment.metadata;
    return claimObjects({
      client,
      owner: deployment,
      ownerResource: Deployments,
      selector: compileLabelSelector(deployment.spec.selector),
      resource: ReplicaSets,
      objects: [...replicaSets.by('owner', uid), ...replicaSets.by('orphans', namespace)],
    });
  }

  async #refuseEverything(deployment: Readonly<Deployment>): Promise<void> {
    const { events } = this.#options;
    const message = 'This deployment is selecting all pods. A non-empty selector is required.';
    events.record(deployment, { type: 'Warning', reason: 'SelectingAll', message });
    const { generation = 0 } = deployment.metadata;
    if ((deployment.status.observedGeneration ?? 0) >= generation) return;
    await this.#writeStatus(deployment, { ...deployment.status, observedGeneration: generation });
  }
}

function isEverything({ spec }: Readonly<Deployment>): boolean {
  return spec.selector !== undefined && semanticEqual(spec.selector, {});
}
