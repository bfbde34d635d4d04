/** What can be done below an object: other sides of it, actions on it, and streams to what it stands for. */
import { PodLogOptions } from '@wherry/api/core-v1';
import type { Resource, Subresource, Verb } from '@wherry/api/resources';
import { definitionOf } from './definition.ts';
import { capitalized, operationScope, operationTag, scopeWord } from './operation-names.ts';
import type { Method, Operation } from './operation.ts';
import { queryParameters } from './parameter.ts';
import { resourcePaths } from './resource-paths.ts';
import {
  answersOf,
  createOperation,
  patchOperation,
  readOperation,
  replaceOperation,
  type Target,
} from './verb-operations.ts';

const OPERATIONS: { readonly [V in Verb]?: (target: Target) => Operation } = {
  create: createOperation,
  get: readOperation,
  patch: patchOperation,
  update: replaceOperation,
};

export function subresourceOperations(resource: Resource, subresource: Subresource): Operation[] {
  const own = targetOf(resource, subresource);
  if (isConnection(subresource)) return connectOperations(own, { resource, subresource });
  const operations = subresource.verbs.flatMap((verb) => OPERATIONS[verb]?.(own) ?? []);
  return resource.plural === 'pods' && subresource.name === 'log' ? operations.map(asLog) : operations;
}

function targetOf(resource: Resource, subresource: Subresource): Target {
  const { group, version, kind, schema } = subresource.type ?? resource;
  return {
    path: `${resourcePaths(resource).item}/${subresource.name}`,
    name: `${operationScope(resource)}${scopeWord(resource)}${resource.kind}${capitalized(subresource.name)}`,
    tag: operationTag(resource),
    words: `${subresource.name} of ${resource.kind}`,
    kind: { group, version, kind },
    object: definitionOf(schema),
  };
}

/** A log is text, and its options stand in the query. */
const asLog = (operation: Operation): Operation => ({
  ...operation,
  query: queryParameters(PodLogOptions),
  answers: answersOf('text', 200),
  produces: ['text/plain', ...operation.produces],
});

/** What is passed on has options instead of an object. */
const isConnection = ({ type }: Subresource): boolean => type?.kind.endsWith('Options') ?? false;

const STREAM_METHODS: readonly Method[] = ['get', 'post'];
const PROXY_METHODS: readonly Method[] = ['delete', 'get', 'head', 'options', 'patch', 'post', 'put'];

interface Connection {
  readonly resource: Resource;
  readonly subresource: Subresource;
}

function connectOperations(own: Target, { resource, subresource }: Connection): Operation[] {
  const isProxy = subresource.name === 'proxy';
  const paths = isProxy ? [own.path, `${own.path}/{path}`] : [own.path];
  const methods = isProxy ? PROXY_METHODS : STREAM_METHODS;
  const scope = operationScope(resource);
  const name = own.name.slice(scope.length);
  const query = subresource.type === undefined ? [] : queryParameters(subresource.type.schema);
  return paths.flatMap((path, nth) =>
    methods.map((method) => ({
      path,
      method,
      id: `connect${scope}${capitalized(method)}${name}${nth === 0 ? '' : 'WithPath'}`,
      description: `Connects ${method.toUpperCase()} requests to ${own.words}.`,
      tag: own.tag,
      query: nth === 0 ? query : query.filter((parameter) => parameter.name !== 'path'),
      answers: answersOf('text', 200),
      produces: ['*/*'],
      subject: { action: 'connect', kind: own.kind },
    })),
  );
}
