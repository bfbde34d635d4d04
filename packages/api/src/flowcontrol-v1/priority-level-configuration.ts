import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.flowcontrol.v1');

export const QueuingConfiguration = struct('QueuingConfiguration', '', {
  queues: field(1, int32, '', { required: false }),
  handSize: field(2, int32, '', { required: false }),
  queueLengthLimit: field(3, int32, '', { required: false }),
});
export type QueuingConfiguration = Infer<typeof QueuingConfiguration>;

export const LimitResponseType = oneOf('Queue', 'Reject');
export type LimitResponseType = Infer<typeof LimitResponseType>;

export const LimitResponse = struct('LimitResponse', '', {
  type: field(1, LimitResponseType, ''),
  queuing: field(2, optional(QueuingConfiguration), ''),
});
export type LimitResponse = Infer<typeof LimitResponse>;

export const LimitedPriorityLevelConfiguration = struct('LimitedPriorityLevelConfiguration', '', {
  nominalConcurrencyShares: field(1, optional(int32), ''),
  limitResponse: field(2, omitEmpty(LimitResponse), ''),
  lendablePercent: field(3, optional(int32), ''),
  borrowingLimitPercent: field(4, optional(int32), ''),
});
export type LimitedPriorityLevelConfiguration = Infer<typeof LimitedPriorityLevelConfiguration>;

export const ExemptPriorityLevelConfiguration = struct('ExemptPriorityLevelConfiguration', '', {
  nominalConcurrencyShares: field(1, optional(int32), ''),
  lendablePercent: field(2, optional(int32), ''),
});
export type ExemptPriorityLevelConfiguration = Infer<typeof ExemptPriorityLevelConfiguration>;

export const PriorityLevelEnablement = oneOf('Exempt', 'Limited');
export type PriorityLevelEnablement = Infer<typeof PriorityLevelEnablement>;

export const PriorityLevelConfigurationSpec = struct('PriorityLevelConfigurationSpec', '', {
  type: field(1, PriorityLevelEnablement, ''),
  limited: field(2, optional(LimitedPriorityLevelConfiguration), ''),
  exempt: field(3, optional(ExemptPriorityLevelConfiguration), ''),
});
export type PriorityLevelConfigurationSpec = Infer<typeof PriorityLevelConfigurationSpec>;

export const PriorityLevelConfigurationCondition = struct('PriorityLevelConfigurationCondition', '', {
  type: field(1, omitEmpty(string), ''),
  status: field(2, omitEmpty(string), ''),
  lastTransitionTime: field(3, omitEmpty(time), ''),
  reason: field(4, omitEmpty(string), ''),
  message: field(5, omitEmpty(string), ''),
});
export type PriorityLevelConfigurationCondition = Infer<typeof PriorityLevelConfigurationCondition>;

export const PriorityLevelConfigurationStatus = struct('PriorityLevelConfigurationStatus', '', {
  conditions: field(1, omitEmpty(list(PriorityLevelConfigurationCondition)), '', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
});
export type PriorityLevelConfigurationStatus = Infer<typeof PriorityLevelConfigurationStatus>;

export const PriorityLevelConfiguration = struct('PriorityLevelConfiguration', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(PriorityLevelConfigurationSpec), ''),
  status: field(3, omitEmpty(PriorityLevelConfigurationStatus), ''),
});
export type PriorityLevelConfiguration = Infer<typeof PriorityLevelConfiguration>;
