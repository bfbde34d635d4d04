/**
 * The OpenAPI documents of what is served now. Each is built when it is first asked for and kept compressed only:
 * together they are megabytes that hardly anybody reads twice.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { servedGroups, type ServedGroup } from '../discovery/served-groups.ts';
import { perVersion } from '../registry/per-version.ts';
import type { Directory } from '../registry/directory.ts';
import { jsonV2, partsV2 } from './document-v2.ts';
import { documentV3, versionOperations, type DocumentOptions } from './document-v3.ts';
import { kindsByDefinition } from './kinds.ts';
import type { Operation } from './operation.ts';
import { pathDocuments } from './path-operations.ts';
import { protobufV2 } from './protobuf-v2.ts';
import { versionPath } from './resource-paths.ts';

/** A document as it is sent. */
export interface PackedDocument {
  /** SHA-512 of the document in upper-case hexadecimal. */
  readonly etag: string;
  /** The document, compressed with gzip. */
  readonly gzip: Buffer;
}

export interface OpenApiDocuments {
  v2(): Promise<PackedDocument>;
  v2Protobuf(): Promise<PackedDocument>;
  /** The documents of version 3 by name, such as `apis/apps/v1`, each with its tag. */
  index(): Promise<Map<string, string>>;
  /** One of them; undefined when there is none of this name. */
  v3(name: string): Promise<PackedDocument | undefined>;
}

export interface OpenApiDocumentsOptions {
  readonly directory: Directory;
  /** The version of the server, for the title page. */
  readonly gitVersion: string;
}

/** The documents, which follow the directory. */
export function openApiDocuments({ directory, gitVersion }: OpenApiDocumentsOptions): OpenApiDocuments {
  const current = perVersion(directory, () => documentsOf(servedGroups(directory.all()), gitVersion));
  return {
    v2: () => current().v2(),
    v2Protobuf: () => current().v2Protobuf(),
    index: () => current().index(),
    v3: (name) => current().v3(name),
  };
}

function documentsOf(groups: readonly ServedGroup[], gitVersion: string): OpenApiDocuments {
  const options: DocumentOptions = { kinds: kindsByDefinition(groups), gitVersion };
  const parts = operationsByDocument(groups);
  const packed = new Map<string, Promise<PackedDocument>>();
  const once = (key: string, build: () => Iterable<string | Uint8Array>): Promise<PackedDocument> => {
    const known = packed.get(key);
    if (known !== undefined) return known;
    const made = pack(build());
    packed.set(key, made);
    // A failure to build is answered once and tried again at the next request.
    made.catch(() => packed.delete(key));
    return made;
  };
  const everything = () => [...parts.values()].flatMap((build) => build());
  const v3 = async (name: string) => {
    const operations = parts.get(name);
    return operations === undefined ? undefined : once(`v3 ${name}`, () => documentV3(operations(), options));
  };
  return {
    v2: () => once('v2', () => jsonV2(partsV2(everything(), options))),
    v2Protobuf: () => once('v2 protobuf', () => [protobufV2(partsV2(everything(), options))]),
    v3,
    async index() {
      const tags = new Map<string, string>();
      // One after another: each takes the event loop for some milliseconds, and others wait meanwhile.
      for (const name of [...parts.keys()].toSorted()) tags.set(name, (await v3(name))?.etag ?? '');
      return tags;
    },
  };
}

/** What each document of version 3 tells of; version 2 tells all of it in one. */
function operationsByDocument(groups: readonly ServedGroup[]): Map<string, () => readonly Operation[]> {
  const versions = groups.flatMap((group) => group.versions);
  return new Map<string, () => readonly Operation[]>([
    ...pathDocuments(groups).map(({ name, operation }) => [name, () => [operation]] as const),
    ...versions.map((version) => [versionPath(version).slice(1), () => versionOperations(version)] as const),
  ]);
}

const compress = promisify(gzip);

async function pack(pieces: Iterable<string | Uint8Array>): Promise<PackedDocument> {
  const whole = Buffer.concat([...pieces].map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));
  const etag = createHash('sha512').update(whole).digest('hex').toUpperCase();
  return { etag, gzip: await compress(whole) };
}
