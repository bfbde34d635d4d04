/** All that can be done on one path, as the two versions of OpenAPI write it. */
import type { Definition } from './definition.ts';
import type { Answer, Operation, OperationBody } from './operation.ts';
import { pathParameters, prettyParameter, type Parameter } from './parameter.ts';
import type { SchemaObject } from './schema-object.ts';

/** A part of a document: plain JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Turns a definition into a reference. */
export type Refer = (definition: Definition) => SchemaObject;

/** How one version of OpenAPI writes the parts of an operation. */
export interface PathWriter {
  parameter(parameter: Parameter): JsonObject;
  /** The keys that say what is sent. */
  body(body: OperationBody): JsonObject;
  /** Further entries of the list of parameters. */
  bodyParameters(body: OperationBody): readonly JsonObject[];
  answer(answer: Answer, operation: Operation): JsonObject;
  /** The keys that say which media types there are. */
  mediaTypes(operation: Operation): JsonObject;
}

/** The entries of `paths`, in the order in which the operations first name them. */
export function* pathItems(
  operations: Iterable<Operation>,
  writer: PathWriter,
): Generator<readonly [path: string, item: JsonObject]> {
  for (const [path, found] of Map.groupBy(operations, (operation) => operation.path)) {
    yield [path, pathItem(path, { operations: found, writer })];
  }
}

interface PathItemOptions {
  readonly operations: readonly Operation[];
  readonly writer: PathWriter;
}

function pathItem(path: string, { operations, writer }: PathItemOptions): JsonObject {
  const isAboutObjects = operations.some(({ subject }) => subject !== undefined && subject.action !== 'connect');
  const shared = [...pathParameters(path), ...(isAboutObjects ? [prettyParameter] : [])];
  return {
    ...Object.fromEntries(operations.map((operation) => [operation.method, operationObject(operation, writer)])),
    ...(shared.length === 0 ? {} : { parameters: shared.map((parameter) => writer.parameter(parameter)) }),
  };
}

function operationObject(operation: Operation, writer: PathWriter): JsonObject {
  const { id, description, tag, query, body, answers, subject } = operation;
  const parameters = [
    ...(body === undefined ? [] : writer.bodyParameters(body)),
    ...query.map((parameter) => writer.parameter(parameter)),
  ];
  return {
    description,
    operationId: id,
    tags: [tag],
    ...writer.mediaTypes(operation),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : writer.body(body)),
    responses: {
      ...Object.fromEntries(answers.map((answer) => [String(answer.status), writer.answer(answer, operation)])),
      '401': { description: 'Unauthorized' },
    },
    ...(subject === undefined
      ? {}
      : { 'x-kubernetes-action': subject.action, 'x-kubernetes-group-version-kind': subject.kind }),
  };
}

/** What HTTP calls a status. */
export function statusText(status: number): string {
  return STATUS_TEXTS[status] ?? 'OK';
}

const STATUS_TEXTS: Readonly<Record<number, string>> = { 200: 'OK', 201: 'Created', 202: 'Accepted' };
