/** Rules for annotations that mean something to pods: what fields say today was once said there. */
import { allContainers, containersWithPaths } from './pod-containers.ts';
import type { PodSpec } from './pod.ts';
import type { AppArmorProfile, SeccompProfile } from './security-context.ts';
import { validateDescendingPath } from './volume-path-validation.ts';
import { quote } from '../encoding/quote.ts';
import type { ObjectMeta } from '../meta-v1/object-meta.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

/** Marks the picture in the API of a pod that a kubelet runs by itself. */
export const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';
const DELETION_COST_ANNOTATION = 'controller.kubernetes.io/pod-deletion-cost';
const SECCOMP_POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
export const SECCOMP_CONTAINER_PREFIX = 'container.seccomp.security.alpha.kubernetes.io/';
export const APP_ARMOR_PREFIX = 'container.apparmor.security.beta.kubernetes.io/';

type Annotations = Readonly<Record<string, string>>;

/** `path` is that of the annotations. */
export function validatePodAnnotations(
  annotations: Annotations = {},
  spec: Readonly<PodSpec>,
  path: FieldPath,
): FieldError[] {
  const errors: FieldError[] = [];
  const mirror = annotations[MIRROR_ANNOTATION];
  if (mirror !== undefined && (spec.nodeName ?? '') === '') {
    const detail = 'must set spec.nodeName if mirror pod annotation is set';
    errors.push(FieldError.invalid(path.key(MIRROR_ANNOTATION), mirror, detail));
  }
  const cost = annotations[DELETION_COST_ANNOTATION];
  if (cost !== undefined && !isDeletionCost(cost)) {
    errors.push(FieldError.invalid(path.key(DELETION_COST_ANNOTATION), cost, 'must be a 32bit integer'));
  }
  for (const [key, value] of Object.entries(annotations)) {
    if (key === SECCOMP_POD_ANNOTATION || key.startsWith(SECCOMP_CONTAINER_PREFIX)) {
      errors.push(...validateSeccompAnnotation(value, path.child(key)));
    }
    if (key.startsWith(APP_ARMOR_PREFIX)) errors.push(...validateAppArmorAnnotation({ key, value }, spec, path));
  }
  return errors;
}

/** Which annotations of a pod may not be changed. */
export function validatePodAnnotationsUpdate(
  meta: { readonly now: Annotations | undefined; readonly before: Annotations | undefined },
  spec: Readonly<PodSpec>,
  path: FieldPath,
): FieldError[] {
  const { now = {}, before = {} } = meta;
  const errors: FieldError[] = [];
  const forbid = (key: string, verb: string): void => {
    if (key.startsWith(APP_ARMOR_PREFIX)) {
      errors.push(FieldError.forbidden(path.key(key), `may not ${verb} AppArmor annotations`));
    }
    if (key === MIRROR_ANNOTATION) {
      errors.push(FieldError.forbidden(path.key(key), `may not ${verb} mirror pod annotation`));
    }
  };
  for (const [key, value] of Object.entries(before)) if (now[key] !== value) forbid(key, 'remove or update');
  for (const key of Object.keys(now)) if (!Object.hasOwn(before, key)) forbid(key, 'add');
  return [...errors, ...validatePodAnnotations(now, spec, path)];
}

/** Where both an annotation and the field are given, they must say the same. `path` is that of the spec. */
export function validateSeccompMatch(
  { annotations = {} }: Pick<ObjectMeta, 'annotations'>,
  spec: Readonly<PodSpec>,
  path: FieldPath,
): FieldError[] {
  const places = [
    { at: path, key: SECCOMP_POD_ANNOTATION, profile: spec.securityContext?.seccompProfile },
    ...containersWithPaths(spec, path).map(({ container, path: at }) => ({
      at,
      key: SECCOMP_CONTAINER_PREFIX + container.name,
      profile: container.securityContext?.seccompProfile,
    })),
  ];
  return places.flatMap(({ at, key, profile }) =>
    validateMatch(
      { kind: 'seccomp', annotation: annotations[key], profile },
      at.child('securityContext', 'seccompProfile'),
    ),
  );
}

/** The same for AppArmor. `path` is that of the spec. */
export function validateAppArmorMatch(
  { annotations = {} }: Pick<ObjectMeta, 'annotations'>,
  spec: Readonly<PodSpec>,
  path: FieldPath,
): FieldError[] {
  if (spec.os?.name === 'windows') return [];
  return containersWithPaths(spec, path).flatMap(({ container, path: at }) => {
    const profile = container.securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile;
    const annotation = annotations[APP_ARMOR_PREFIX + container.name];
    return validateMatch({ kind: 'apparmor', annotation, profile }, at.child('securityContext', 'appArmorProfile'));
  });
}

interface Confinement {
  readonly kind: 'seccomp' | 'apparmor';
  readonly annotation: string | undefined;
  readonly profile: SeccompProfile | AppArmorProfile | undefined;
}

function validateMatch({ kind, annotation, profile }: Confinement, path: FieldPath): FieldError[] {
  if (annotation === undefined || profile === undefined) return [];
  const differs = (what: string): FieldError =>
    FieldError.forbidden(
      path.child(what === 'type' ? 'type' : 'localhostProfile'),
      `${kind} ${what} in annotation and field must match`,
    );
  switch (profile.type) {
    case 'Unconfined':
      return annotation === 'unconfined' ? [] : [differs('type')];
    case 'RuntimeDefault':
      return annotation === 'runtime/default' || (kind === 'seccomp' && annotation === 'docker/default')
        ? []
        : [differs('type')];
    case 'Localhost':
      if (!annotation.startsWith('localhost/')) return [differs('type')];
      return annotation === `localhost/${profile.localhostProfile}` ? [] : [differs('profile')];
    default:
      return [];
  }
}

function validateSeccompAnnotation(value: string, field: FieldPath): FieldError[] {
  if (['runtime/default', 'docker/default', 'unconfined'].includes(value)) return [];
  if (value.startsWith('localhost/')) return validateDescendingPath(value.slice('localhost/'.length), field);
  return [FieldError.invalid(field, value, 'must be a valid seccomp profile')];
}

function validateAppArmorAnnotation(
  { key, value }: { readonly key: string; readonly value: string },
  spec: Readonly<PodSpec>,
  path: FieldPath,
): FieldError[] {
  const name = key.slice(APP_ARMOR_PREFIX.length);
  const errors: FieldError[] = [];
  if (!allContainers(spec).some((container) => container.name === name)) {
    errors.push(FieldError.invalid(path.key(key), name, 'container not found'));
  }
  if (!/^($|runtime\/default$|unconfined$|localhost\/)/.test(value)) {
    errors.push(FieldError.invalid(path.key(key), value, `invalid AppArmor profile name: ${quote(value)}`));
  }
  return errors;
}

function isDeletionCost(text: string): boolean {
  // A plus sign and leading zeros are refused, so that every number has one text.
  return /^(0|-?[1-9][0-9]*)$/.test(text) && Math.abs(Number(text) + 0.5) < 2 ** 31;
}
