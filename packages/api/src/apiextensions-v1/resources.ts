import { CustomResourceDefinition } from './custom-resource-definition.ts';
import { resource, status } from '../resources/resource.ts';

export const CustomResourceDefinitions = resource(CustomResourceDefinition, {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  namespaced: false,
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  subresources: [status],
  countsGenerations: true,
});
