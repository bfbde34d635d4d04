import { RuntimeClass } from './runtime-class.ts';
import { resource } from '../resources/resource.ts';

export const RuntimeClasses = resource(RuntimeClass, {
  group: 'node.k8s.io',
  version: 'v1',
  kind: 'RuntimeClass',
  plural: 'runtimeclasses',
  namespaced: false,
});
