/**
 * What an apiserver writes at its start so that flow schemas and priority levels are as they should be. An annotation
 * says who keeps a suggested object: while it is `true` the apiserver does, afterwards an administrator. Planning again
 * after the writes gives nothing to do.
 */
import type {
  FlowSchema,
  FlowSchemaSpec,
  PriorityLevelConfiguration,
  PriorityLevelConfigurationSpec,
} from '@wherry/api/flowcontrol-v1';
import { semanticEqual, type ObjectMeta } from '@wherry/api/meta-v1';
import { bootstrapFlowSchemas, bootstrapPriorityLevels, type WantedObject } from './flow-control.ts';

/** `true` while the apiserver keeps the spec of an object up to date. */
export const AUTO_UPDATE_ANNOTATION = 'apf.kubernetes.io/autoupdate-spec';

/** The writes for one kind. */
export interface BootstrapWrites<T, N> {
  readonly create: readonly N[];
  /** Whole objects, with the resourceVersion that they were read at. */
  readonly update: readonly T[];
  /** Names of objects that an earlier release made and this one does not know. */
  readonly remove: readonly string[];
}

/** A new object of a kind whose spec is S. */
export interface NewObject<S> {
  readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
  readonly spec: S;
}

export interface FlowControlWrites {
  readonly priorityLevels: BootstrapWrites<PriorityLevelConfiguration, NewObject<PriorityLevelConfigurationSpec>>;
  /** To be written after the priority levels, which they refer to. */
  readonly flowSchemas: BootstrapWrites<FlowSchema, NewObject<FlowSchemaSpec>>;
}

/** Plans for the objects that exist. */
export function planFlowControl(existing: {
  readonly flowSchemas: readonly FlowSchema[];
  readonly priorityLevels: readonly PriorityLevelConfiguration[];
}): FlowControlWrites {
  return {
    priorityLevels: plan(
      bootstrapPriorityLevels().map((wanted) => keepingExemptShare(wanted, existing.priorityLevels)),
      existing.priorityLevels,
    ),
    flowSchemas: plan(bootstrapFlowSchemas(), existing.flowSchemas),
  };
}

// The share of the exempt level is the one thing about a mandatory object that an administrator may choose.
function keepingExemptShare(
  wanted: WantedObject<PriorityLevelConfigurationSpec>,
  existing: readonly PriorityLevelConfiguration[],
): WantedObject<PriorityLevelConfigurationSpec> {
  const chosen = existing.find(({ metadata }) => metadata.name === wanted.name)?.spec.exempt;
  return wanted.name === 'exempt' && chosen !== undefined
    ? { ...wanted, spec: { ...wanted.spec, exempt: chosen } }
    : wanted;
}

function plan<S, T extends { metadata: ObjectMeta; spec: S }>(
  wanted: readonly WantedObject<S>[],
  existing: readonly T[],
): BootstrapWrites<T, NewObject<S>> {
  const byName = new Map(existing.map((object) => [object.metadata.name, object]));
  const known = new Set(wanted.map(({ name }) => name));
  return {
    create: wanted.filter(({ name }) => !byName.has(name)).map(({ name, spec }) => newObject(name, spec)),
    update: wanted.flatMap((object) => {
      const present = byName.get(object.name);
      return present === undefined ? [] : putRight(present, object);
    }),
    remove: existing.flatMap(({ metadata: { name = '', annotations } }) =>
      annotations?.[AUTO_UPDATE_ANNOTATION] === 'true' && !known.has(name) ? [name] : [],
    ),
  };
}

function newObject<S>(name: string, spec: S): NewObject<S> {
  return { metadata: { name, annotations: { [AUTO_UPDATE_ANNOTATION]: 'true' } }, spec };
}

function putRight<S, T extends { metadata: ObjectMeta; spec: S }>(present: T, wanted: WantedObject<S>): T[] {
  const isOurs = wanted.mandatory || isKeptByServer(present.metadata);
  const annotations = { ...present.metadata.annotations, [AUTO_UPDATE_ANNOTATION]: String(isOurs) };
  const metadata = { ...present.metadata, annotations };
  const spec = isOurs ? wanted.spec : present.spec;
  const isRight = semanticEqual(spec, present.spec) && semanticEqual(metadata, present.metadata);
  return isRight ? [] : [{ ...present, metadata, spec }];
}

// Without a word on who keeps it, an object that was never changed is the apiserver's.
function isKeptByServer({ annotations, generation = 0 }: ObjectMeta): boolean {
  const said = annotations?.[AUTO_UPDATE_ANNOTATION];
  return said === 'true' || (said !== 'false' && generation === 1);
}
