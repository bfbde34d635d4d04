import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, bytes, int32, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.kube-aggregator.pkg.apis.apiregistration.v1');

export const ServiceReference = struct('ServiceReference', 'The Service behind an API.', {
  namespace: field(1, omitEmpty(string), 'Namespace of the Service.'),
  name: field(2, omitEmpty(string), 'Name of the Service.'),
  port: field(3, optional(int32), 'Port of the Service: 1 to 65535. Defaults to 443.', { default: 443 }),
});
export type ServiceReference = Infer<typeof ServiceReference>;

export const APIServiceSpec = struct('APIServiceSpec', 'Which API it is, where it is served, and how it ranks.', {
  service: field(1, optional(ServiceReference), 'Where the API is served; by this server itself when absent.'),
  group: field(2, omitEmpty(string), 'Group of the API.'),
  version: field(3, omitEmpty(string), 'Version of the API, such as v1.'),
  insecureSkipTLSVerify: field(4, omitEmpty(bool), "Does not check the service's certificate. Give caBundle instead."),
  caBundle: field(
    5,
    omitEmpty(bytes),
    "PEM certificates that the service's must follow from; the system's when empty.",
    {
      merge: 'atomic',
    },
  ),
  groupPriorityMinimum: field(7, int32, 'Rank of the group, highest first: 1 to 20000.'),
  versionPriority: field(8, int32, 'Rank of the version within its group, highest first: 1 to 1000.'),
});
export type APIServiceSpec = Infer<typeof APIServiceSpec>;

export const APIServiceCondition = struct('APIServiceCondition', 'One aspect of the state of an API.', {
  type: field(1, string, 'What the condition is about: Available.'),
  status: field(2, string, 'True, False or Unknown.'),
  lastTransitionTime: field(3, omitEmpty(time), 'When the status last changed.'),
  reason: field(4, omitEmpty(string), 'Why, in one word.'),
  message: field(5, omitEmpty(string), 'Why, for people.'),
});
export type APIServiceCondition = Infer<typeof APIServiceCondition>;

export const APIServiceStatus = struct('APIServiceStatus', 'State of an API.', {
  conditions: field(1, omitEmpty(list(APIServiceCondition)), 'Aspects of the state.', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
});
export type APIServiceStatus = Infer<typeof APIServiceStatus>;

export const APIService = struct('APIService', 'One version of an API group, and who serves it.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata. The name is version.group.'),
  spec: field(2, omitEmpty(APIServiceSpec), 'Which API it is, where it is served, and how it ranks.'),
  status: field(3, omitEmpty(APIServiceStatus), 'State of the API.'),
});
export type APIService = Infer<typeof APIService>;
