/** All containers of a pod, of whatever kind, with where they stand. */
import type { Container } from './container.ts';
import type { PodSpec } from './pod.ts';
import type { FieldPath } from '../status/field-path.ts';

export interface PlacedContainer {
  readonly container: Container;
  readonly path: FieldPath;
}

/** Init containers, containers and ephemeral containers, in this order; `path` is that of the spec. */
export function containersWithPaths(spec: Readonly<PodSpec>, path: FieldPath): PlacedContainer[] {
  const lists = {
    initContainers: spec.initContainers ?? [],
    containers: spec.containers,
    ephemeralContainers: spec.ephemeralContainers ?? [],
  };
  return Object.entries(lists).flatMap(([name, containers]) =>
    containers.map((container, index) => ({ container, path: path.child(name).index(index) })),
  );
}

/** The same without paths. */
export function allContainers(spec: Readonly<PodSpec>): Container[] {
  return [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])];
}

/** Whether an init container is a sidecar: one that goes on while the others run. */
export function isSidecar(container: Pick<Container, 'restartPolicy'>): boolean {
  return container.restartPolicy === 'Always';
}
