import { FlowSchema } from './flow-schema.ts';
import { PriorityLevelConfiguration } from './priority-level-configuration.ts';
import { resource, status } from '../resources/resource.ts';

export const FlowSchemas = resource(FlowSchema, {
  group: 'flowcontrol.apiserver.k8s.io',
  version: 'v1',
  kind: 'FlowSchema',
  plural: 'flowschemas',
  namespaced: false,
  subresources: [status],
  countsGenerations: true,
});

export const PriorityLevelConfigurations = resource(PriorityLevelConfiguration, {
  group: 'flowcontrol.apiserver.k8s.io',
  version: 'v1',
  kind: 'PriorityLevelConfiguration',
  plural: 'prioritylevelconfigurations',
  namespaced: false,
  subresources: [status],
  countsGenerations: true,
});
