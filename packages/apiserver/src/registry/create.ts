/** The create verb: a decoded object becomes a stored one. */
import { randomUUID } from 'node:crypto';
import { alreadyExists, canonicalTime, generateName, generateNameConflict } from '@wherry/api';
import type { KubeObject } from '@wherry/api/resources';
import { commit } from './commit.ts';
import { admitted, type RegistryContext, type WriteRequest, type Written } from './context.ts';
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
  for (let attempt = 1; ; attempt += 1) {
    const candidate = generates ? structuredClone(object) : object;
    if (generates) candidate.metadata.name = generateName(base);
    const written = await createNamed(context, { request, object: candidate });
    if (written !== undefined) return written;
    const name = candidate.metadata.name ?? '';
    if (!generates) throw alreadyExists(request.served.name, name);
    if (attempt === NAME_ATTEMPTS) throw generateNameConflict(request.served.name, name);
  }
}

/** Undefined when the name is taken. */
async function createNamed(
  context: RegistryContext,
  { request, object }: { readonly request: WriteRequest; readonly object: KubeObject },
): Promise<Written | undefined> {
  const { served, namespace, dryRun } = request;
  served.strategy.defaults?.(object);
  fillMetadata(object, request, context);
  const name = object.metadata.name ?? '';
  const admission = admitted(request, { operation: 'CREATE', name, object });
  await context.admission.admit(admission);
  served.strategy.defaults?.(object);
  assertValidView(served, object);
  const stored = prepare(object, request);
  assertValidNew(served, stored);
  await context.admission.validate(admission);
  for (const text of served.strategy.warnings?.(object) ?? []) request.warn(text);
  const outcome = await commit(context, {
    served,
    key: keyOf(served, { namespace, name }),
    expected: 0,
    object: stored,
    dryRun,
  });
  return outcome.ok ? outcome.written : undefined;
}

/** What the server alone decides of a new object. */
function fillMetadata({ metadata }: KubeObject, { served, namespace }: WriteRequest, { clock }: RegistryContext): void {
  metadata.uid = randomUUID();
  metadata.creationTimestamp = canonicalTime(clock.now().toISOString());
  if (served.resource.namespaced) metadata.namespace = namespace;
  else delete metadata.namespace;
  delete metadata.resourceVersion;
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.selfLink;
  delete metadata.managedFields;
  if (served.stored.resource.countsGenerations) metadata.generation = 1;
  else delete metadata.generation;
}

/** The object in its stored form, without what a client cannot set. */
function prepare(object: KubeObject, { served }: WriteRequest): KubeObject {
  const stored = toStored(served, object);
  const { strategy } = served.stored;
  if (strategy.keepsStatusOnCreate !== true) resetStatus(stored, served.stored);
  strategy.prepareForCreate?.(stored);
  return stored;
}
