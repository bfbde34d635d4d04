/** What may change about a Pod: little, since most of it has been carried out already. */
import { validatePodAnnotationsUpdate } from './pod-annotations-validation.ts';
import { validatePodContent } from './pod-validation.ts';
import type { Container } from './container.ts';
import type { Pod, PodSchedulingGate, PodSpec } from './pod.ts';
import { gatedPlacementErrors } from './gated-pod-update.ts';
import { describeDifference } from './spec-difference.ts';
import { validateTolerations } from './toleration-validation.ts';
import type { Toleration } from './toleration.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { rangeMessage } from '../names/name-messages.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const SPEC = FieldPath.of('spec');
const MAX_INT32 = 2 ** 31 - 1;

const CHANGEABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

/** Everything wrong with a changed Pod. */
export function validatePodUpdate(pod: Readonly<Pod>, old: Readonly<Pod>): FieldError[] {
  const errors = [...validatePodContent(pod), ...validateAnnotationsOf(pod, old)];
  for (const list of ['containers', 'initContainers'] as const) {
    const { errors: found, isFatal } = validateImages(pod.spec[list] ?? [], old.spec[list] ?? [], SPEC.child(list));
    errors.push(...found);
    if (isFatal) return errors;
  }
  const deadline = validateDeadline(pod.spec, old.spec);
  errors.push(...deadline);
  if (deadline.length > 0 && pod.spec.activeDeadlineSeconds !== undefined) return errors;
  errors.push(
    ...validateAddedTolerations(pod.spec.tolerations ?? [], old.spec.tolerations ?? []),
    ...validateRemovedGates(pod.spec.schedulingGates ?? [], old.spec.schedulingGates ?? []),
  );
  return [...errors, ...validateRest(pod.spec, old.spec)];
}

/** What annotations may not change in any update of a Pod. */
export function validateAnnotationsOf(pod: Readonly<Pod>, old: Readonly<Pod>): FieldError[] {
  const annotations = { now: pod.metadata.annotations, before: old.metadata.annotations };
  return validatePodAnnotationsUpdate(annotations, pod.spec, FieldPath.of('metadata', 'annotations'));
}

function validateImages(
  now: readonly Container[],
  before: readonly Container[],
  path: FieldPath,
): { errors: FieldError[]; isFatal: boolean } {
  if (now.length !== before.length) {
    return { errors: [FieldError.forbidden(path, 'pod updates may not add or remove containers')], isFatal: true };
  }
  const errors = now.flatMap(({ image = '' }, index) => {
    const field = path.index(index).child('image');
    if (image === '') return [FieldError.required(field)];
    if (image.trim() === image) return [];
    return [FieldError.invalid(field, image, 'must not have leading or trailing whitespace')];
  });
  return { errors, isFatal: false };
}

function validateDeadline(
  { activeDeadlineSeconds: now }: Readonly<PodSpec>,
  { activeDeadlineSeconds: before }: Readonly<PodSpec>,
): FieldError[] {
  const field = SPEC.child('activeDeadlineSeconds');
  if (now === undefined) {
    if (before === undefined) return [];
    return [FieldError.invalid(field, null, 'must not update from a positive integer to nil value')];
  }
  if (now < 0 || now > MAX_INT32) return [FieldError.invalid(field, now, rangeMessage(0, MAX_INT32))];
  if (before === undefined || before >= now) return [];
  return [FieldError.invalid(field, now, 'must be less than or equal to previous value')];
}

function validateAddedTolerations(now: readonly Toleration[], before: readonly Toleration[]): FieldError[] {
  const path = SPEC.child('tolerations');
  const isKept = (old: Toleration): boolean =>
    now.some((toleration) => semanticEqual({ ...toleration, tolerationSeconds: 0 }, { ...old, tolerationSeconds: 0 }));
  if (!before.every(isKept)) {
    return [FieldError.forbidden(path, 'existing toleration can not be modified except its tolerationSeconds')];
  }
  return validateTolerations(now, path);
}

function validateRemovedGates(now: readonly PodSchedulingGate[], before: readonly PodSchedulingGate[]): FieldError[] {
  return now.flatMap(({ name }, index) => {
    if (before.some((gate) => gate.name === name)) return [];
    const detail = `only deletion is allowed, but found new scheduling gate '${name}'`;
    return [FieldError.forbidden(SPEC.child('schedulingGates').index(index).child('name'), detail)];
  });
}

// With all that may change put back as it was, nothing may differ.
function validateRest(spec: Readonly<PodSpec>, old: Readonly<PodSpec>): FieldError[] {
  if (semanticEqual(spec, old)) return [];
  const rest: PodSpec = {
    ...spec,
    containers: withImagesOf(spec.containers, old.containers),
    initContainers: withImagesOf(spec.initContainers ?? [], old.initContainers ?? []),
  };
  putBack(rest, old, ['activeDeadlineSeconds', 'schedulingGates', 'tolerations']);
  if ((old.terminationGracePeriodSeconds ?? 0) < 0 && spec.terminationGracePeriodSeconds === 1) {
    putBack(rest, old, ['terminationGracePeriodSeconds']);
  }
  const errors = (old.schedulingGates ?? []).length > 0 ? gatedPlacementErrors(rest, old, SPEC) : [];
  if ((old.schedulingGates ?? []).length > 0) putBackPlacement(rest, old);
  if (!semanticEqual(rest, old)) {
    const detail = `pod updates may not change fields other than ${CHANGEABLE}\n${describeDifference(old, rest)}`;
    errors.push(FieldError.forbidden(SPEC, detail));
  }
  return errors;
}

function putBackPlacement(rest: PodSpec, old: Readonly<PodSpec>): void {
  putBack(rest, old, ['nodeSelector']);
  const { nodeAffinity: _now, ...others } = rest.affinity ?? {};
  const before = old.affinity?.nodeAffinity;
  rest.affinity = before === undefined ? others : { ...others, nodeAffinity: before };
}

function putBack(spec: PodSpec, old: Readonly<PodSpec>, names: readonly (keyof PodSpec)[]): void {
  for (const name of names) {
    delete spec[name];
    Object.assign(spec, old[name] === undefined ? {} : { [name]: old[name] });
  }
}

function withImagesOf(now: readonly Container[], before: readonly Container[]): Container[] {
  return now.map((container, index) => {
    const { image: _image, ...others } = container;
    const image = before[index]?.image;
    return image === undefined ? others : { ...others, image };
  });
}
