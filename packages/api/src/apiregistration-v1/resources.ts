import { APIService } from './api-service.ts';
import { resource, status } from '../resources/resource.ts';

export const APIServices = resource(APIService, {
  group: 'apiregistration.k8s.io',
  version: 'v1',
  kind: 'APIService',
  plural: 'apiservices',
  namespaced: false,
  categories: ['api-extensions'],
  subresources: [status],
});
