import { fromStored, toStored } from './conversion.ts';
import { Ingress } from './ingress.ts';
import { Ingresses as Stored } from '../networking-v1/resources.ts';
import { resource, status } from '../resources/resource.ts';

export const Ingresses = resource(Ingress, {
  group: 'extensions',
  version: 'v1beta1',
  kind: 'Ingress',
  plural: 'ingresses',
  namespaced: true,
  // No short name: kubectl would warn at every `get ing` that it could mean this one too.
  subresources: [status],
  countsGenerations: true,
  deprecation:
    'extensions/v1beta1 Ingress is deprecated in v1.14+, unavailable in v1.22+; use networking.k8s.io/v1 Ingress',
  view: { of: Stored, toStored, fromStored },
});
