import { DeviceClass } from './device-class.ts';
import { ResourceClaim } from './resource-claim.ts';
import { ResourceClaimTemplate } from './resource-claim-template.ts';
import { ResourceSlice } from './resource-slice.ts';
import { resource, status } from '../resources/resource.ts';

export const DeviceClasses = resource(DeviceClass, {
  group: 'resource.k8s.io',
  version: 'v1',
  kind: 'DeviceClass',
  plural: 'deviceclasses',
  namespaced: false,
  countsGenerations: true,
});

export const ResourceClaims = resource(ResourceClaim, {
  group: 'resource.k8s.io',
  version: 'v1',
  kind: 'ResourceClaim',
  plural: 'resourceclaims',
  namespaced: true,
  subresources: [status],
});

export const ResourceClaimTemplates = resource(ResourceClaimTemplate, {
  group: 'resource.k8s.io',
  version: 'v1',
  kind: 'ResourceClaimTemplate',
  plural: 'resourceclaimtemplates',
  namespaced: true,
});

export const ResourceSlices = resource(ResourceSlice, {
  group: 'resource.k8s.io',
  version: 'v1',
  kind: 'ResourceSlice',
  plural: 'resourceslices',
  namespaced: false,
  countsGenerations: true,
  selectableFields: [
    { name: 'spec.driver', value: (slice) => slice.spec.driver },
    { name: 'spec.nodeName', value: (slice) => slice.spec.nodeName ?? '' },
  ],
});
