/** A pod with what its node has given it, which is less than its spec says while a change of resources has to wait. Pure. */
import type { Container, ContainerStatus, Pod } from '@wherry/api/core-v1';

export function allocatedPod(pod: Readonly<Pod>): Readonly<Pod> {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status;
  const { initContainers } = pod.spec;
  return {
    ...pod,
    spec: {
      ...pod.spec,
      containers: pod.spec.containers.map((container) => allocated(container, containerStatuses)),
      ...(initContainers && {
        initContainers: initContainers.map((container) => allocated(container, initContainerStatuses)),
      }),
    },
  };
}

function allocated(container: Container, statuses: readonly ContainerStatus[]): Container {
  const status = statuses.find(({ name }) => name === container.name);
  return status?.resources === undefined ? container : { ...container, resources: status.resources };
}
