/** What the server offers, custom kinds included: one row for every kind, in the version that its group prefers. */
import type { APIGroupDiscovery, APIGroupDiscoveryList, APIResourceDiscovery } from '@wherry/api/apidiscovery-v2';
import { PartialObjectMetadata } from '@wherry/api/meta-v1';
import { allVerbs, apiVersionOf, resource, type Resource } from '@wherry/api/resources';
import type { Transport } from './transport.ts';

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

export interface Discovered {
  /** One row a resource. Their objects are known by metadata alone. */
  readonly resources: readonly Resource<PartialObjectMetadata>[];
  /** Group versions (`example.com/v1`) that the server cannot speak for now: another server has them. */
  readonly stale: readonly string[];
}

/** @throws StatusError, ConnectionError */
export async function discover(transport: Pick<Transport, 'send'>, signal?: AbortSignal): Promise<Discovered> {
  const aborting = signal === undefined ? {} : { signal };
  const documents = await Promise.all(
    ['/api', '/apis'].map((path) => transport.send({ method: 'GET', path, accept: AGGREGATED, ...aborting })),
  );
  // Answers to requests for discovery documents.
  const groups = documents.flatMap((document) => (document as APIGroupDiscoveryList).items);
  return { resources: groups.flatMap(resourcesOf), stale: groups.flatMap(staleOf) };
}

function resourcesOf(group: APIGroupDiscovery): Resource<PartialObjectMetadata>[] {
  const rows = new Map<string, Resource<PartialObjectMetadata>>();
  for (const { version, resources = [], freshness } of group.versions ?? []) {
    if (freshness === 'Stale') continue;
    for (const found of resources) {
      // Versions come in order of preference.
      if (!rows.has(found.resource)) rows.set(found.resource, rowOf(found, { group: nameOf(group), version }));
    }
  }
  return [...rows.values()];
}

function rowOf(found: APIResourceDiscovery, place: { readonly group: string; readonly version: string }) {
  return resource(PartialObjectMetadata, {
    ...place,
    kind: found.responseKind?.kind ?? '',
    plural: found.resource,
    singular: found.singularResource,
    namespaced: found.scope === 'Namespaced',
    verbs: allVerbs.filter((verb) => found.verbs.includes(verb)),
  });
}

function staleOf(group: APIGroupDiscovery): string[] {
  return (group.versions ?? [])
    .filter(({ freshness }) => freshness === 'Stale')
    .map(({ version }) => apiVersionOf({ group: nameOf(group), version }));
}

const nameOf = ({ metadata }: APIGroupDiscovery): string => metadata.name ?? '';
