/** Who controls an object: the one owner reference that says `controller`. */
import type { OwnerReference } from '@wherry/api/meta-v1';
import { apiVersionOf, type KubeObject, type Resource } from '@wherry/api/resources';

/** The reference to the controller of an object, if it has one. */
export function controllerOf(object: Readonly<KubeObject>): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find(({ controller }) => controller === true);
}

/** Whether an object, by its uid, controls another. */
export function isControlledBy(object: Readonly<KubeObject>, owner: Readonly<KubeObject>): boolean {
  return controllerOf(object)?.uid === owner.metadata.uid;
}

/** The reference by which an object is controlled; its foreground deletion waits for what it controls. */
export function controllerRef(owner: Readonly<KubeObject>, resource: Resource): OwnerReference {
  const { name = '', uid = '' } = owner.metadata;
  return {
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    name,
    uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}
