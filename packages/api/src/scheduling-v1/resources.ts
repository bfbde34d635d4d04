import { PriorityClass } from './priority-class.ts';
import { resource } from '../resources/resource.ts';

export const PriorityClasses = resource(PriorityClass, {
  group: 'scheduling.k8s.io',
  version: 'v1',
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  namespaced: false,
  shortNames: ['pc'],
  countsGenerations: true,
});
