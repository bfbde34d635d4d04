/** The create verb: a decoded object becomes a stored one. */
import { randomUUID } from 'node:crypto';
import { alreadyExists, canonicalTime, generateName, generateNameConflict, StatusError } from '@wherry/api';
import type { KubeObject } from '@wherry/api/resources';
import type { StoredItem } from '../storage/storage.ts';
import { commit } from './commit.ts';
import { admitted, type RegistryContext, type WriteRequest, type Written } from './context.ts';
import { currentOf } from './current.ts';
import { effectWarning } from './effect-warning.ts';
import { fieldWarnings } from './field-effects.ts';
import { dropRepeatedOwners } from './owner-references.ts';
import { keyOf, toStored } from './served-resource.ts';
import { resetStatus } from './status-part.ts';
import { assertValidNew, assertValidView } from './validity.ts';

/** Attempts at a free generated name, as upstream. */
const NAME_ATTEMPTS = 8;

/**
 * Creates an object.
 *
 * @param object decoded and with constant defaults, in the request's version; it is changed
 * @throws StatusError 409 when the name is taken, 422 when the object is not valid, and what admission refuses with
 */
export async function createObject(
  context: RegistryContext,
  { request, object }: { readonly request: WriteRequest; readonly object: KubeObject },
): Promise<Written> {
  const base = object.metadata.generateName ?? '';
  const generates = (object.metadata.name ?? '') === '' && base !== '';
  wipeMetadata(object);
  dropRepeatedOwners(object, { request, afterAdmission: false });
  for (let attempt = 1; ; attempt += 1) {
    const candidate = generates ? structuredClone(object) : object;
    if (generates) candidate.metadata.name = generateName(base);
    const written = await createNamed(context, { request, object: candidate });
    if ('object' in written) return written;
    if (!generates || attempt === NAME_ATTEMPTS) throw nameConflict(request.served, candidate, written.taken);
  }
}

/** Someone has the name. */
interface Taken {
  /** What stands there; undefined when it has gone meanwhile. */
  readonly taken: StoredItem | undefined;
}

async function createNamed(
  context: RegistryContext,
  { request, object }: { readonly request: WriteRequest; readonly object: KubeObject },
): Promise<Written | Taken> {
  const { served, namespace, dryRun } = request;
  served.strategy.defaults?.(object);
  fillMetadata(object, request, context);
  const name = object.metadata.name ?? '';
  const admission = admitted(request, { operation: 'CREATE', name, object });
  await context.admission.admit(admission);
  dropRepeatedOwners(object, { request, afterAdmission: true });
  served.strategy.defaults?.(object);
  assertValidView(served, object);
  const stored = prepare(object, request);
  assertValidNew(served, stored);
  await context.admission.validate(admission);
  for (const text of served.strategy.warnings?.(object) ?? []) request.warn(text);
  const effect = effectWarning(served.resource);
  if (effect !== undefined) request.warn(effect);
  for (const text of fieldWarnings(served.resource.schema, object)) request.warn(text);
  if (!dryRun) assertNoVersion(stored);
  delete stored.metadata.resourceVersion;
  const outcome = await commit(context, {
    served,
    key: keyOf(served, { namespace, name }),
    expected: 0,
    object: stored,
    dryRun,
  });
  return outcome.ok ? outcome.written : { taken: outcome.current };
}

/** What clients send of it counts for nothing. */
function wipeMetadata({ metadata }: KubeObject): void {
  delete metadata.uid;
  delete metadata.creationTimestamp;
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.selfLink;
  delete metadata.managedFields;
}

/** What the server alone decides of a new object. */
function fillMetadata({ metadata }: KubeObject, { served, namespace }: WriteRequest, { clock }: RegistryContext): void {
  metadata.uid = randomUUID();
  metadata.creationTimestamp = canonicalTime(clock.now().toISOString());
  if (served.resource.namespaced) metadata.namespace = namespace;
  else delete metadata.namespace;
  if (served.stored.resource.countsGenerations) metadata.generation = 1;
}

/** The object in its stored form, without what a client cannot set. */
function prepare(object: KubeObject, { served }: WriteRequest): KubeObject {
  const stored = toStored(served, object);
  const { strategy } = served.stored;
  if (strategy.keepsStatusOnCreate !== true) resetStatus(stored, served.stored);
  strategy.prepareForCreate?.(stored);
  return stored;
}

/** Kubernetes finds this out in its store, and does not take it for the client's mistake. @throws StatusError 500 */
function assertNoVersion({ metadata: { resourceVersion = '' } }: KubeObject): void {
  if (/^\d+$/.test(resourceVersion) && Number(resourceVersion) !== 0) {
    throw new StatusError({
      code: 500,
      reason: '',
      message: 'resourceVersion should not be set on objects to be created',
    });
  }
}

function nameConflict(
  { name: resource }: WriteRequest['served'],
  { metadata: { name = '', generateName: base = '' } }: KubeObject,
  taken: StoredItem | undefined,
): StatusError {
  const { code, reason, message, details } =
    base === '' ? alreadyExists(resource, name) : generateNameConflict(resource, name);
  const isLeaving = taken !== undefined && currentOf(taken).object.metadata.deletionTimestamp !== undefined;
  return new StatusError({
    code,
    reason,
    message: isLeaving ? `object is being deleted: ${message}` : message,
    ...(details === undefined ? {} : { details }),
  });
}
