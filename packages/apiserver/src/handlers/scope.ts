/** A resource request with the resource that it is about, as the handlers of verbs get it. */
import { badRequest } from '@wherry/api';
import type { KubeObject } from '@wherry/api/resources';
import type { ResourceRequest } from '../http/request-info.ts';
import type { WriteRequest } from '../registry/context.ts';
import { keyOf, type ServedResource } from '../registry/served-resource.ts';
import { namespacePrefix } from '../storage/object-key.ts';
import type { Exchange } from './exchange.ts';

export interface Scope {
  readonly exchange: Exchange;
  readonly info: ResourceRequest;
  readonly served: ServedResource;
}

/** Answers one verb for all kinds. */
export type VerbHandler = (scope: Scope) => Promise<void>;

/** The request as the registry's writes take it. */
export function writeRequest({ exchange, info, served }: Scope, options: { readonly dryRun: boolean }): WriteRequest {
  return {
    served,
    namespace: served.resource.namespaced ? info.namespace : '',
    subresource: info.subresource,
    user: exchange.user,
    dryRun: options.dryRun,
    warn: (text) => void exchange.warnings.add(text),
  };
}

/** The key of the object that the request names. */
export function keyOfRequest({ info, served }: Scope): string {
  return keyOf(served, { namespace: info.namespace, name: info.name });
}

/** What the keys of all objects that the request speaks of start with. */
export function prefixOfRequest({ info, served }: Scope): string {
  if (!served.resource.namespaced || info.namespace === '') return served.prefix;
  return namespacePrefix(served.stored.name, info.namespace);
}

/**
 * Makes an object agree with the path it was sent to.
 * @throws StatusError 400 when it says something else
 */
export function placeObject({ metadata }: KubeObject, { info, served }: Scope): void {
  const given = metadata.namespace ?? '';
  if (!served.resource.namespaced) {
    if (given !== '') throw badRequest('namespace is not allowed on this type: the resource is cluster-scoped');
    return;
  }
  if (given !== '' && given !== info.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  metadata.namespace = info.namespace;
}

/** @throws StatusError 400 when an object names itself otherwise than its path does */
export function assertName({ metadata }: KubeObject, { info }: Scope): void {
  if ((metadata.name ?? '') === '') metadata.name = info.name;
  if (metadata.name !== info.name) {
    throw badRequest(
      `the name of the object (${metadata.name ?? ''}) does not match the name on the URL (${info.name})`,
    );
  }
}

/** @throws StatusError 400 for any `dryRun` but `All` */
export function readDryRun(query: URLSearchParams, inBody: readonly string[] = []): boolean {
  const values = [...query.getAll('dryRun'), ...inBody].filter((value) => value !== '');
  for (const value of values) {
    if (value !== 'All') throw badRequest(`dryRun: Unsupported value: "${value}": supported values: "All"`);
  }
  return values.length > 0;
}
