/** The objects of a request in their own type, for the plugins that care about one resource. */
import type { KubeObject, Resource } from '@wherry/api/resources';
import type { Admitted } from './admission.ts';

/** The new object of a request on this very resource or one of its subresources; undefined for every other request. */
export function objectOf<T extends KubeObject>({ served, object }: Admitted, resource: Resource<T>): T | undefined {
  // An object has the type of the resource that it is written as.
  return served.resource === resource ? (object as T | undefined) : undefined;
}

/** The present object of an update or deletion on this very resource; undefined for every other request. */
export function oldObjectOf<T extends KubeObject>(
  { served, old }: Admitted,
  resource: Resource<T>,
): Readonly<T> | undefined {
  return served.resource === resource ? (old as T | undefined) : undefined;
}

/** Whether the request makes a new object, not a part of one. */
export function isCreation({ operation, subresource }: Admitted): boolean {
  return operation === 'CREATE' && subresource === '';
}
