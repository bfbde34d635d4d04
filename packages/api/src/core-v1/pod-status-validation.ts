/** Rules for what may be said of a Pod. */
import { shouldRestart } from './container-restart.ts';
import type { ContainerStatus } from './container-status.ts';
import type { Container } from './container.ts';
import type { PodCondition, PodResourceClaimStatus } from './pod-status.ts';
import { validateAnnotationsOf } from './pod-update-validation.ts';
import type { Pod } from './pod.ts';
import { invalidFor, validateImmutableField } from '../meta-v1/field-rules.ts';
import { validateUserOrGroupId } from '../names/identifiers.ts';
import { isIpv4, parseIp, validateLegacyIp } from '../names/ip-address.ts';
import { validateQualifiedName } from '../names/label-syntax.ts';
import { nameIsDnsSubdomain } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const STATUS = FieldPath.of('status');
const SYSTEM_CONDITIONS = ['PodScheduled', 'Ready', 'Initialized'];
const STATUS_LISTS = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'] as const;

/** Everything wrong with a changed status. */
export function validatePodStatusUpdate(pod: Readonly<Pod>, old: Readonly<Pod>): FieldError[] {
  const { status } = pod;
  const nominated = status.nominatedNodeName ?? '';
  const isRenominated = nominated !== '' && nominated !== (old.status.nominatedNodeName ?? '');
  return [
    ...validateAnnotationsOf(pod, old),
    ...validateConditions(status.conditions ?? [], STATUS.child('conditions')),
    ...(isRenominated ? invalidFor(STATUS.child('nominatedNodeName'), nominated, nameIsDnsSubdomain(nominated)) : []),
    ...validateGeneration(status.observedGeneration, STATUS.child('observedGeneration')),
    ...validateImmutableField(STATUS.child('qosClass'), { now: status.qosClass, before: old.status.qosClass }),
    ...validateTransitions(pod, old),
    ...validateClaimStatuses(pod, STATUS.child('resourceClaimStatuses')),
    ...validateAddresses(status.podIPs ?? [], old.status.podIPs ?? [], STATUS.child('podIPs')),
    ...validateHostIp(pod),
    ...validateAddresses(status.hostIPs ?? [], old.status.hostIPs ?? [], STATUS.child('hostIPs')),
    ...STATUS_LISTS.flatMap((list) => validateUsers(status[list] ?? [], pod, STATUS.child(list))),
  ];
}

function validateConditions(conditions: readonly PodCondition[], path: FieldPath): FieldError[] {
  return conditions.flatMap(({ type, observedGeneration }, index) => {
    const errors = validateGeneration(observedGeneration, path.index(index).child('observedGeneration'));
    if (SYSTEM_CONDITIONS.includes(type)) return errors;
    return [...errors, ...invalidFor(path.index(index).child('Type'), type, validateQualifiedName(type))];
  });
}

function validateGeneration(generation = 0, field: FieldPath): FieldError[] {
  return generation < 0 ? [FieldError.invalid(field, generation, 'must be a non-negative integer')] : [];
}

// A container that is not restarted cannot run again.
function validateTransitions(pod: Readonly<Pod>, old: Readonly<Pod>): FieldError[] {
  const { spec } = old;
  const restartsIn = (containers: readonly Container[]) => (name: string, exitCode: number) => {
    const container = containers.find((candidate) => candidate.name === name);
    return container !== undefined && shouldRestart(container, spec, exitCode);
  };
  const rules = {
    containerStatuses: restartsIn(spec.containers),
    initContainerStatuses: restartsIn(spec.initContainers ?? []),
    ephemeralContainerStatuses: () => false,
  };
  return STATUS_LISTS.flatMap((list) =>
    (old.status[list] ?? []).flatMap(({ name, state: { terminated } }, index) => {
      const now = (pod.status[list] ?? []).find((status) => status.name === name);
      if (terminated === undefined || now === undefined || now.state.terminated !== undefined) return [];
      if (rules[list](name, terminated.exitCode)) return [];
      const field = STATUS.child(list).index(index).child('state');
      return [FieldError.forbidden(field, 'may not be transitioned to non-terminated state')];
    }),
  );
}

function validateClaimStatuses({ spec, status }: Readonly<Pod>, path: FieldPath): FieldError[] {
  const statuses: readonly PodResourceClaimStatus[] = status.resourceClaimStatuses ?? [];
  return statuses.flatMap(({ name, resourceClaimName }, index) => {
    const at = path.index(index);
    const errors: FieldError[] = [];
    if (!(spec.resourceClaims ?? []).some((claim) => claim.name === name)) {
      const detail = 'must match the name of an entry in `spec.resourceClaims`';
      errors.push(FieldError.invalid(at.child('name'), name, detail));
    }
    if (statuses.slice(0, index).some((other) => other.name === name)) {
      errors.push(FieldError.duplicate(at.child('name'), name));
    }
    if (resourceClaimName === undefined) return errors;
    const messages = nameIsDnsSubdomain(resourceClaimName);
    return [...errors, ...invalidFor(at.child('resourceClaimName'), resourceClaimName, messages)];
  });
}

interface Address {
  readonly ip: string;
}

// What was accepted before may stay.
function validateAddresses(now: readonly Address[], before: readonly Address[], path: FieldPath): FieldError[] {
  const errors = now.flatMap(({ ip }, index) => {
    if (before.some((address) => address.ip === ip)) return [];
    return invalidFor(path.index(index), ip, validateLegacyIp(ip));
  });
  if (errors.length > 0 || now.length < 2) return errors;
  const families = new Set(now.map(({ ip }) => isIpv4(parseIp(ip) ?? { bytes: new Uint8Array() })));
  if (families.size === 2 && now.length === 2) return [];
  return [FieldError.invalid(path, now, 'may specify no more than one IP for each IP family')];
}

function validateHostIp({ status: { hostIP = '', hostIPs = [] } }: Readonly<Pod>): FieldError[] {
  const first = hostIPs[0]?.ip ?? hostIP;
  if (first === hostIP) return [];
  const field = STATUS.child('hostIPs').index(0).child('ip');
  return [FieldError.invalid(field, first, 'must be equal to `hostIP`')];
}

function validateUsers(statuses: readonly ContainerStatus[], pod: Readonly<Pod>, path: FieldPath): FieldError[] {
  return statuses.flatMap(({ user }, index) => {
    const at = path.index(index).child('linux');
    if (user?.linux === undefined) return [];
    if (pod.spec.os?.name === 'windows') return [FieldError.forbidden(at, 'cannot be set for a windows pod')];
    const { uid, gid, supplementalGroups = [] } = user.linux;
    return [
      ...invalidFor(at.child('uid'), uid, validateUserOrGroupId(uid)),
      ...invalidFor(at.child('gid'), gid, validateUserOrGroupId(gid)),
      ...supplementalGroups.flatMap((group, position) =>
        invalidFor(at.child('supplementalGroups').index(position), group, validateUserOrGroupId(group)),
      ),
    ];
  });
}
