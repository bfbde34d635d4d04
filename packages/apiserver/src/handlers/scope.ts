/** A resource request with the resource that it is about, as the handlers of verbs get it. */
import { badRequest } from '@wherry/api';
import type { KubeObject } from '@wherry/api/resources';
import type { Negotiated } from '../http/negotiate.ts';
import type { ResourceRequest } from '../http/request-info.ts';
import type { WriteRequest } from '../registry/context.ts';
import { keyOf, type ServedResource } from '../registry/served-resource.ts';
import { namespacePrefix } from '../storage/object-key.ts';
import type { Exchange } from './exchange.ts';

export interface Scope {
  readonly exchange: Exchange;
  readonly info: ResourceRequest;
  readonly served: ServedResource;
  /** The form of the answer. It is settled before anything is done: a write is not carried out and then refused. */
  readonly negotiated: Negotiated;
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
 * Puts an object into the namespace of the path it was sent to; what is of no namespace loses the one it gives.
 * @throws StatusError 400 when it says that it is elsewhere
 */
export function placeObject({ metadata }: KubeObject, { info, served }: Scope): void {
  if (!served.resource.namespaced) {
    delete metadata.namespace;
    return;
  }
  const given = metadata.namespace ?? '';
  if (given !== '' && given !== info.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  metadata.namespace = info.namespace;
}

/** @throws StatusError 400 when an object that is changed does not name itself as its path does */
export function assertName({ metadata: { name = '' } }: Readonly<KubeObject>, { info }: Scope): void {
  if (name === '') {
    throw badRequest(`the name of the object (${info.name} based on URL) was undeterminable: name must be provided`);
  }
  if (name !== info.name) {
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${info.name})`);
  }
}
