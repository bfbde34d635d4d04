import { Lease } from './lease.ts';
import { resource } from '../resources/resource.ts';

export const Leases = resource(Lease, {
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  namespaced: true,
});
