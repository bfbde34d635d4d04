/** The objects of a request in their own type, for the plugins that care about one resource. */
import type { KubeObject, Resource } from '@wherry/api/resources';
import type { Admitted } from './admission.ts';

/**
 * The new object of a request on this very resource, or on a subresource that shows the whole of it; undefined for every
 * other request.
 */
export function objectOf<T extends KubeObject>(request: Admitted, resource: Resource<T>): T | undefined {
  // An object has the type of the resource that it is written as.
  return concerns(request, resource) ? (request.object as T | undefined) : undefined;
}

/** The present object of an update or deletion, likewise. */
export function oldObjectOf<T extends KubeObject>(request: Admitted, resource: Resource<T>): Readonly<T> | undefined {
  return concerns(request, resource) ? (request.old as T | undefined) : undefined;
}

/** On some subresources other types travel: a Scale, a Binding. */
function concerns({ served, subresource }: Admitted, resource: Resource): boolean {
  if (served.resource !== resource) return false;
  return subresource === '' || resource.subresources.find(({ name }) => name === subresource)?.type === undefined;
}

/** Whether the request makes a new object, not a part of one. */
export function isCreation({ operation, subresource }: Admitted): boolean {
  return operation === 'CREATE' && subresource === '';
}
