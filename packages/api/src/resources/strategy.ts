/**
 * What a kind does beyond the generic verbs. Every function is pure apart from changing the object it is handed first;
 * the registry calls them in a fixed order and does what is common to all kinds itself: object metadata and its
 * validation, resetting status on create and on spec updates, keeping everything but status on status updates,
 * counting generations, names and uids.
 */
import type { NameRule } from '../names/object-names.ts';
import type { FieldError } from '../status/field-error.ts';
import type { KubeObject, Resource } from './resource.ts';

export type { NameRule };

export interface Strategy<T extends KubeObject> {
  /** `metadata.name`: a DNS-1123 subdomain unless said otherwise. */
  readonly nameRule?: NameRule;
  /** PUT to a name that does not exist creates it (Leases, Endpoints, …). */
  readonly createsOnUpdate?: boolean;
  /** PUT needs metadata.resourceVersion. */
  readonly needsResourceVersion?: boolean;
  /** A new object keeps the status that it comes with (Nodes, which register themselves with theirs). */
  readonly keepsStatusOnCreate?: boolean;
  /** An update of `/status` leaves labels, annotations, finalizers and owners as they are. */
  readonly statusKeepsMetadata?: boolean;
  /** DELETE answers with the object as it was, instead of a bare success. */
  readonly returnsDeleted?: boolean;
  /** What happens to dependents when the client does not say; `None` for kinds that cannot have any. @default 'Background' */
  readonly defaultPropagation?: 'Background' | 'Orphan' | 'None';
  /** Said to clients that delete without saying what is to happen to dependents. */
  readonly orphanWarning?: string;
  /** Defaults that depend on other fields; constants are in the schema. Runs after decoding and after admission. */
  defaults?(object: T): void;
  prepareForCreate?(object: T): void;
  prepareForUpdate?(object: T, old: Readonly<T>): void;
  prepareForStatusUpdate?(object: T, old: Readonly<T>): void;
  /** Whether a change counts as a new generation. @default whether anything but metadata and status differs */
  changesGeneration?(object: Readonly<T>, old: Readonly<T>): boolean;
  /**
   * For kinds that are deleted gracefully: how many seconds the object is given; 0 to remove it at once.
   * `requested` is what the client asked for.
   */
  gracePeriodSeconds?(object: Readonly<T>, requested: number | undefined): number;
  /** Something beside `metadata.finalizers` keeps a deleted object in place (a namespace's `spec.finalizers`). */
  holdsDeletion?(object: Readonly<T>): boolean;
  /** Changes an object whose deletion has begun. */
  markDeleting?(object: T): void;
  /** Everything wrong with a new object. */
  validate?(object: Readonly<T>): FieldError[];
  /** Everything wrong with a changed object, its own validity included. */
  validateUpdate?(object: Readonly<T>, old: Readonly<T>): FieldError[];
  validateStatusUpdate?(object: Readonly<T>, old: Readonly<T>): FieldError[];
  /** Texts for `Warning:` headers. */
  warnings?(object: Readonly<T>, old?: Readonly<T>): string[];
}

/** A strategy beside the resource that it belongs to. */
export interface StrategyEntry {
  readonly resource: Resource;
  readonly strategy: Strategy<KubeObject>;
}

/** Pairs a resource with its strategy; their object types must agree. */
export function strategyFor<T extends KubeObject>(resource: Resource<T>, strategy: Strategy<T>): StrategyEntry {
  return { resource, strategy };
}
