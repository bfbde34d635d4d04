/** The `ephemeralcontainers` subresource: containers are added to a running pod, and stay as they are. */
import { MIRROR_ANNOTATION } from './pod-annotations-validation.ts';
import { keepMetadata } from './pod-metadata.ts';
import { validateAnnotationsOf } from './pod-update-validation.ts';
import { validatePodContent } from './pod-validation.ts';
import type { Pod } from './pod.ts';
import { describeDifference } from './spec-difference.ts';
import { quote } from '../encoding/quote.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

/** Drops every change of the pod but that of its ephemeral containers. */
export function keepEphemeralContainers(pod: Pod, old: Readonly<Pod>): void {
  const { ephemeralContainers } = pod.spec;
  keepMetadata(pod.metadata, old.metadata);
  pod.spec = structuredClone(old.spec);
  pod.status = structuredClone(old.status);
  if (ephemeralContainers === undefined) delete pod.spec.ephemeralContainers;
  else pod.spec.ephemeralContainers = ephemeralContainers;
}

/** Everything wrong with a pod whose ephemeral containers were changed. */
export function validateEphemeralContainersUpdate(pod: Readonly<Pod>, old: Readonly<Pod>): FieldError[] {
  if (Object.hasOwn(old.metadata.annotations ?? {}, MIRROR_ANNOTATION)) {
    return [FieldError.forbidden('', 'static pods do not support ephemeral containers')];
  }
  const path = FieldPath.of('spec', 'ephemeralContainers');
  const containers = pod.spec.ephemeralContainers ?? [];
  const changes = (old.spec.ephemeralContainers ?? []).flatMap((before) => {
    const now = containers.findLast(({ name }) => name === before.name);
    const subject = `existing ephemeral containers ${quote(before.name)}`;
    if (now === undefined) return [FieldError.forbidden(path, `${subject} may not be removed\n`)];
    if (semanticEqual(before, now)) return [];
    return [FieldError.forbidden(path, `${subject} may not be changed\n${describeDifference(before, now)}`)];
  });
  return [...validatePodContent(pod), ...validateAnnotationsOf(pod, old), ...changes];
}
