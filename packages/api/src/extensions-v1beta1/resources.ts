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
  shortNames: ['ing'],
  subresources: [status],
  countsGenerations: true,
  view: { of: Stored, toStored, fromStored },
});
