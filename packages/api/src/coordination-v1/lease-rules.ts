/** What is special about Leases. */
import type { Lease } from './lease.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const SPEC = FieldPath.of('spec');

/** Drops what belongs to leader election by the server, a feature that is off. Changes the lease in place. */
export function dropCoordination({ spec }: Lease): void {
  delete spec.strategy;
  delete spec.preferredHolder;
}

/** Everything wrong with a Lease. */
export function validateLease({ spec }: Readonly<Lease>): FieldError[] {
  const { leaseDurationSeconds = 1, leaseTransitions = 0 } = spec;
  return [
    ...(leaseDurationSeconds <= 0
      ? [FieldError.invalid(SPEC.child('leaseDurationSeconds'), leaseDurationSeconds, 'must be greater than 0')]
      : []),
    ...(leaseTransitions < 0
      ? [FieldError.invalid(SPEC.child('leaseTransitions'), leaseTransitions, 'must be greater than or equal to 0')]
      : []),
  ];
}
