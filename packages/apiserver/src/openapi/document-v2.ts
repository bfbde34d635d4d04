/** The document of OpenAPI 2, with everything in it: what clients used before there was version 3. */
import { createHash } from 'node:crypto';
import { Definitions } from './definitions.ts';
import type { DocumentOptions } from './document-v3.ts';
import { members } from './members.ts';
import type { Operation, OperationBody } from './operation.ts';
import type { Parameter } from './parameter.ts';
import { pathItems, statusText, type JsonObject, type PathWriter, type Refer } from './path-item.ts';
import { swagger2, type SchemaObject } from './schema-object.ts';

/** The document in parts, each built when it is taken; definitions and parameters are known once the paths are. */
export interface PartsV2 {
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Iterable<readonly [path: string, item: JsonObject]>;
  readonly definitions: Iterable<readonly [name: string, schema: SchemaObject]>;
  readonly parameters: Iterable<readonly [name: string, parameter: JsonObject]>;
}

/** Builds the document. Its parts are to be taken once, in their order. */
export function partsV2(operations: Iterable<Operation>, options: DocumentOptions): PartsV2 {
  const definitions = new Definitions({ dialect: swagger2, kinds: options.kinds });
  const shared = new SharedParameters();
  const writer = writerV2((definition) => definitions.refer(definition), shared);
  return {
    info: { title: 'Kubernetes', version: options.gitVersion },
    paths: pathItems(operations, writer),
    definitions: definitions.drain(),
    parameters: shared.all,
  };
}

/** The document as JSON, in pieces of text. */
export function* jsonV2({ info, paths, definitions, parameters }: PartsV2): Generator<string> {
  yield `{"swagger":"2.0","info":${JSON.stringify(info)},"paths":{`;
  yield* members(paths);
  yield '},"definitions":{';
  yield* members(definitions);
  yield '},"parameters":{';
  yield* members(parameters);
  yield `},"securityDefinitions":${JSON.stringify(SECURITY_DEFINITIONS)},"security":[{"BearerToken":[]}]}`;
}

const SECURITY_DEFINITIONS = {
  BearerToken: { type: 'apiKey', in: 'header', name: 'authorization', description: 'A bearer token.' },
};

/** Clients that look for these do not follow references. */
const LOOKED_FOR: ReadonlySet<string> = new Set(['dryRun', 'fieldValidation']);

/** Most operations take the same parameters, which are written once and referred to. */
class SharedParameters {
  readonly all = new Map<string, JsonObject>();

  refer(parameter: JsonObject): JsonObject {
    const { name } = parameter;
    const digest = createHash('sha256').update(JSON.stringify(parameter)).digest('base64url').slice(0, 8);
    const key = `${String(name)}-${digest}`;
    this.all.set(key, parameter);
    return { $ref: `#/parameters/${key}` };
  }
}

function writerV2(refer: Refer, shared: SharedParameters): PathWriter {
  const bodyParameter = ({ type, required }: OperationBody): JsonObject => ({
    name: 'body',
    in: 'body',
    ...(required ? { required } : {}),
    schema: refer(type),
  });
  return {
    parameter: (parameter) =>
      LOOKED_FOR.has(parameter.name) ? parameterV2(parameter) : shared.refer(parameterV2(parameter)),
    body: () => ({}),
    bodyParameters: (body) => [bodyParameter(body)],
    answer: ({ status, type }) => ({
      description: statusText(status),
      schema: type === 'text' ? { type: 'string' } : refer(type),
    }),
    mediaTypes: ({ produces, body }) => ({
      produces,
      consumes: body?.consumes ?? ['*/*'],
    }),
  };
}

const parameterV2 = ({ name, in: place, description, type, required }: Parameter): JsonObject => ({
  name,
  in: place,
  ...(description === '' ? {} : { description }),
  type,
  ...(required ? { required } : {}),
  uniqueItems: true,
});
