/** The `resize` subresource: CPU and memory of a running pod are changed in place (KEP-1287). */
import type { Container } from './container.ts';
import { MIRROR_ANNOTATION } from './pod-annotations-validation.ts';
import { isSidecar } from './pod-containers.ts';
import { keepMetadata } from './pod-metadata.ts';
import { computeQosClass, qosClassOf } from './pod-resources.ts';
import { validatePodContent } from './pod-validation.ts';
import type { Pod, PodSpec } from './pod.ts';
import type { ResourceRequirements } from './resource-requirements.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const SPEC = FieldPath.of('spec');
const LISTS = ['containers', 'initContainers'] as const;

/** Drops every change of the pod but those of resources and resize policies of its containers. */
export function keepResources(pod: Pod, old: Readonly<Pod>): void {
  const given = { containers: pod.spec.containers, initContainers: pod.spec.initContainers ?? [] };
  // Other containers, or another order, are for validation to refuse.
  if (LISTS.some((list) => given[list].length !== (old.spec[list] ?? []).length)) return;
  keepMetadata(pod.metadata, old.metadata);
  pod.spec = structuredClone(old.spec);
  pod.status = structuredClone(old.status);
  pod.spec.containers = withResourcesOf(pod.spec.containers, given.containers);
  if (pod.spec.initContainers) pod.spec.initContainers = withResourcesOf(pod.spec.initContainers, given.initContainers);
}

function withResourcesOf(before: readonly Container[], now: Container[]): Container[] {
  if (before.some(({ name }, index) => now[index]?.name !== name)) return now;
  return before.map(({ resizePolicy: _resizePolicy, ...container }, index) => {
    const { resources = container.resources, resizePolicy } = now[index] ?? {};
    return { ...container, resources, ...(resizePolicy && { resizePolicy }) };
  });
}

/** Everything wrong with a pod whose resources were changed. */
export function validatePodResize(pod: Readonly<Pod>, old: Readonly<Pod>): FieldError[] {
  const refusal = refusalOf(old);
  if (refusal !== undefined) return [FieldError.forbidden('', refusal)];
  const errors = validatePodContent(pod);
  if (qosClassOf(old) !== computeQosClass(pod.spec)) {
    const detail = 'Pod QOS Class may not change as a result of resizing';
    errors.push(FieldError.invalid(SPEC, pod.status.qosClass ?? '', detail));
  }
  if (!supportsResize(old)) {
    errors.push(FieldError.forbidden(SPEC, 'Pod running on node without support for resize'));
  }
  if (hasPodLevelResources(pod) || hasPodLevelResources(old)) {
    const gate = 'InPlacePodLevelResourcesVerticalScalingEnabled feature gate is disabled';
    const detail = `resize of pods with pod-level resources is forbidden when ${gate}`;
    return [...errors, FieldError.forbidden('', detail)];
  }
  const order = LISTS.flatMap((list) => validateOrder(pod.spec[list] ?? [], old.spec[list] ?? [], list));
  if (order.length > 0) return [...errors, ...order];
  errors.push(...validateRemovals(pod.spec, old.spec), ...validateOnlyComputeChanges(pod.spec, old.spec));
  return errors;
}

function refusalOf(old: Readonly<Pod>): string | undefined {
  if (Object.hasOwn(old.metadata.annotations ?? {}, MIRROR_ANNOTATION)) return 'static pods cannot be resized';
  return old.spec.os?.name === 'windows' ? 'windows pods cannot be resized' : undefined;
}

function hasPodLevelResources({ spec: { resources } }: Readonly<Pod>): boolean {
  return Object.keys({ ...resources?.requests, ...resources?.limits }).length > 0;
}

// A kubelet that can resize says what a running container runs with.
function supportsResize({ status }: Readonly<Pod>): boolean {
  const running = (status.containerStatuses ?? []).find(({ state }) => state.running !== undefined);
  return running === undefined || running.resources !== undefined;
}

function validateOrder(now: readonly Container[], before: readonly Container[], list: string): FieldError[] {
  const path = SPEC.child(list);
  if (now.length !== before.length)
    return [FieldError.forbidden(path, `${list} may not be added or removed on resize`)];
  return before.flatMap(({ name }, index) => {
    if (now[index]?.name === name) return [];
    const detail = `${list} may not be renamed or reordered on resize`;
    return [FieldError.forbidden(path.index(index).child('name'), detail)];
  });
}

function validateRemovals(spec: Readonly<PodSpec>, old: Readonly<PodSpec>): FieldError[] {
  return (['initContainers', 'containers'] as const).flatMap((list) =>
    (old[list] ?? []).flatMap((before, index) => {
      if (list === 'initContainers' && !isSidecar(before)) return [];
      const now = spec[list]?.[index]?.resources;
      return (['requests', 'limits'] as const).flatMap((side) => {
        const isRemoved = Object.keys(before.resources[side] ?? {}).some((name) => now?.[side]?.[name] === undefined);
        const field = SPEC.child(list).index(index).child('resources', side);
        return isRemoved ? [FieldError.forbidden(field, `resource ${side} cannot be removed`)] : [];
      });
    }),
  );
}

// With CPU and memory put back as they were, nothing may differ. Resize policies are no resources either.
function validateOnlyComputeChanges(spec: Readonly<PodSpec>, old: Readonly<PodSpec>): FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, before] of old.containers.entries()) {
    if (!differsInComputeOnly(spec.containers[index], before)) {
      errors.push(FieldError.forbidden(SPEC, 'only cpu and memory resources are mutable'));
    }
  }
  for (const [index, before] of (old.initContainers ?? []).entries()) {
    const now = spec.initContainers?.[index];
    if (isSidecar(before)) {
      if (differsInComputeOnly(now, before)) continue;
      const detail = 'only cpu and memory resources for sidecar containers are mutable';
      errors.push(FieldError.forbidden(SPEC, detail));
    } else if (!semanticEqual(now, before)) {
      errors.push(FieldError.forbidden(SPEC, 'resources for non-sidecar init containers are immutable'));
    }
  }
  const { containers: _now, initContainers: _nowInit, ...rest } = spec;
  const { containers: _old, initContainers: _oldInit, ...oldRest } = old;
  if (errors.length === 0 && !semanticEqual(rest, oldRest)) {
    errors.push(FieldError.forbidden(SPEC, 'only cpu and memory resources are mutable'));
  }
  return errors;
}

function differsInComputeOnly(now: Container | undefined, before: Container): boolean {
  if (now === undefined) return false;
  const resources = {
    ...now.resources,
    limits: withComputeOf(now.resources, before.resources, 'limits'),
    requests: withComputeOf(now.resources, before.resources, 'requests'),
  };
  return semanticEqual({ ...now, resources }, before);
}

function withComputeOf(now: ResourceRequirements, before: ResourceRequirements, side: 'limits' | 'requests') {
  const { cpu: _cpu, memory: _memory, ...others } = now[side] ?? {};
  const { cpu, memory } = before[side] ?? {};
  return { ...others, ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) };
}
