/** The paths that are not about objects: discovery, the version, and who issues tokens. */
import { APIGroup, APIGroupList, APIResourceList, APIVersions } from '@wherry/api/meta-v1';
import type { ServedGroup, ServedVersion } from '../discovery/served-groups.ts';
import { definitionOf, type Definition } from './definition.ts';
import { versionInfoDefinition } from './meta-definitions.ts';
import { capitalized, groupWord, operationScope, operationTag } from './operation-names.ts';
import { OBJECT_TYPES, type Operation } from './operation.ts';
import { versionPath } from './resource-paths.ts';

/** The operations of one path, with the name of the version 3 document that they stand in. */
export interface PathDocument {
  readonly name: string;
  readonly operation: Operation;
}

const JSON_ONLY = ['application/json'] as const;

/** One document for each path, besides those of versions. */
export function pathDocuments(groups: readonly ServedGroup[]): PathDocument[] {
  return [
    ...groups.map(groupDocument),
    read('apis', { id: 'getAPIVersions', description: 'Lists the groups.', type: definitionOf(APIGroupList) }),
    read('version', {
      id: 'getCodeVersion',
      description: 'Reads the version of the server.',
      type: versionInfoDefinition,
      produces: JSON_ONLY,
    }),
    read('.well-known/openid-configuration', {
      id: 'getServiceAccountIssuerOpenIDConfiguration',
      description: 'Reads how tokens of service accounts are verified.',
      tag: 'WellKnown',
      type: 'text',
      produces: JSON_ONLY,
    }),
    read('openid/v1/jwks', {
      id: 'getServiceAccountIssuerOpenIDKeyset',
      description: 'Reads the keys that tokens of service accounts are signed with.',
      tag: 'openid',
      type: 'text',
      produces: ['application/jwk-set+json'],
    }),
  ];
}

function groupDocument({ name }: ServedGroup): PathDocument {
  if (name === '') {
    const description = 'Lists the versions of the core group.';
    return read('api', { id: 'getCoreAPIVersions', description, tag: 'core', type: definitionOf(APIVersions) });
  }
  return read(`apis/${name}`, {
    id: `get${capitalized(groupWord(name))}APIGroup`,
    description: 'Lists the versions of the group.',
    tag: groupWord(name),
    type: definitionOf(APIGroup),
  });
}

/** Discovery of one version, which stands among its resources. */
export function versionOperation(served: ServedVersion): Operation {
  return {
    ...read(versionPath(served).slice(1), {
      id: `get${operationScope(served)}APIResources`,
      description: 'Lists the resources.',
      type: definitionOf(APIResourceList),
    }).operation,
    tag: operationTag(served),
  };
}

interface Reading {
  readonly id: string;
  readonly description: string;
  readonly type: Definition | 'text';
  /** @default the name of the document */
  readonly tag?: string;
  readonly produces?: readonly string[];
}

function read(name: string, { id, description, type, tag = name, produces = OBJECT_TYPES }: Reading): PathDocument {
  const operation: Operation = {
    path: `/${name}/`,
    method: 'get',
    id,
    description,
    tag,
    query: [],
    answers: [{ status: 200, type }],
    produces,
  };
  return { name, operation };
}
