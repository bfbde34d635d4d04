/**
 * The text in which objects are stored and sent. Stored text carries no resourceVersion, because the store only knows
 * it after the write; it is put in by splicing, so that an object is serialised once in its life.
 */
import type { KubeObject } from '@wherry/api/resources';

const METADATA = '"metadata":{';

/** The text to store: type meta first, then metadata, so that the splice finds its place. */
export function storedText(object: KubeObject, { apiVersion, kind }: { apiVersion: string; kind: string }): string {
  const { resourceVersion: _, ...metadata } = object.metadata;
  const { apiVersion: _version, kind: _kind, metadata: _metadata, ...rest } = object;
  return JSON.stringify({ apiVersion, kind, metadata, ...rest });
}

/** Stored text with the revision of its last write as `metadata.resourceVersion`. */
export function withResourceVersion(stored: string, revision: number): string {
  // Only apiVersion and kind stand before it, and neither can contain these characters.
  const at = stored.indexOf(METADATA) + METADATA.length;
  const separator = stored.charCodeAt(at) === 0x7d ? '' : ',';
  return `${stored.slice(0, at)}"resourceVersion":"${revision}"${separator}${stored.slice(at)}`;
}
