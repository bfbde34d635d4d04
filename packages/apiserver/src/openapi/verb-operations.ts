/** The operations of the verbs, the same for every resource and for the subresources that are objects. */
import { DeleteOptions, Status, type GroupVersionKind } from '@wherry/api/meta-v1';
import { definitionOf, type Definition } from './definition.ts';
import { watchEvent } from './meta-definitions.ts';
import { patchBody } from './named-scalars.ts';
import { OBJECT_TYPES, type Answer, type Method, type Operation } from './operation.ts';
import {
  createParameters,
  deleteCollectionParameters,
  deleteParameters,
  listParameters,
  patchParameters,
  updateParameters,
} from './parameter.ts';

/** What a verb is applied to. */
export interface Target {
  readonly path: string;
  readonly tag: string;
  /** `AppsV1NamespacedDeployment`: what follows the verb in names of operations. */
  readonly name: string;
  /** How descriptions call it: `Deployment`, or `scale of Deployment`. */
  readonly words: string;
  readonly kind: GroupVersionKind;
  /** The type that travels. */
  readonly object: Definition;
}

const ANY_TYPE = ['*/*'] as const;

const STREAM_TYPES = [
  ...OBJECT_TYPES,
  'application/json;stream=watch',
  'application/vnd.kubernetes.protobuf;stream=watch',
] as const;

const PATCH_TYPES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
] as const;

export const readOperation = (target: Target): Operation => ({
  ...basis(target, { method: 'get', action: 'get', verb: 'read' }),
  description: `Reads one ${target.words}.`,
  query: [],
  answers: answersOf(target.object, 200),
});

export const createOperation = (target: Target): Operation => ({
  ...basis(target, { method: 'post', action: 'post', verb: 'create' }),
  description: `Creates one ${target.words}.`,
  query: createParameters,
  body: { type: target.object, consumes: ANY_TYPE, required: true },
  answers: answersOf(target.object, 200, 201, 202),
});

export const replaceOperation = (target: Target): Operation => ({
  ...basis(target, { method: 'put', action: 'put', verb: 'replace' }),
  description: `Replaces one ${target.words}.`,
  query: updateParameters,
  body: { type: target.object, consumes: ANY_TYPE, required: true },
  answers: answersOf(target.object, 200, 201),
});

export const patchOperation = (target: Target): Operation => ({
  ...basis(target, { method: 'patch', action: 'patch', verb: 'patch' }),
  description: `Changes parts of one ${target.words}.`,
  query: patchParameters,
  body: { type: patchBody, consumes: PATCH_TYPES, required: true },
  answers: answersOf(target.object, 200, 201),
});

/** @param options.returnsDeleted the answer is the object as it was */
export const deleteOperation = (target: Target, options: { readonly returnsDeleted: boolean }): Operation => ({
  ...basis(target, { method: 'delete', action: 'delete', verb: 'delete' }),
  description: `Deletes one ${target.words}.`,
  query: deleteParameters,
  body: deleteBody,
  answers: answersOf(options.returnsDeleted ? target.object : definitionOf(Status), 200, 202),
});

/** @param list the definition of the list kind */
export const listOperation = (target: Target, list: Definition): Operation => ({
  ...basis(target, { method: 'get', action: 'list', verb: 'list' }),
  description: `Lists or watches all ${target.words} objects, or those that are selected.`,
  query: listParameters,
  answers: answersOf(list, 200),
  produces: STREAM_TYPES,
});

export const deleteCollectionOperation = (target: Target): Operation => ({
  ...basis(target, { method: 'delete', action: 'deletecollection', verb: 'delete' }),
  description: `Deletes all ${target.words} objects that are selected.`,
  query: deleteCollectionParameters,
  body: deleteBody,
  answers: answersOf(definitionOf(Status), 200),
});

/** The old paths of watches, which are still served. */
export const watchOperation = (target: Target, action: 'watch' | 'watchlist'): Operation => ({
  ...basis(target, { method: 'get', action, verb: 'watch' }),
  description: `Watches ${target.words} objects. Deprecated: list with the parameter watch instead.`,
  query: listParameters,
  answers: answersOf(watchEvent, 200),
  produces: STREAM_TYPES,
});

/** The same answer under several HTTP statuses. */
export function answersOf(type: Answer['type'], ...statuses: readonly number[]): Answer[] {
  return statuses.map((status) => ({ status, type }));
}

const deleteBody = { type: definitionOf(DeleteOptions), consumes: ANY_TYPE, required: false };

interface Naming {
  readonly method: Method;
  readonly action: string;
  readonly verb: string;
}

function basis(
  { path, tag, name, kind }: Target,
  { method, action, verb }: Naming,
): Pick<Operation, 'path' | 'method' | 'id' | 'tag' | 'subject' | 'produces'> {
  return { path, method, id: `${verb}${name}`, tag, subject: { action, kind }, produces: OBJECT_TYPES };
}
