import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.flowcontrol.v1');

export const PriorityLevelConfigurationReference = struct(
  'PriorityLevelConfigurationReference',
  'The priority level that requests of a flow schema go to.',
  { name: field(1, string, 'Name of the PriorityLevelConfiguration.') },
);
export type PriorityLevelConfigurationReference = Infer<typeof PriorityLevelConfigurationReference>;

export const FlowDistinguisherMethodType = oneOf('ByUser', 'ByNamespace');
export type FlowDistinguisherMethodType = Infer<typeof FlowDistinguisherMethodType>;

export const FlowDistinguisherMethod = struct(
  'FlowDistinguisherMethod',
  'How requests of one flow schema are told apart into flows that share fairly.',
  { type: field(1, FlowDistinguisherMethodType, 'ByUser or ByNamespace.') },
);
export type FlowDistinguisherMethod = Infer<typeof FlowDistinguisherMethod>;

export const UserSubject = struct('UserSubject', 'A user.', {
  name: field(1, string, 'Name of the user; "*" is every user.'),
});
export type UserSubject = Infer<typeof UserSubject>;

export const GroupSubject = struct('GroupSubject', 'A group of users.', {
  name: field(1, string, 'Name of the group; "*" is every group.'),
});
export type GroupSubject = Infer<typeof GroupSubject>;

export const ServiceAccountSubject = struct('ServiceAccountSubject', 'A service account.', {
  namespace: field(1, string, 'Namespace of the service account.'),
  name: field(2, string, 'Name of the service account; "*" is every one of the namespace.'),
});
export type ServiceAccountSubject = Infer<typeof ServiceAccountSubject>;

export const SubjectKind = oneOf('User', 'Group', 'ServiceAccount');
export type SubjectKind = Infer<typeof SubjectKind>;

export const Subject = struct('Subject', 'Whose requests match: the field that goes with the kind is given.', {
  kind: field(1, SubjectKind, 'User, Group or ServiceAccount.'),
  user: field(2, optional(UserSubject), 'The user, for kind User.'),
  group: field(3, optional(GroupSubject), 'The group, for kind Group.'),
  serviceAccount: field(4, optional(ServiceAccountSubject), 'The service account, for kind ServiceAccount.'),
});
export type Subject = Infer<typeof Subject>;

export const ResourcePolicyRule = struct('ResourcePolicyRule', 'Requests to resources that match.', {
  verbs: field(1, list(string), 'Verbs that match; "*" is every verb.', { merge: 'set' }),
  apiGroups: field(2, list(string), 'API groups that match; "*" is every group.', { merge: 'set' }),
  resources: field(3, list(string), 'Resources that match, such as services or nodes/status; "*" is every one.', {
    merge: 'set',
  }),
  clusterScope: field(4, omitEmpty(bool), 'Requests without a namespace match, too.'),
  namespaces: field(5, list(string), 'Namespaces that match; "*" is every one. May be empty with clusterScope.', {
    required: false,
    merge: 'set',
  }),
});
export type ResourcePolicyRule = Infer<typeof ResourcePolicyRule>;

export const NonResourcePolicyRule = struct('NonResourcePolicyRule', 'Requests to other paths that match.', {
  verbs: field(1, list(string), 'Verbs that match; "*" is every verb.', { merge: 'set' }),
  nonResourceURLs: field(6, list(string), 'Paths that match, such as /healthz or /logs/*; "*" is every path.', {
    merge: 'set',
  }),
});
export type NonResourcePolicyRule = Infer<typeof NonResourcePolicyRule>;

export const PolicyRulesWithSubjects = struct(
  'PolicyRulesWithSubjects',
  'Requests that match: of any of the subjects, and by any of the rules.',
  {
    subjects: field(1, list(Subject), 'Whose requests match; at least one.', { merge: 'atomic' }),
    resourceRules: field(2, omitEmpty(list(ResourcePolicyRule)), 'Requests to resources that match.', {
      merge: 'atomic',
    }),
    nonResourceRules: field(3, omitEmpty(list(NonResourcePolicyRule)), 'Requests to other paths that match.', {
      merge: 'atomic',
    }),
  },
);
export type PolicyRulesWithSubjects = Infer<typeof PolicyRulesWithSubjects>;

export const FlowSchemaSpec = struct('FlowSchemaSpec', 'Which requests go to which priority level.', {
  priorityLevelConfiguration: field(
    1,
    PriorityLevelConfigurationReference,
    'Priority level of the requests; the schema is ignored while that does not exist.',
  ),
  matchingPrecedence: field(
    2,
    int32,
    'Of several schemas that match, the lowest number counts: 1 to 10000. Defaults to 1000.',
    { required: false, default: 1000 },
  ),
  distinguisherMethod: field(3, optional(FlowDistinguisherMethod), 'How flows are told apart; one flow when absent.'),
  rules: field(4, omitEmpty(list(PolicyRulesWithSubjects)), 'Requests that match; none when empty.', {
    merge: 'atomic',
  }),
});
export type FlowSchemaSpec = Infer<typeof FlowSchemaSpec>;

export const FlowSchemaCondition = struct('FlowSchemaCondition', 'One aspect of the state of a flow schema.', {
  type: field(1, omitEmpty(string), 'What the condition is about, such as Dangling.'),
  status: field(2, omitEmpty(string), 'True, False or Unknown.'),
  lastTransitionTime: field(3, omitEmpty(time), 'When the status last changed.'),
  reason: field(4, omitEmpty(string), 'Why, in one word.'),
  message: field(5, omitEmpty(string), 'Why, for people.'),
});
export type FlowSchemaCondition = Infer<typeof FlowSchemaCondition>;

export const FlowSchemaStatus = struct('FlowSchemaStatus', 'State of a flow schema.', {
  conditions: field(1, omitEmpty(list(FlowSchemaCondition)), 'Aspects of the state.', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
});
export type FlowSchemaStatus = Infer<typeof FlowSchemaStatus>;

export const FlowSchema = struct('FlowSchema', 'Sorts requests to the API server into priority levels and flows.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(FlowSchemaSpec), 'Which requests go to which priority level.'),
  status: field(3, omitEmpty(FlowSchemaStatus), 'State of the schema.'),
});
export type FlowSchema = Infer<typeof FlowSchema>;
