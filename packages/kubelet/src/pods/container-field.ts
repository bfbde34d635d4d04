/** How events name a container of a pod. Pure. */
import type { Pod } from '@wherry/api/core-v1';
import { wantedContainers, type ContainerKind } from './pod-containers.ts';

const FIELDS: Readonly<Record<ContainerKind, string>> = {
  init: 'initContainers',
  main: 'containers',
  ephemeral: 'ephemeralContainers',
};

/** Such as `spec.containers{app}`; nothing for a container that the pod does not have. */
export function containerField(pod: Readonly<Pod>, name: string): { readonly fieldPath?: string } {
  const kind = wantedContainers(pod).find(({ container }) => container.name === name)?.kind;
  return kind === undefined ? {} : { fieldPath: `spec.${FIELDS[kind]}{${name}}` };
}
