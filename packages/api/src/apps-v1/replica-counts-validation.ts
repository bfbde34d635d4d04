/** What the counters in the status of a workload have to satisfy. */
import { validateNonNegative } from '../meta-v1/field-rules.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

type Counts = Readonly<Record<string, number | undefined>>;

const STATUS = FieldPath.of('status');

/** Counters are not negative. */
export function validateCounts(counts: Counts): FieldError[] {
  return Object.entries(counts).flatMap(([name, count]) => validateNonNegative(STATUS.child(name), count ?? 0));
}

/** Counters that count some of all pods are not larger than `replicas`. */
export function validatePartsOfReplicas(counts: Counts, replicas: number): FieldError[] {
  return Object.entries(counts).flatMap(([name, count = 0]) =>
    count > replicas ? [FieldError.invalid(STATUS.child(name), count, 'cannot be greater than status.replicas')] : [],
  );
}

/** Pods that are available are ready. `ready` is what the message calls them. */
export function validateAvailable(
  { availableReplicas = 0, readyReplicas = 0 }: { availableReplicas?: number; readyReplicas?: number },
  ready: string,
): FieldError[] {
  return availableReplicas > readyReplicas
    ? [FieldError.invalid(STATUS.child('availableReplicas'), availableReplicas, `cannot be greater than ${ready}`)]
    : [];
}

/** The collision counter only goes up. */
export function validateCollisions(
  now: { collisionCount?: number },
  before: { collisionCount?: number },
): FieldError[] {
  const { collisionCount = 0 } = now;
  return before.collisionCount !== undefined && collisionCount < before.collisionCount
    ? [FieldError.invalid(STATUS.child('collisionCount'), collisionCount, 'cannot be decremented')]
    : [];
}
