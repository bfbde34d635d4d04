/**
 * What one client sees of an object: the object itself, or only its metadata; in the stored version or, through a view,
 * in another.
 */
import type { KubeObject } from '@wherry/api/resources';
import { asKubeObject } from '../registry/object-text.ts';
import { fromStored, type ServedResource } from '../registry/served-resource.ts';

/** An object of the store: its text as the API shows it, and the object, which may be parsed only when it is asked for. */
export interface Shown {
  readonly text: string;
  readonly object: object;
}

export interface Sight {
  readonly served: ServedResource;
  /** Only the metadata is wanted. */
  readonly metadataOnly: boolean;
}

/** The object as the client sees it. It may share parts with the cache: change a copy. */
export function shownObject({ object }: Shown, { served, metadataOnly }: Sight): KubeObject {
  const stored = asKubeObject(object);
  if (metadataOnly) return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: stored.metadata };
  return { ...fromStored(served, stored), kind: served.resource.kind, apiVersion: served.apiVersion };
}

/** The same as JSON. Most objects are sent as they stand in the cache, without being parsed. */
export function shownText(shown: Shown, sight: Sight): string {
  if (!sight.metadataOnly && sight.served.resource.view === undefined) return shown.text;
  const { kind, apiVersion, ...rest } = shownObject(shown, sight);
  return JSON.stringify({ kind, apiVersion, ...rest });
}
