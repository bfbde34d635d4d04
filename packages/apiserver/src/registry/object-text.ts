/** Objects as text: what is stored, and what the API shows of it. */
import type { KubeObject } from '@wherry/api/resources';
import { parseObject, storedText, textAtRevision } from '../storage/stored-text.ts';
import type { ServedResource } from './served-resource.ts';

/** The text to store for an object in stored form. */
export function textToStore({ stored }: ServedResource, object: Readonly<KubeObject>): string {
  return storedText({ ...object, kind: stored.resource.kind, apiVersion: stored.apiVersion });
}

/** The text of an object in stored form as the API shows it, with the revision as its resourceVersion. */
export function textAt(
  served: ServedResource,
  { object, revision }: { object: Readonly<KubeObject>; revision: number },
): string {
  return textAtRevision(Buffer.from(textToStore(served, object)), revision);
}

/** Reads the text of an object that the registry has stored. */
export function objectOf(text: string): KubeObject {
  return asKubeObject(parseObject(text));
}

/** What the store holds under /registry/ was written by the registry, after validation: it has an object's shape. */
export function asKubeObject(stored: object): KubeObject {
  return stored as KubeObject;
}
