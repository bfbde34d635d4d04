/** The `status` half of objects: which kinds have it, and how writes keep to their own half. */
import type { KubeObject } from '@wherry/api/resources';
import { decodeJson } from '@wherry/api/schema';
import type { ServedResource } from './served-resource.ts';

type WithStatus = KubeObject & { status?: unknown };

/** Gives an object the status of a new one. */
export function resetStatus(object: KubeObject, { resource, hasStatus }: ServedResource): void {
  const schema = resource.schema.byName.get('status')?.field.schema;
  if (hasStatus && schema?.type === 'struct') (object as WithStatus).status = decodeJson(schema, {}).value;
}

/** Gives an object the status of another. */
export function keepStatus(object: KubeObject, old: Readonly<KubeObject>): void {
  const { status } = old as Readonly<WithStatus>;
  if (status === undefined) delete (object as WithStatus).status;
  else (object as WithStatus).status = status;
}

/** The old object with the new one's metadata and status: what an update of `/status` amounts to. */
export function onlyStatus(object: KubeObject, old: Readonly<KubeObject>): KubeObject {
  const result: WithStatus = { ...old, metadata: object.metadata };
  keepStatus(result, object);
  return result;
}

/** Gives an object the labels, annotations, finalizers and owners of another. */
export function keepMetadata(object: KubeObject, { metadata: old }: Readonly<KubeObject>): void {
  const { labels, annotations, finalizers, ownerReferences } = old;
  const kept = { labels, annotations, finalizers, ownerReferences };
  const { labels: _l, annotations: _a, finalizers: _f, ownerReferences: _o, ...rest } = object.metadata;
  const given = Object.entries(kept).filter(([, value]) => value !== undefined);
  object.metadata = { ...rest, ...structuredClone(Object.fromEntries(given)) };
}
