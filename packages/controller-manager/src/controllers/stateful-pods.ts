/** Carries out what a StatefulSet does about a pod and its claims, and tells of it. */
import { isAlreadyExists, isNotFound } from '@wherry/api';
import { StatefulSets, type StatefulSet } from '@wherry/api/apps-v1';
import {
  PersistentVolumeClaims,
  Pods,
  type PersistentVolumeClaim,
  type Pod,
  type PodTemplateSpec,
} from '@wherry/api/core-v1';
import { keyOf, type Client, type EventRecorder, type Lister } from '@wherry/client';
import { describeError } from '@wherry/component';
import { claimOwners, hasOwners } from '../plans/stateful/claim-owners.ts';
import {
  claimNames,
  hasIdentity,
  hasStorage,
  identityLabels,
  newClaims,
  ordinalOf,
  podName,
  volumesWithClaims,
} from '../plans/stateful/identity.ts';
import type { Expectations } from '../pods/expectations.ts';
import { podFromTemplate } from '../pods/pod-from-template.ts';
import { REVISION_LABEL } from '../revisions/revision-plan.ts';

export interface StatefulPodsOptions {
  readonly client: Client;
  readonly claims: Pick<Lister<PersistentVolumeClaim>, 'get'>;
  readonly events: Pick<EventRecorder, 'record'>;
  readonly expectations: Pick<Expectations, 'created' | 'deleted'>;
}

export interface NewPod {
  readonly ordinal: number;
  readonly revision: string;
  /** That of the revision. */
  readonly template: Readonly<PodTemplateSpec>;
}

type Verb = 'create' | 'update' | 'delete';

export class StatefulPods {
  readonly #options: StatefulPodsOptions;

  constructor(options: StatefulPodsOptions) {
    this.#options = options;
  }

  /** Creates the claims that a pod lacks, and then the pod. */
  async create(set: Readonly<StatefulSet>, { ordinal, revision, template }: NewPod): Promise<void> {
    const { client, expectations } = this.#options;
    const name = podName(set, ordinal);
    const drafted = podFromTemplate({ template, owner: set, ownerResource: StatefulSets });
    const { generateName: _prefix, ...metadata } = drafted.metadata ?? {};
    const labels = { ...template.metadata.labels, ...identityLabels(set, ordinal), [REVISION_LABEL]: revision };
    const subdomain = set.spec.serviceName;
    const spec = {
      ...template.spec,
      hostname: name,
      ...(subdomain === '' ? {} : { subdomain }),
      volumes: volumesWithClaims(set, template.spec, ordinal),
    };
    await this.#telling(set, { verb: 'create', name }, async () => {
      await this.createClaims(set, ordinal);
      const created = await client.create<Pod>(Pods, { metadata: { ...metadata, name, labels }, spec });
      expectations.created(keyOf(set), created);
    });
  }

  async delete(set: Readonly<StatefulSet>, pod: Readonly<Pod>): Promise<void> {
    const { client, expectations } = this.#options;
    const { name = '', namespace = '', uid = '' } = pod.metadata;
    await this.#telling(set, { verb: 'delete', name }, async () => {
      try {
        await client.delete(Pods, { namespace, name }, { preconditions: { uid } });
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
      expectations.deleted(keyOf(set), pod);
    });
  }

  /** Gives a pod its labels and volumes, and its claims their owners. */
  async mend(set: Readonly<StatefulSet>, pod: Readonly<Pod>): Promise<void> {
    const ordinal = ordinalOf(pod);
    if (!hasStorage(set, pod)) await this.createClaims(set, ordinal);
    await this.retain(set, pod);
    if (hasIdentity(pod) && hasStorage(set, pod)) return;
    const labels = { ...pod.metadata.labels, ...identityLabels(set, ordinal) };
    const volumes = volumesWithClaims(set, pod.spec, ordinal);
    await this.#telling(set, { verb: 'update', name: pod.metadata.name ?? '' }, () =>
      this.#options.client.update(Pods, {
        ...pod,
        metadata: { ...pod.metadata, labels },
        spec: { ...pod.spec, volumes },
      }),
    );
  }

  /** Gives the claims of a pod the owners that decide when they go. */
  async retain(set: Readonly<StatefulSet>, pod: Readonly<Pod>): Promise<void> {
    const { client } = this.#options;
    for (const name of claimNames(set, ordinalOf(pod)).values()) {
      const claim = this.#claim(set, name);
      if (claim === undefined || hasOwners(set, pod, claim)) continue;
      const ownerReferences = claimOwners(set, pod, claim);
      await client.update(PersistentVolumeClaims, { ...claim, metadata: { ...claim.metadata, ownerReferences } });
    }
  }

  /** Creates the claims of a number that are not there. @throws Error for one that is being deleted */
  async createClaims(set: Readonly<StatefulSet>, ordinal: number): Promise<void> {
    for (const draft of newClaims(set, ordinal)) {
      const existing = this.#claim(set, draft.metadata.name ?? '');
      if (existing === undefined) await this.#createClaim(set, ordinal, draft);
      else if (existing.metadata.deletionTimestamp !== undefined) {
        throw new Error(`pvc ${existing.metadata.name ?? ''} is being deleted`);
      }
    }
  }

  async #createClaim(set: Readonly<StatefulSet>, ordinal: number, draft: PersistentVolumeClaim): Promise<void> {
    const { client, events } = this.#options;
    const claim = draft.metadata.name ?? '';
    const [pod, name] = [podName(set, ordinal), set.metadata.name ?? ''];
    const ownerReferences = claimOwners(set, undefined, draft);
    try {
      await client.create<PersistentVolumeClaim>(PersistentVolumeClaims, {
        ...draft,
        metadata: { ...draft.metadata, ...(ownerReferences.length === 0 ? {} : { ownerReferences }) },
      });
      const message = `create Claim ${claim} Pod ${pod} in StatefulSet ${name} success`;
      events.record(set, { type: 'Normal', reason: 'SuccessfulCreate', message });
    } catch (error) {
      if (isAlreadyExists(error)) return;
      const why = describeError(error);
      const message = `create Claim ${claim} for Pod ${pod} in StatefulSet ${name} failed error: ${why}`;
      events.record(set, { type: 'Warning', reason: 'FailedCreate', message });
      throw new Error(`failed to create PVC ${claim}`, { cause: error });
    }
  }

  #claim(set: Readonly<StatefulSet>, name: string): Readonly<PersistentVolumeClaim> | undefined {
    return this.#options.claims.get(`${set.metadata.namespace ?? ''}/${name}`);
  }

  async #telling(
    set: Readonly<StatefulSet>,
    { verb, name }: { readonly verb: Verb; readonly name: string },
    act: () => Promise<unknown>,
  ): Promise<void> {
    const { events } = this.#options;
    const what = `${verb} Pod ${name} in StatefulSet ${set.metadata.name ?? ''}`;
    const reason = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}`;
    try {
      await act();
      events.record(set, { type: 'Normal', reason: `Successful${reason}`, message: `${what} successful` });
    } catch (error) {
      // The picture lags behind: what was to be made is there.
      if (verb === 'create' && isAlreadyExists(error)) throw error;
      const message = `${what} failed error: ${describeError(error)}`;
      events.record(set, { type: 'Warning', reason: `Failed${reason}`, message });
      throw error;
    }
  }
}
