/** What containers and pods need of a node. */
import type { Infer } from '../schema/infer.ts';
import { quantity, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, oneOf } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const ResourceClaim = struct('ResourceClaim', 'A claim of the pod that a container makes use of.', {
  name: field(1, string, 'Name of an entry of resourceClaims of the pod.'),
  request: field(2, omitEmpty(string), 'One request of the claim. All of it if absent.'),
});
export type ResourceClaim = Infer<typeof ResourceClaim>;

export const ResourceRequirements = struct('ResourceRequirements', 'What is needed and what may be used.', {
  limits: field(1, omitEmpty(dict(quantity)), 'Most that may be used, by resource: cpu, memory, ephemeral-storage.'),
  requests: field(
    2,
    omitEmpty(dict(quantity)),
    'Least that is set aside. Defaults to the limits, where there are some.',
  ),
  claims: field(3, omitEmpty(list(ResourceClaim)), 'Claims of the pod that are used. Only for containers.', {
    mapKeys: ['name'],
  }),
});
export type ResourceRequirements = Infer<typeof ResourceRequirements>;

export const ResourceResizeRestartPolicy = oneOf('NotRequired', 'RestartContainer');
export type ResourceResizeRestartPolicy = Infer<typeof ResourceResizeRestartPolicy>;

export const ContainerResizePolicy = struct('ContainerResizePolicy', 'How a change of a resource is carried out.', {
  resourceName: field(1, string, 'The resource: cpu or memory.'),
  restartPolicy: field(2, ResourceResizeRestartPolicy, 'Whether the container is restarted. Defaults to NotRequired.'),
});
export type ContainerResizePolicy = Infer<typeof ContainerResizePolicy>;
