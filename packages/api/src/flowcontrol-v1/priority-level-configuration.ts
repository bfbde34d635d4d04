import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.flowcontrol.v1');

export const QueuingConfiguration = struct('QueuingConfiguration', 'How requests wait for a seat.', {
  queues: field(1, int32, 'Number of queues. More queues, less harm from one busy flow. Defaults to 64.', {
    required: false,
    default: 64,
  }),
  handSize: field(2, int32, 'Queues that one flow is spread over; at most queues. Defaults to 8.', {
    required: false,
    default: 8,
  }),
  queueLengthLimit: field(3, int32, 'Requests that wait in one queue before more are refused. Defaults to 50.', {
    required: false,
    default: 50,
  }),
});
export type QueuingConfiguration = Infer<typeof QueuingConfiguration>;

export const LimitResponseType = oneOf('Queue', 'Reject');
export type LimitResponseType = Infer<typeof LimitResponseType>;

export const LimitResponse = struct('LimitResponse', 'What happens to a request when all seats are taken.', {
  type: field(1, LimitResponseType, 'Queue: it waits. Reject: it is refused.'),
  queuing: field(2, optional(QueuingConfiguration), 'How requests wait; only with Queue.'),
});
export type LimitResponse = Infer<typeof LimitResponse>;

export const LimitedPriorityLevelConfiguration = struct(
  'LimitedPriorityLevelConfiguration',
  'A priority level with a limit on the requests that run at once.',
  {
    nominalConcurrencyShares: field(
      1,
      optional(int32),
      "Share of the server's seats, set against the others'. Defaults to 30.",
      {
        default: 30,
      },
    ),
    limitResponse: field(2, omitEmpty(LimitResponse), 'What happens to a request when all seats are taken.'),
    lendablePercent: field(3, optional(int32), 'Percentage of its seats that other levels may borrow. Defaults to 0.', {
      default: 0,
    }),
    borrowingLimitPercent: field(
      4,
      optional(int32),
      'Most seats to borrow, as a percentage of its own; no limit when absent.',
    ),
  },
);
export type LimitedPriorityLevelConfiguration = Infer<typeof LimitedPriorityLevelConfiguration>;

export const ExemptPriorityLevelConfiguration = struct(
  'ExemptPriorityLevelConfiguration',
  'A priority level whose requests never wait.',
  {
    nominalConcurrencyShares: field(
      1,
      optional(int32),
      'Share of the seats that is counted as its own. Defaults to 0.',
      {
        default: 0,
      },
    ),
    lendablePercent: field(2, optional(int32), 'Percentage of its seats that other levels may borrow. Defaults to 0.', {
      default: 0,
    }),
  },
);
export type ExemptPriorityLevelConfiguration = Infer<typeof ExemptPriorityLevelConfiguration>;

export const PriorityLevelEnablement = oneOf('Exempt', 'Limited');
export type PriorityLevelEnablement = Infer<typeof PriorityLevelEnablement>;

export const PriorityLevelConfigurationSpec = struct('PriorityLevelConfigurationSpec', 'How a level treats requests.', {
  type: field(1, PriorityLevelEnablement, 'Exempt: requests never wait. Limited: so many run at once.'),
  limited: field(2, optional(LimitedPriorityLevelConfiguration), 'The limit; only with Limited.'),
  exempt: field(3, optional(ExemptPriorityLevelConfiguration), 'Its share of the seats; only with Exempt.'),
});
export type PriorityLevelConfigurationSpec = Infer<typeof PriorityLevelConfigurationSpec>;

export const PriorityLevelConfigurationCondition = struct(
  'PriorityLevelConfigurationCondition',
  'One aspect of the state of a priority level.',
  {
    type: field(1, omitEmpty(string), 'What the condition is about.'),
    status: field(2, omitEmpty(string), 'True, False or Unknown.'),
    lastTransitionTime: field(3, omitEmpty(time), 'When the status last changed.'),
    reason: field(4, omitEmpty(string), 'Why, in one word.'),
    message: field(5, omitEmpty(string), 'Why, for people.'),
  },
);
export type PriorityLevelConfigurationCondition = Infer<typeof PriorityLevelConfigurationCondition>;

export const PriorityLevelConfigurationStatus = struct(
  'PriorityLevelConfigurationStatus',
  'State of a priority level.',
  {
    conditions: field(1, omitEmpty(list(PriorityLevelConfigurationCondition)), 'Aspects of the state.', {
      patch: 'merge',
      mergeKey: 'type',
      mapKeys: ['type'],
    }),
  },
);
export type PriorityLevelConfigurationStatus = Infer<typeof PriorityLevelConfigurationStatus>;

export const PriorityLevelConfiguration = struct(
  'PriorityLevelConfiguration',
  'A level of priority among the requests to the API server.',
  {
    ...typeMeta,
    metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
    spec: field(2, omitEmpty(PriorityLevelConfigurationSpec), 'How the level treats requests.'),
    status: field(3, omitEmpty(PriorityLevelConfigurationStatus), 'State of the level.'),
  },
);
export type PriorityLevelConfiguration = Infer<typeof PriorityLevelConfiguration>;
