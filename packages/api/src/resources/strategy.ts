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
  /** Defaults that depend on other fields; constants are in the schema. Runs after decoding and after admission. */
  defaults?(object: T): void;
  prepareForCreate?(object: T): void;
  prepareForUpdate?(object: T, old: Readonly<T>): void;
  prepareForStatusUpdate?(object: T, old: Readonly<T>): void;
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
