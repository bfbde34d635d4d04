import { Scale } from '../autoscaling-v1/scale.ts';
import type { Subresource } from './resource.ts';

/** The `scale` subresource: replicas of any workload, as autoscaling/v1 Scale. */
export const scale: Subresource = {
  name: 'scale',
  verbs: ['get', 'patch', 'update'],
  type: { group: 'autoscaling', version: 'v1', kind: 'Scale', schema: Scale },
};
