import { EndpointSlice } from './endpoint-slice.ts';
import { resource } from '../resources/resource.ts';

export const EndpointSlices = resource(EndpointSlice, {
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  namespaced: true,
  countsGenerations: true,
});
