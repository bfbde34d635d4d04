/** What a PriorityLevelConfiguration has to satisfy; of the mandatory ones only the share of `exempt` may change. */
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import { validateConditionTypes } from './condition-types-validation.ts';
import { mandatoryPriorityLevels } from './mandatory-objects.ts';
import type {
  ExemptPriorityLevelConfiguration,
  LimitedPriorityLevelConfiguration,
  LimitResponse,
  PriorityLevelConfiguration,
  PriorityLevelConfigurationSpec,
  QueuingConfiguration,
} from './priority-level-configuration.ts';

const SPEC = FieldPath.of('spec');
const MAX_QUEUES = 10_000_000;
/** Bits of the hash from which a flow's queues are drawn. */
const HASH_BITS = 60;

/** Everything wrong with a priority level, new or changed. */
export function validatePriorityLevel(level: Readonly<PriorityLevelConfiguration>): FieldError[] {
  const name = level.metadata.name ?? '';
  return [
    ...((name === 'exempt') === (level.spec.type === 'Exempt')
      ? []
      : [
          FieldError.invalid(
            SPEC.child('type'),
            level.spec.type,
            "type must be 'Exempt' if and only if name is 'exempt'",
          ),
        ]),
    ...validateByType(level.spec),
    ...validateMandatory(name, level.spec),
    ...validatePriorityLevelStatus(level),
  ];
}

/** Everything wrong with the status of a priority level. */
export function validatePriorityLevelStatus({ status }: Readonly<PriorityLevelConfiguration>): FieldError[] {
  return validateConditionTypes(status.conditions ?? []);
}

function validateByType({ type, limited, exempt }: PriorityLevelConfigurationSpec): FieldError[] {
  const given: string = type;
  switch (given) {
    case 'Exempt':
      return [
        ...(limited === undefined
          ? []
          : [FieldError.forbidden(SPEC.child('limited'), 'must be nil if the type is not Limited')]),
        ...(exempt === undefined ? [] : validateExempt(SPEC.child('exempt'), exempt)),
      ];
    case 'Limited':
      return [
        ...(exempt === undefined
          ? []
          : [FieldError.forbidden(SPEC.child('exempt'), 'must be nil if the type is Limited')]),
        ...(limited === undefined
          ? [FieldError.required(SPEC.child('limited'), 'must not be empty when type is Limited')]
          : validateLimited(SPEC.child('limited'), limited)),
      ];
    default:
      return [FieldError.notSupported(SPEC.child('type'), given, ['Exempt', 'Limited'])];
  }
}

function validateMandatory(name: string, spec: PriorityLevelConfigurationSpec): FieldError[] {
  const fixed = Object.hasOwn(mandatoryPriorityLevels, name) ? mandatoryPriorityLevels[name] : undefined;
  if (fixed === undefined) return [];
  const isExempt = name === 'exempt';
  const compared = (value: PriorityLevelConfigurationSpec) => (isExempt ? { ...value, exempt: undefined } : value);
  if (semanticEqual(compared(spec), compared(fixed))) return [];
  const but = isExempt ? " except the 'spec.exempt' field" : '';
  return [FieldError.invalid(SPEC, spec, `spec of '${name}'${but} must equal the fixed value`)];
}

function validateExempt(path: FieldPath, exempt: ExemptPriorityLevelConfiguration): FieldError[] {
  return [...validateShares(path, exempt.nominalConcurrencyShares), ...validateLendable(path, exempt.lendablePercent)];
}

function validateLimited(path: FieldPath, limited: LimitedPriorityLevelConfiguration): FieldError[] {
  const { borrowingLimitPercent = 0 } = limited;
  return [
    ...validateShares(path, limited.nominalConcurrencyShares),
    ...validateLimitResponse(path.child('limitResponse'), limited.limitResponse),
    ...validateLendable(path, limited.lendablePercent),
    ...(borrowingLimitPercent < 0
      ? [
          FieldError.invalid(
            path.child('borrowingLimitPercent'),
            borrowingLimitPercent,
            'if specified, must be a non-negative integer',
          ),
        ]
      : []),
  ];
}

function validateShares(path: FieldPath, shares = 0): FieldError[] {
  return shares < 0
    ? [FieldError.invalid(path.child('nominalConcurrencyShares'), shares, 'must be a non-negative integer')]
    : [];
}

function validateLendable(path: FieldPath, percent = 0): FieldError[] {
  return percent < 0 || percent > 100
    ? [FieldError.invalid(path.child('lendablePercent'), percent, 'must be between 0 and 100, inclusive')]
    : [];
}

function validateLimitResponse(path: FieldPath, { type, queuing }: LimitResponse): FieldError[] {
  const given: string = type;
  const at = path.child('queuing');
  switch (given) {
    case 'Reject':
      return queuing === undefined
        ? []
        : [FieldError.forbidden(at, 'must be nil if limited.limitResponse.type is not Limited')];
    case 'Queue':
      return queuing === undefined
        ? [FieldError.required(at, 'must not be empty if limited.limitResponse.type is Limited')]
        : validateQueuing(at, queuing);
    default:
      return [FieldError.notSupported(path.child('type'), given, ['Queue', 'Reject'])];
  }
}

function validateQueuing(path: FieldPath, { queueLengthLimit, queues, handSize }: QueuingConfiguration): FieldError[] {
  const problems = [
    ['queueLengthLimit', queueLengthLimit, queueLengthLimit <= 0 ? 'must be positive' : undefined],
    ['queues', queues, queuesProblem(queues)],
    ['handSize', handSize, handSizeProblem(handSize, queues)],
  ] as const;
  return problems.flatMap(([name, value, detail]) =>
    detail === undefined ? [] : [FieldError.invalid(path.child(name), value, detail)],
  );
}

function queuesProblem(queues: number): string | undefined {
  if (queues <= 0) return 'must be positive';
  return queues > MAX_QUEUES ? `must not be greater than ${MAX_QUEUES}` : undefined;
}

function handSizeProblem(handSize: number, queues: number): string | undefined {
  if (handSize <= 0) return 'must be positive';
  if (handSize > queues) return `should not be greater than queues (${queues})`;
  return Math.ceil(Math.log2(queues) * handSize) > HASH_BITS
    ? `required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${HASH_BITS}`
    : undefined;
}
