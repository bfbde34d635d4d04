/** Documents of OpenAPI 3: one for each version of each group, and one for each path beside them. */
import type { GroupVersionKind } from '@wherry/api/meta-v1';
import type { ServedVersion } from '../discovery/served-groups.ts';
import { Definitions } from './definitions.ts';
import type { Operation } from './operation.ts';
import { pathItems, statusText, type PathWriter, type Refer } from './path-item.ts';
import { versionOperation } from './path-operations.ts';
import { resourceOperations } from './resource-operations.ts';
import { openapi3 } from './schema-object.ts';
import { members } from './members.ts';

export interface DocumentOptions {
  readonly kinds: ReadonlyMap<string, readonly GroupVersionKind[]>;
  /** The version of the server, for the title page. */
  readonly gitVersion: string;
}

/** Everything that can be done in one version of a group. */
export function versionOperations(version: ServedVersion): Operation[] {
  return [versionOperation(version), ...version.rows.flatMap(resourceOperations)];
}

/** A document in pieces of text, so that it need not stand in memory as objects. */
export function* documentV3(operations: Iterable<Operation>, options: DocumentOptions): Generator<string> {
  const definitions = new Definitions({ dialect: openapi3, kinds: options.kinds });
  const writer = writerV3((definition) => definitions.refer(definition));
  const info = { title: 'Kubernetes', version: options.gitVersion };
  yield `{"openapi":"3.0.0","info":${JSON.stringify(info)},"paths":{`;
  yield* members(pathItems(operations, writer));
  yield '},"components":{"schemas":{';
  yield* members(definitions.drain());
  yield `},"securitySchemes":${JSON.stringify(SECURITY_SCHEMES)}}}`;
}

const SECURITY_SCHEMES = {
  BearerToken: { type: 'apiKey', in: 'header', name: 'authorization', description: 'A bearer token.' },
};

function writerV3(refer: Refer): PathWriter {
  return {
    parameter: ({ name, in: place, description, type, required }) => ({
      name,
      in: place,
      ...(description === '' ? {} : { description }),
      ...(required ? { required } : {}),
      schema: { type, uniqueItems: true },
    }),
    body: ({ type, consumes, required }) => ({
      requestBody: {
        content: Object.fromEntries(consumes.map((mediaType) => [mediaType, { schema: refer(type) }])),
        ...(required ? { required } : {}),
      },
    }),
    bodyParameters: () => [],
    answer: ({ status, type }, { produces }) => ({
      description: statusText(status),
      content: Object.fromEntries(
        produces.map((mediaType) => [mediaType, { schema: type === 'text' ? { type: 'string' } : refer(type) }]),
      ),
    }),
    mediaTypes: () => ({}),
  };
}
