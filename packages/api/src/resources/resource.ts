/**
 * What the API serves, as data: one `Resource` row a kind. Server, client and command line read the same rows; a kind
 * that behaves in its own way adds a `Strategy`, never a second verb.
 */
import type { ListMeta } from '../meta-v1/list-meta.ts';
import type { ObjectMeta } from '../meta-v1/object-meta.ts';
import type { Infer } from '../schema/infer.ts';
import type { Fields, StructSchema } from '../schema/schema.ts';

/** The least that every stored object has. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata: ObjectMeta;
}

/** A list as the API returns it. */
export interface KubeList<T> {
  apiVersion?: string;
  kind?: string;
  metadata: ListMeta;
  items: T[];
}

export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch';

export const allVerbs: readonly Verb[] = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

/** A path below an object, such as `pods/x/status`. */
export interface Subresource {
  readonly name: string;
  readonly verbs: readonly Verb[];
  /** The type that travels on this path; the parent's when not given. */
  readonly type?: {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
    readonly schema: StructSchema<Fields>;
  };
}

/** A field that `?fieldSelector=` may name. */
export interface SelectableField<T> {
  readonly name: string;
  /** The field's value as the selector compares it; the empty string when it is not set. */
  value(object: T): string;
}

export interface Resource<T extends KubeObject = KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly Verb[];
  readonly subresources: readonly Subresource[];
  readonly schema: StructSchema<Fields>;
  /** Field selectors beyond `metadata.name` and `metadata.namespace`. */
  readonly selectableFields: readonly SelectableField<T>[];
  /** `metadata.generation` counts the changes of everything but metadata and status. */
  readonly countsGenerations: boolean;
  /** This version is a view of another resource, in whose form objects are stored. */
  readonly view?: View<T>;
  /** What clients are warned of on every request: the version is on its way out. */
  readonly deprecation?: string;
  /** Answered at once and never stored, such as SubjectAccessReview. */
  readonly ephemeral: boolean;
  readonly _static?: T;
}

/** How a second version of a kind maps to the stored one. Both functions return a new object. */
export interface View<T> {
  readonly of: Resource;
  toStored(object: T): KubeObject;
  fromStored(object: KubeObject): T;
}

/** What a row must say; the rest has the usual values. */
export interface ResourceRow<T extends KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular?: string;
  readonly namespaced: boolean;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly verbs?: readonly Verb[];
  readonly subresources?: readonly Subresource[];
  readonly selectableFields?: readonly SelectableField<T>[];
  readonly countsGenerations?: boolean;
  readonly view?: View<T>;
  readonly deprecation?: string;
  readonly ephemeral?: boolean;
}

/** Makes a row of the resource table from a kind's schema. */
export function resource<F extends Fields, T extends KubeObject = Infer<StructSchema<F>> & KubeObject>(
  schema: StructSchema<F>,
  row: ResourceRow<T>,
): Resource<T> {
  return {
    singular: row.kind.toLowerCase(),
    shortNames: [],
    categories: [],
    verbs: allVerbs,
    subresources: [],
    selectableFields: [],
    countsGenerations: false,
    ephemeral: false,
    ...row,
    schema,
  };
}

/** The `status` subresource, as most kinds have it. */
export const status: Subresource = { name: 'status', verbs: ['get', 'patch', 'update'] };

/** `apps/v1`, or `v1` for the core group. */
export function apiVersionOf(resource: Pick<Resource, 'group' | 'version'>): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}
