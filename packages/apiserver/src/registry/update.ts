/** The update verb, also behind patch and every subresource that changes its parent. */
import { semanticEqual } from '@wherry/api/meta-v1';
import { notFound, type FieldError } from '@wherry/api';
import type { KubeObject } from '@wherry/api/resources';
import { commit } from './commit.ts';
import { admitted, type Current, type RegistryContext, type WriteRequest, type Written } from './context.ts';
import { retryOnCurrent, type Attempt } from './current.ts';
import { newFieldWarnings } from './field-effects.ts';
import { textAt } from './object-text.ts';
import { fromStored, keyOf, toStored, type ServedResource } from './served-resource.ts';
import { keepMetadata, keepStatus, onlyStatus } from './status-part.ts';
import { dropRepeatedOwners } from './owner-references.ts';
import { assertUpToDate, carryMetadata, uidConflict } from './update-metadata.ts';
import { assertValidUpdate, assertValidView } from './validity.ts';

/** Which part of the object a path changes, and by which rules. Both functions see stored forms. */
export interface UpdateRules {
  /** What this path changes does not count as a new generation. */
  readonly keepsGeneration?: true;
  /** The object that results: the change confined to what this path may touch. */
  prepare(object: KubeObject, old: Readonly<KubeObject>): KubeObject;
  validate(object: Readonly<KubeObject>, old: Readonly<KubeObject>): readonly FieldError[];
}

export interface Update {
  readonly request: WriteRequest;
  readonly name: string;
  /** Which object is meant: another one of the same name is left alone. @default whichever has the name */
  readonly uid?: string;
  /**
   * Makes the changed object out of the present one (both in the request's version). It may be called again when
   * someone else was faster, must not change what it is given, and returns a new object.
   */
  readonly change: (old: Readonly<KubeObject>) => Promise<KubeObject> | KubeObject;
  /** @default the rules of the main resource */
  readonly rules?: UpdateRules;
  /** Creates the object that does not exist, for kinds that allow it. */
  readonly create?: () => Promise<Written>;
}

export interface Updated extends Written {
  readonly created: boolean;
}

/**
 * Changes an object.
 * @throws StatusError 404, 409 when it was made from an older object, 422 when the result is not valid
 */
export async function updateObject(context: RegistryContext, update: Update): Promise<Updated> {
  const { request, name } = update;
  const key = keyOf(request.served, { namespace: request.namespace, name });
  return retryOnCurrent<Updated>(context, key, async (current) => {
    if (current !== undefined) return attempt(context, update, current);
    if (update.create === undefined) throw notFound(request.served.name, name);
    if (update.uid !== undefined) throw uidConflict(request.served, { key, name, wanted: update.uid, present: '' });
    return { done: true, value: { ...(await update.create()), created: true } };
  });
}

async function attempt(context: RegistryContext, update: Update, current: Current): Promise<Attempt<Updated>> {
  const { request, name } = update;
  const { served } = request;
  const old = fromStored(served, current.object);
  const present = current.object.metadata.uid ?? '';
  if (update.uid !== undefined && update.uid !== present) {
    throw uidConflict(served, { key: current.key, name, wanted: update.uid, present });
  }
  const object = await update.change(old);
  dropRepeatedOwners(object, { request, afterAdmission: false });
  assertUpToDate(served, { object, current });
  carryMetadata(object, current.object);
  const admission = admitted(request, { operation: 'UPDATE', name, object, old });
  await context.admission.admit(admission);
  dropRepeatedOwners(object, { request, afterAdmission: true });
  served.strategy.defaults?.(object);
  if (request.subresource === '') assertValidView(served, object, old);
  const rules = update.rules ?? mainRules(served);
  const stored = rules.prepare(toStored(served, object), current.object);
  if (rules.keepsGeneration !== true) countGeneration(stored, current.object, served.stored);
  const errors = rules.validate(stored, current.object);
  assertValidUpdate(served, { object: stored, old: current.object, errors });
  await context.admission.validate(admission);
  for (const text of served.strategy.warnings?.(object, old) ?? []) request.warn(text);
  if (request.subresource === '') {
    for (const text of newFieldWarnings(served.resource.schema, object, old)) request.warn(text);
  }
  return write(context, { request, stored, current });
}

interface Decided {
  readonly request: WriteRequest;
  readonly stored: KubeObject;
  readonly current: Current;
}

async function write(context: RegistryContext, { request, stored, current }: Decided): Promise<Attempt<Updated>> {
  const { served, dryRun } = request;
  const removes = isFinished(served, stored);
  if (!removes && isSame(stored, current.object)) {
    return { done: true, writesNothing: true, value: { ...unchanged(served, current), created: false } };
  }
  const outcome = await commit(context, {
    served,
    key: current.key,
    expected: current.revision,
    ...(removes ? {} : { object: stored }),
    old: removes ? stored : current.object,
    dryRun,
  });
  return outcome.ok
    ? { done: true, value: { ...outcome.written, created: false } }
    : { done: false, current: outcome.current };
}

/** The rules of the main resource: status stays as it is. */
export function mainRules({ stored: { strategy, hasStatus } }: ServedResource): UpdateRules {
  return {
    prepare(object, old) {
      if (hasStatus) keepStatus(object, old);
      strategy.prepareForUpdate?.(object, old);
      return object;
    },
    validate: (object, old) => strategy.validateUpdate?.(object, old) ?? strategy.validate?.(object) ?? [],
  };
}

/** The rules of `/status`: everything but status and metadata stays as it is. */
export function statusRules({ stored: { strategy } }: ServedResource): UpdateRules {
  return {
    // Annotations that count as a change of a Deployment do not count here: its controller writes them with the status.
    keepsGeneration: true,
    prepare(object, old) {
      const result = onlyStatus(object, old);
      if (strategy.statusKeepsMetadata === true) keepMetadata(result, old);
      strategy.prepareForStatusUpdate?.(result, old);
      return result;
    },
    validate: (object, old) => strategy.validateStatusUpdate?.(object, old) ?? [],
  };
}

function countGeneration(object: KubeObject, old: Readonly<KubeObject>, { resource, strategy }: ServedResource): void {
  if (!resource.countsGenerations) return;
  const changed = strategy.changesGeneration?.(object, old) ?? !semanticEqual(comparable(object), comparable(old));
  if (changed) object.metadata.generation = (old.metadata.generation ?? 0) + 1;
}

/** What a generation is counted by. The kind is clear, whether the client says it or not, as in protobuf it does not. */
function comparable(object: Readonly<KubeObject & { status?: unknown }>): object {
  const { kind: _kind, apiVersion: _version, metadata: _metadata, status: _status, ...rest } = object;
  return rest;
}

/** Whether a deleted object has nothing left to wait for. */
export function isFinished({ stored: { strategy } }: ServedResource, object: Readonly<KubeObject>): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = object.metadata;
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds > 0 || finalizers.length > 0) return false;
  return strategy.holdsDeletion?.(object) !== true;
}

/** Whether nothing would be written that is not there. What the object is, is clear, whether the client says it or not. */
function isSame(object: KubeObject, old: Readonly<KubeObject>): boolean {
  const { kind = '', apiVersion = '', metadata } = old;
  const resourceVersion = metadata.resourceVersion ?? '';
  return semanticEqual({ ...object, kind, apiVersion, metadata: { ...object.metadata, resourceVersion } }, old);
}

function unchanged(served: ServedResource, { object, revision }: Current): Written {
  return { object, revision, text: textAt(served, { object, revision }) };
}
