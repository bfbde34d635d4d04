/** Makes the present state of a workload its newest ControllerRevision. */
import { isAlreadyExists, isNotFound } from '@wherry/api';
import { ControllerRevisions, type ControllerRevision } from '@wherry/api/apps-v1';
import type { PodTemplateSpec } from '@wherry/api/core-v1';
import { semanticEqual } from '@wherry/api/meta-v1';
import type { KubeObject, Resource } from '@wherry/api/resources';
import { keyOf, placeOfKey, type Client } from '@wherry/client';
import { controllerRef } from '../ownership/controller-ref.ts';
import { stateHash } from '../plans/template-hash.ts';
import { planRevision, revisionData } from './revision-plan.ts';

export interface EnsureRevisionOptions {
  readonly client: Pick<Client, 'create' | 'get' | 'update'>;
  readonly owner: Readonly<KubeObject>;
  readonly ownerResource: Resource;
  readonly template: Readonly<PodTemplateSpec>;
  /** The owner's revisions. */
  readonly revisions: readonly Readonly<ControllerRevision>[];
  /** How often names have been found to be taken. */
  readonly collisionCount: number;
  /** The label of a revision that holds its hash. */
  readonly hashLabel: string;
}

export interface EnsuredRevision {
  readonly revision: Readonly<ControllerRevision>;
  readonly collisionCount: number;
}

/** @throws StatusError */
export async function ensureRevision(options: EnsureRevisionOptions): Promise<EnsuredRevision> {
  const { client, template, revisions, collisionCount } = options;
  const plan = planRevision(revisions, revisionData(template));
  switch (plan.kind) {
    case 'keep':
      return { revision: plan.revision, collisionCount };
    case 'raise': {
      const raised = { ...plan.revision, revision: plan.number };
      return { revision: await client.update(ControllerRevisions, raised), collisionCount };
    }
    case 'create':
      return create(options, plan.number);
  }
}

async function create(options: EnsureRevisionOptions, number: number): Promise<EnsuredRevision> {
  const { client } = options;
  for (let { collisionCount } = options; ; collisionCount += 1) {
    const draft = newRevision(options, { number, collisionCount });
    try {
      return { revision: await client.create<ControllerRevision>(ControllerRevisions, draft), collisionCount };
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
      const existing = await client.get(ControllerRevisions, placeOfKey(keyOf(draft)));
      // The picture lags behind: it is the one that was to be made.
      if (semanticEqual(existing.data, draft.data)) return { revision: existing, collisionCount };
    }
  }
}

function newRevision(
  { owner, ownerResource, template, hashLabel }: EnsureRevisionOptions,
  { number, collisionCount }: { readonly number: number; readonly collisionCount: number },
): ControllerRevision {
  const data = revisionData(template);
  const hash = stateHash(data, collisionCount);
  const { name = '', namespace = '', annotations } = owner.metadata;
  return {
    metadata: {
      namespace,
      name: `${name.slice(0, 223)}-${hash}`,
      labels: { ...template.metadata.labels, [hashLabel]: hash },
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [controllerRef(owner, ownerResource)],
    },
    data,
    revision: number,
  };
}

/** Deletes revisions that are not kept any longer. @throws StatusError */
export async function deleteRevisions(
  client: Pick<Client, 'delete'>,
  revisions: readonly Readonly<ControllerRevision>[],
): Promise<void> {
  for (const revision of revisions) {
    try {
      await client.delete(ControllerRevisions, placeOfKey(keyOf(revision)));
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}
