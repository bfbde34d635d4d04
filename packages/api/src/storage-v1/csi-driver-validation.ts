/** What a CSIDriver has to satisfy. The paths say `attachedRequired`, as Kubernetes does by mistake. */
import { validateChoice, validateImmutableField } from '../meta-v1/field-rules.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import { FSGroupPolicy, VolumeLifecycleMode } from './csi-driver.ts';
import type { CSIDriver, CSIDriverSpec, TokenRequest } from './csi-driver.ts';

const SPEC = FieldPath.of('spec');
const MIN_TOKEN_SECONDS = 600;
const MIN_UPDATE_PERIOD_SECONDS = 10;

/** Everything wrong with a new driver. */
export function validateCSIDriver({ spec }: Readonly<CSIDriver>): FieldError[] {
  return [
    ...validateGiven(SPEC.child('attachedRequired'), spec.attachRequired),
    ...validateGiven(SPEC.child('podInfoOnMount'), spec.podInfoOnMount),
    ...validateGiven(SPEC.child('storageCapacity'), spec.storageCapacity),
    ...(spec.fsGroupPolicy === undefined
      ? []
      : validateChoice(SPEC.child('fsGroupPolicy'), spec.fsGroupPolicy, FSGroupPolicy.values ?? [])),
    ...validateTokenRequests(SPEC.child('tokenRequests'), spec.tokenRequests ?? []),
    ...validateTokenPlace(spec),
    ...validateLifecycleModes(SPEC.child('volumeLifecycleModes'), spec.volumeLifecycleModes ?? []),
    ...validateGiven(SPEC.child('seLinuxMount'), spec.seLinuxMount),
    ...validateUpdatePeriod(SPEC.child('nodeAllocatableUpdatePeriodSeconds'), spec.nodeAllocatableUpdatePeriodSeconds),
  ];
}

/** Everything wrong with a changed driver. */
export function validateCSIDriverUpdate(driver: Readonly<CSIDriver>, old: Readonly<CSIDriver>): FieldError[] {
  return [
    ...validateCSIDriver(driver),
    ...validateImmutableField(SPEC.child('attachedRequired'), {
      now: driver.spec.attachRequired,
      before: old.spec.attachRequired,
    }),
    ...validateImmutableField(SPEC.child('volumeLifecycleModes'), {
      now: driver.spec.volumeLifecycleModes,
      before: old.spec.volumeLifecycleModes,
    }),
  ];
}

function validateGiven(path: FieldPath, value: boolean | undefined): FieldError[] {
  return value === undefined ? [FieldError.required(path)] : [];
}

function validateTokenRequests(path: FieldPath, requests: readonly TokenRequest[]): FieldError[] {
  return requests.flatMap(({ audience, expirationSeconds }, position) => {
    const at = path.index(position);
    if (requests.findIndex((request) => request.audience === audience) < position) {
      return [FieldError.duplicate(at.child('audience'), audience)];
    }
    return expirationSeconds === undefined ? [] : validateExpiration(at.child('expirationSeconds'), expirationSeconds);
  });
}

function validateExpiration(path: FieldPath, seconds: number): FieldError[] {
  if (seconds < MIN_TOKEN_SECONDS) {
    return [FieldError.invalid(path, seconds, 'may not specify a duration less than 10 minutes')];
  }
  return seconds > 2 ** 32
    ? [FieldError.invalid(path, seconds, 'may not specify a duration larger than 2^32 seconds')]
    : [];
}

function validateTokenPlace({ serviceAccountTokenInSecrets, tokenRequests = [] }: CSIDriverSpec): FieldError[] {
  if (serviceAccountTokenInSecrets === undefined || tokenRequests.length > 0) return [];
  const detail = 'serviceAccountTokenInSecrets is set but no tokenRequests are specified';
  return [FieldError.invalid(SPEC.child('serviceAccountTokenInSecrets'), serviceAccountTokenInSecrets, detail)];
}

function validateLifecycleModes(path: FieldPath, modes: readonly string[]): FieldError[] {
  const supported = VolumeLifecycleMode.values ?? [];
  return modes
    .filter((mode) => !supported.includes(mode))
    .map((mode) => FieldError.notSupported(path, mode, supported));
}

function validateUpdatePeriod(path: FieldPath, seconds: number | undefined): FieldError[] {
  if (seconds === undefined || seconds >= MIN_UPDATE_PERIOD_SECONDS) return [];
  return [FieldError.invalid(path, seconds, 'must be greater than or equal to 10 seconds')];
}
