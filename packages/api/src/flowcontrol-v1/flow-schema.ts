import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.flowcontrol.v1');

export const PriorityLevelConfigurationReference = struct('PriorityLevelConfigurationReference', '', {
  name: field(1, string, ''),
});
export type PriorityLevelConfigurationReference = Infer<typeof PriorityLevelConfigurationReference>;

export const FlowDistinguisherMethodType = oneOf('ByUser', 'ByNamespace');
export type FlowDistinguisherMethodType = Infer<typeof FlowDistinguisherMethodType>;

export const FlowDistinguisherMethod = struct('FlowDistinguisherMethod', '', {
  type: field(1, FlowDistinguisherMethodType, ''),
});
export type FlowDistinguisherMethod = Infer<typeof FlowDistinguisherMethod>;

export const UserSubject = struct('UserSubject', '', {
  name: field(1, string, ''),
});
export type UserSubject = Infer<typeof UserSubject>;

export const GroupSubject = struct('GroupSubject', '', {
  name: field(1, string, ''),
});
export type GroupSubject = Infer<typeof GroupSubject>;

export const ServiceAccountSubject = struct('ServiceAccountSubject', '', {
  namespace: field(1, string, ''),
  name: field(2, string, ''),
});
export type ServiceAccountSubject = Infer<typeof ServiceAccountSubject>;

export const SubjectKind = oneOf('User', 'Group', 'ServiceAccount');
export type SubjectKind = Infer<typeof SubjectKind>;

export const Subject = struct('Subject', '', {
  kind: field(1, SubjectKind, ''),
  user: field(2, optional(UserSubject), ''),
  group: field(3, optional(GroupSubject), ''),
  serviceAccount: field(4, optional(ServiceAccountSubject), ''),
});
export type Subject = Infer<typeof Subject>;

export const ResourcePolicyRule = struct('ResourcePolicyRule', '', {
  verbs: field(1, list(string), '', { merge: 'set' }),
  apiGroups: field(2, list(string), '', { merge: 'set' }),
  resources: field(3, list(string), '', { merge: 'set' }),
  clusterScope: field(4, omitEmpty(bool), ''),
  namespaces: field(5, list(string), '', { required: false, merge: 'set' }),
});
export type ResourcePolicyRule = Infer<typeof ResourcePolicyRule>;

export const NonResourcePolicyRule = struct('NonResourcePolicyRule', '', {
  verbs: field(1, list(string), '', { merge: 'set' }),
  nonResourceURLs: field(6, list(string), '', { merge: 'set' }),
});
export type NonResourcePolicyRule = Infer<typeof NonResourcePolicyRule>;

export const PolicyRulesWithSubjects = struct('PolicyRulesWithSubjects', '', {
  subjects: field(1, list(Subject), '', { merge: 'atomic' }),
  resourceRules: field(2, omitEmpty(list(ResourcePolicyRule)), '', { merge: 'atomic' }),
  nonResourceRules: field(3, omitEmpty(list(NonResourcePolicyRule)), '', { merge: 'atomic' }),
});
export type PolicyRulesWithSubjects = Infer<typeof PolicyRulesWithSubjects>;

export const FlowSchemaSpec = struct('FlowSchemaSpec', '', {
  priorityLevelConfiguration: field(1, PriorityLevelConfigurationReference, ''),
  matchingPrecedence: field(2, int32, '', { required: false }),
  distinguisherMethod: field(3, optional(FlowDistinguisherMethod), ''),
  rules: field(4, omitEmpty(list(PolicyRulesWithSubjects)), '', { merge: 'atomic' }),
});
export type FlowSchemaSpec = Infer<typeof FlowSchemaSpec>;

export const FlowSchemaCondition = struct('FlowSchemaCondition', '', {
  type: field(1, omitEmpty(string), ''),
  status: field(2, omitEmpty(string), ''),
  lastTransitionTime: field(3, omitEmpty(time), ''),
  reason: field(4, omitEmpty(string), ''),
  message: field(5, omitEmpty(string), ''),
});
export type FlowSchemaCondition = Infer<typeof FlowSchemaCondition>;

export const FlowSchemaStatus = struct('FlowSchemaStatus', '', {
  conditions: field(1, omitEmpty(list(FlowSchemaCondition)), '', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
});
export type FlowSchemaStatus = Infer<typeof FlowSchemaStatus>;

export const FlowSchema = struct('FlowSchema', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(FlowSchemaSpec), ''),
  status: field(3, omitEmpty(FlowSchemaStatus), ''),
});
export type FlowSchema = Infer<typeof FlowSchema>;
