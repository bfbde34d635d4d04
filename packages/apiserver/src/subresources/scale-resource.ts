/** Scales as a resource: never stored, shown in place of a workload on its `scale` path. */
import { Scale } from '@wherry/api/autoscaling-v1';
import { resource } from '@wherry/api/resources';

export const Scales = resource(Scale, {
  group: 'autoscaling',
  version: 'v1',
  kind: 'Scale',
  plural: 'scales',
  namespaced: true,
  verbs: [],
  ephemeral: true,
});
