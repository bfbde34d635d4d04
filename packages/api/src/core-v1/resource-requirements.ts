import type { Infer } from '../schema/infer.ts';
import { quantity, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const ResourceClaim = struct('ResourceClaim', '', {
  name: field(1, string, ''),
  request: field(2, omitEmpty(string), ''),
});
export type ResourceClaim = Infer<typeof ResourceClaim>;

export const ResourceRequirements = struct('ResourceRequirements', '', {
  limits: field(1, omitEmpty(dict(quantity)), ''),
  requests: field(2, omitEmpty(dict(quantity)), ''),
  claims: field(3, omitEmpty(list(ResourceClaim)), '', { mapKeys: ['name'] }),
});
export type ResourceRequirements = Infer<typeof ResourceRequirements>;

export const ResourceResizeRestartPolicy = oneOf('NotRequired', 'RestartContainer');
export type ResourceResizeRestartPolicy = Infer<typeof ResourceResizeRestartPolicy>;

export const ContainerResizePolicy = struct('ContainerResizePolicy', '', {
  resourceName: field(1, string, ''),
  restartPolicy: field(2, ResourceResizeRestartPolicy, ''),
});
export type ContainerResizePolicy = Infer<typeof ContainerResizePolicy>;

export const ResourceHealthStatus = oneOf('Healthy', 'Unhealthy', 'Unknown');
export type ResourceHealthStatus = Infer<typeof ResourceHealthStatus>;

export const ResourceHealth = struct('ResourceHealth', '', {
  resourceID: field(1, string, ''),
  health: field(2, omitEmpty(ResourceHealthStatus), ''),
  message: field(6, optional(string), ''),
});
export type ResourceHealth = Infer<typeof ResourceHealth>;

export const ResourceStatus = struct('ResourceStatus', '', {
  name: field(1, string, ''),
  resources: field(2, omitEmpty(list(ResourceHealth)), '', { mapKeys: ['resourceID'] }),
});
export type ResourceStatus = Infer<typeof ResourceStatus>;
