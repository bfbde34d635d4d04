import { Ingress } from './ingress.ts';
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
});
