/**
 * Which objects belong to an owner: it adopts those that match its selector and belong to nobody, and releases its own
 * that match no longer. Two owners with overlapping selectors do not fight: whoever came first keeps an object.
 */
import { isInvalid, isNotFound, type LabelMatcher } from '@wherry/api';
import type { KubeObject, Resource } from '@wherry/api/resources';
import type { Client } from '@wherry/client';
import { controllerOf, controllerRef } from './controller-ref.ts';

export type Claim = 'keep' | 'adopt' | 'release' | 'leave';

/** What an owner does with one object that is, or is not, as its objects should be. */
export function planClaim(owner: Readonly<KubeObject>, object: Readonly<KubeObject>, matches: boolean): Claim {
  const isOwnerGoing = owner.metadata.deletionTimestamp !== undefined;
  const controller = controllerOf(object);
  if (controller !== undefined) {
    if (controller.uid !== owner.metadata.uid) return 'leave';
    if (matches) return 'keep';
    return isOwnerGoing ? 'leave' : 'release';
  }
  if (isOwnerGoing || !matches || object.metadata.deletionTimestamp !== undefined) return 'leave';
  return 'adopt';
}

export interface ClaimOptions<O extends KubeObject, T extends KubeObject> {
  readonly client: Pick<Client, 'get' | 'patch'>;
  readonly owner: Readonly<O>;
  readonly ownerResource: Resource<O>;
  readonly selector: Pick<LabelMatcher, 'matches'>;
  /** What an object must be besides. @default anything */
  readonly isMember?: (object: Readonly<T>) => boolean;
  readonly resource: Resource<T>;
  /** Put on what is adopted, and taken off what is released. @default none */
  readonly finalizers?: readonly string[];
  /** What the owner has, and what nobody has. */
  readonly objects: readonly Readonly<T>[];
}

/**
 * Adopts and releases as needed and returns the objects that are the owner's.
 * @throws Error when the owner is not the one it was, or is being deleted: then nothing may be adopted any more
 */
export async function claimObjects<O extends KubeObject, T extends KubeObject>(
  options: ClaimOptions<O, T>,
): Promise<Readonly<T>[]> {
  const { owner, objects, selector, isMember = () => true } = options;
  const planned = objects.map((object) => {
    const matches = selector.matches(object.metadata.labels ?? {}) && isMember(object);
    return { object, claim: planClaim(owner, object, matches) };
  });
  if (planned.some(({ claim }) => claim === 'adopt')) await assertMayAdopt(options);
  const results = await Promise.all(
    planned.map(async ({ object, claim }) => {
      if (claim === 'keep') return object;
      if (claim === 'adopt') return adopt(options, object);
      if (claim === 'release') await release(options, object);
      return undefined;
    }),
  );
  return results.filter((object) => object !== undefined);
}

/** The picture may be old: an owner that is gone must not adopt, or its objects would be deleted after it. */
async function assertMayAdopt<O extends KubeObject, T extends KubeObject>(options: ClaimOptions<O, T>): Promise<void> {
  const { client, owner, ownerResource } = options;
  const { namespace, name = '', uid } = owner.metadata;
  const fresh = await client.get(ownerResource, { name, ...(namespace === undefined ? {} : { namespace }) });
  const place = namespace === undefined ? name : `${namespace}/${name}`;
  if (fresh.metadata.uid !== uid) {
    const now = fresh.metadata.uid ?? '';
    throw new Error(`original ${ownerResource.kind} ${place} is gone: got uid ${now}, wanted ${uid ?? ''}`);
  }
  if (fresh.metadata.deletionTimestamp !== undefined) {
    throw new Error(`${place} has just been deleted at ${fresh.metadata.deletionTimestamp}`);
  }
}

async function adopt<O extends KubeObject, T extends KubeObject>(
  { client, owner, ownerResource, resource, finalizers }: ClaimOptions<O, T>,
  object: Readonly<T>,
): Promise<Readonly<T> | undefined> {
  const { uid } = object.metadata;
  const held = finalizers === undefined ? {} : { finalizers };
  const body = { metadata: { uid, ownerReferences: [controllerRef(owner, ownerResource)], ...held } };
  try {
    return await client.patch(resource, placeOf(object), { type: 'strategic', body });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function release<O extends KubeObject, T extends KubeObject>(
  { client, owner, resource, finalizers }: ClaimOptions<O, T>,
  object: Readonly<T>,
): Promise<void> {
  const { uid } = object.metadata;
  const freed = finalizers === undefined ? {} : { '$deleteFromPrimitiveList/finalizers': finalizers };
  const ownerReferences = [{ $patch: 'delete', uid: owner.metadata.uid }];
  const body = { metadata: { uid, ownerReferences, ...freed } };
  try {
    await client.patch(resource, placeOf(object), { type: 'strategic', body });
  } catch (error) {
    // Gone, or another object by now: either way it is not the owner's any more.
    if (!isNotFound(error) && !isInvalid(error)) throw error;
  }
}

function placeOf({ metadata: { name = '', namespace } }: Readonly<KubeObject>) {
  return { name, ...(namespace === undefined ? {} : { namespace }) };
}
