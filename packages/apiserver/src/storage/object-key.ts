/**
 * Where an object stands in the store: `/registry/<group>/<resource>/<namespace>/<name>`, without the namespace for
 * what belongs to none. The core group, whose name is empty, is written `core`.
 */

/** What all keys of objects start with. Other keys in the store are none of the cache's business. */
export const ROOT = '/registry/';

export interface ResourceName {
  /** The API group; empty for the core group. */
  readonly group: string;
  /** The plural: `pods`. */
  readonly resource: string;
}

/** What the keys of all objects of a resource start with: `/registry/apps/deployments/`. */
export function resourcePrefix(name: ResourceName): string {
  return `${ROOT}${segment(name.group === '' ? 'core' : name.group)}/${segment(name.resource)}/`;
}

/** What the keys of a resource's objects in one namespace start with. */
export function namespacePrefix(name: ResourceName, namespace: string): string {
  return `${resourcePrefix(name)}${segment(namespace)}/`;
}

/** The key of one object. */
export function objectKey(name: ResourceName, object: { readonly namespace?: string; readonly name: string }): string {
  const prefix = object.namespace === undefined ? resourcePrefix(name) : namespacePrefix(name, object.namespace);
  return prefix + segment(object.name);
}

/** The resource prefix that a key or a longer prefix starts with; undefined when it belongs to no resource. */
export function resourcePrefixOf(key: string): string | undefined {
  if (!key.startsWith(ROOT)) return undefined;
  const afterGroup = key.indexOf('/', ROOT.length);
  const afterResource = afterGroup < 0 ? -1 : key.indexOf('/', afterGroup + 1);
  return afterResource < 0 ? undefined : key.slice(0, afterResource + 1);
}

/**
 * Orders keys by the bytes of their UTF-8 form, as etcd does. JavaScript compares UTF-16 units, which differs where
 * surrogates meet the characters after them.
 */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const unitA = a.charCodeAt(i);
    const unitB = b.charCodeAt(i);
    if (unitA !== unitB) return rank(unitA) - rank(unitB);
  }
  return a.length - b.length;
}

/** Puts surrogates, which stand for the highest code points, behind all other units. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}

/** The names come out of validation; this only makes sure that a hole in it cannot reach other objects' keys. */
function segment(text: string): string {
  if (!isKeySegment(text)) {
    throw new Error(`Cannot make a key of ${JSON.stringify(text)}: it must be one non-empty path segment`);
  }
  return text;
}

/** Whether a text can stand in a key as the name of something. */
export function isKeySegment(text: string): boolean {
  return text !== '' && text !== '.' && text !== '..' && !text.includes('/');
}
