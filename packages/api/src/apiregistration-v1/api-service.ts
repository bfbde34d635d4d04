import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, bytes, int32, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.kube-aggregator.pkg.apis.apiregistration.v1');

export const ServiceReference = struct('ServiceReference', '', {
  namespace: field(1, omitEmpty(string), ''),
  name: field(2, omitEmpty(string), ''),
  port: field(3, optional(int32), ''),
});
export type ServiceReference = Infer<typeof ServiceReference>;

export const APIServiceSpec = struct('APIServiceSpec', '', {
  service: field(1, optional(ServiceReference), ''),
  group: field(2, omitEmpty(string), ''),
  version: field(3, omitEmpty(string), ''),
  insecureSkipTLSVerify: field(4, omitEmpty(bool), ''),
  caBundle: field(5, omitEmpty(bytes), '', { merge: 'atomic' }),
  groupPriorityMinimum: field(7, int32, ''),
  versionPriority: field(8, int32, ''),
});
export type APIServiceSpec = Infer<typeof APIServiceSpec>;

export const APIServiceCondition = struct('APIServiceCondition', '', {
  type: field(1, string, ''),
  status: field(2, string, ''),
  lastTransitionTime: field(3, omitEmpty(time), ''),
  reason: field(4, omitEmpty(string), ''),
  message: field(5, omitEmpty(string), ''),
});
export type APIServiceCondition = Infer<typeof APIServiceCondition>;

export const APIServiceStatus = struct('APIServiceStatus', '', {
  conditions: field(1, omitEmpty(list(APIServiceCondition)), '', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
});
export type APIServiceStatus = Infer<typeof APIServiceStatus>;

export const APIService = struct('APIService', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(APIServiceSpec), ''),
  status: field(3, omitEmpty(APIServiceStatus), ''),
});
export type APIService = Infer<typeof APIService>;
