/** Rules for what a pod is to be: all that Kubernetes checks of a PodSpec, in its order and its words. */
import { validateContainers, validateInitContainers } from './container-validation.ts';
import type { ContainerContext } from './container-validation.ts';
import { validateEphemeralContainers } from './ephemeral-container-validation.ts';
import { validateAffinity } from './pod-affinity-validation.ts';
import { containersWithPaths } from './pod-containers.ts';
import {
  validateDnsConfig,
  validateDnsPolicy,
  validateHostAliases,
  validateHostname,
  validateHostnameOverride,
} from './pod-dns-validation.ts';
import { validatePodResources } from './pod-level-resources-validation.ts';
import type { PodResourceClaim, PodSchedulingGate, PodSpec } from './pod.ts';
import { validateContainerResources } from './resource-requirements-validation.ts';
import { validatePodSecurityContext } from './security-context-validation.ts';
import { validateTolerations } from './toleration-validation.ts';
import { validateTopologySpread } from './topology-spread-validation.ts';
import { validateVolumes } from './volume-validation.ts';
import { validateHostProcess, validateOperatingSystem } from './windows-validation.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateLabels } from '../meta-v1/labels-validation.ts';
import { validateDns1123Label } from '../names/dns-names.ts';
import { validateRange } from '../names/identifiers.ts';
import { validateQualifiedName } from '../names/label-syntax.ts';
import { nameIsDnsSubdomain } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

const MAX_INT32 = 2 ** 31 - 1;

export interface PodSpecPlace {
  /** Of the spec. */
  readonly path: FieldPath;
  /** Whether it is the spec of a Pod itself, not of a template. */
  readonly isPod: boolean;
  /** Name of the Pod, for volumes whose claims are named after it. */
  readonly podName?: string;
}

/** Everything wrong with the spec of a Pod or of a template; defaults must have been set. */
export function validatePodSpec(spec: Readonly<PodSpec>, place: PodSpecPlace): FieldError[] {
  const { path } = place;
  const at = (field: string): FieldPath => path.child(field);
  const gracePeriod = spec.terminationGracePeriodSeconds;
  return [
    ...(gracePeriod === undefined ? [FieldError.required(at('terminationGracePeriodSeconds'))] : []),
    ...validateParts(spec, place),
    ...validateHostPorts(spec, place),
    ...validateListed(spec.restartPolicy, ['Always', 'OnFailure', 'Never'], at('restartPolicy')),
    ...validateDnsPolicy(spec.dnsPolicy, at('dnsPolicy')),
    ...validateLabels(at('nodeSelector'), spec.nodeSelector),
    ...validatePodSecurityContext(spec, at('securityContext')),
    ...validateAffinity(spec.affinity, at('affinity')),
    ...validateDnsConfig(spec, at('dnsConfig')),
    ...(spec.readinessGates ?? []).flatMap(({ conditionType }, index) => {
      const field = at('readinessGates').index(index).child('conditionType');
      return invalidFor(field, conditionType, validateQualifiedName(conditionType));
    }),
    ...validateSchedulingGates(spec.schedulingGates ?? [], at('schedulingGates')),
    ...validateTopologySpread(spec.topologySpreadConstraints ?? [], at('topologySpreadConstraints')),
    ...validateHostProcess(spec, path),
    ...validateHostUsers(spec, path),
    ...validateHostnameOverride(spec, path),
    ...validateNamesOfOthers(spec, path),
    ...validateOperatingSystem(spec, path),
    ...validateFileKeyVolumes(spec, path),
  ];
}

// Volumes, claims and containers, which refer to one another.
function validateParts(spec: Readonly<PodSpec>, { path, podName = '' }: PodSpecPlace): FieldError[] {
  const volumes = validateVolumes(spec.volumes ?? [], path.child('volumes'), { podName });
  const claims = spec.resourceClaims ?? [];
  const claimNames = claims.map(({ name }) => name).filter((name) => name !== '');
  const context: ContainerContext = {
    volumes: volumes.byName,
    claimNames,
    gracePeriod: spec.terminationGracePeriodSeconds,
    podRestartPolicy: spec.restartPolicy,
    hostUsers: spec.hostUsers ?? true,
  };
  const initContainers = spec.initContainers ?? [];
  return [
    ...volumes.errors,
    ...validateResourceClaims(claims, path.child('resourceClaims')),
    ...validateContainers(spec.containers, path.child('containers'), context),
    ...validateInitContainers(initContainers, path.child('initContainers'), { ...context, others: spec.containers }),
    ...validateEphemeralContainers(spec.ephemeralContainers ?? [], path.child('ephemeralContainers'), {
      ...context,
      others: [...spec.containers, ...initContainers],
    }),
    ...validatePodResources(spec, path.child('resources'), claimNames),
  ];
}

function validateResourceClaims(claims: readonly PodResourceClaim[], path: FieldPath): FieldError[] {
  const names = new Set<string>();
  return claims.flatMap((claim, index) => {
    const at = path.index(index);
    const { name, resourceClaimName, resourceClaimTemplateName } = claim;
    const errors: FieldError[] = [];
    if (name === '') errors.push(FieldError.required(at.child('name')));
    else if (names.has(name)) errors.push(FieldError.duplicate(at.child('name'), name));
    else errors.push(...invalidFor(at.child('name'), name, validateDns1123Label(name)));
    names.add(name);
    if (resourceClaimName !== undefined && resourceClaimTemplateName !== undefined) {
      const detail = 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified';
      errors.push(FieldError.invalid(at, claim, detail));
    }
    if (resourceClaimName === undefined && resourceClaimTemplateName === undefined) {
      const detail = 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`';
      errors.push(FieldError.invalid(at, claim, detail));
    }
    for (const field of ['resourceClaimName', 'resourceClaimTemplateName'] as const) {
      const value = claim[field];
      if (value !== undefined) errors.push(...invalidFor(at.child(field), value, nameIsDnsSubdomain(value)));
    }
    return errors;
  });
}

// In a template the port of the node may be left out: it is filled in when the Pod is made.
function validateHostPorts(spec: Readonly<PodSpec>, { path, isPod }: PodSpecPlace): FieldError[] {
  if (spec.hostNetwork !== true) return [];
  return spec.containers.flatMap(({ ports = [] }, index) =>
    ports.flatMap(({ hostPort = 0, containerPort }, portIndex) => {
      if (hostPort === containerPort || (!isPod && hostPort === 0)) return [];
      const field = path.child('containers').index(index).child('ports').index(portIndex).child('hostPort');
      return [FieldError.invalid(field, hostPort, 'must match `containerPort` when `hostNetwork` is true')];
    }),
  );
}

function validateListed(value: string | undefined, supported: readonly string[], field: FieldPath): FieldError[] {
  if (value === undefined || value === '') return [FieldError.required(field)];
  return supported.includes(value) ? [] : [FieldError.notSupported(field, value, supported)];
}

function validateSchedulingGates(gates: readonly PodSchedulingGate[], path: FieldPath): FieldError[] {
  return gates.flatMap(({ name }, index) => {
    const errors = invalidFor(path.index(index), name, validateQualifiedName(name));
    const isRepeated = gates.slice(0, index).some((gate) => gate.name === name);
    return isRepeated ? [...errors, FieldError.duplicate(path.index(index), name)] : errors;
  });
}

// A user namespace of its own does not go together with other namespaces of the node.
function validateHostUsers(spec: Readonly<PodSpec>, path: FieldPath): FieldError[] {
  if (spec.hostUsers !== false) return [];
  const detail = 'when `hostUsers` is false';
  const errors: FieldError[] = [];
  if (spec.hostNetwork === true) errors.push(FieldError.forbidden(path.child('hostNetwork'), detail));
  if (spec.hostPID === true) errors.push(FieldError.forbidden(path.child('HostPID'), detail));
  if (spec.hostIPC === true) errors.push(FieldError.forbidden(path.child('HostIPC'), detail));
  for (const { container, path: at } of containersWithPaths(spec, path)) {
    if ((container.volumeDevices ?? []).length > 0) {
      errors.push(FieldError.forbidden(at.child('volumeDevices'), detail));
    }
  }
  return errors;
}

// Names of other objects, and the simple fields between them.
function validateNamesOfOthers(spec: Readonly<PodSpec>, path: FieldPath): FieldError[] {
  const name = (field: 'serviceAccountName' | 'nodeName' | 'priorityClassName'): FieldError[] => {
    const value = spec[field] ?? '';
    return value === '' ? [] : invalidFor(path.child(field), value, nameIsDnsSubdomain(value));
  };
  const { activeDeadlineSeconds: deadline, runtimeClassName, preemptionPolicy, overhead } = spec;
  const deadlineRange = { low: 1, high: MAX_INT32 };
  return [
    ...name('serviceAccountName'),
    ...name('nodeName'),
    ...(deadline === undefined
      ? []
      : invalidFor(path.child('activeDeadlineSeconds'), deadline, validateRange(deadline, deadlineRange))),
    ...validateHostname(spec, path),
    ...validateTolerations(spec.tolerations ?? [], path.child('tolerations')),
    ...validateHostAliases(spec.hostAliases ?? [], path.child('hostAliases')),
    ...name('priorityClassName'),
    ...(runtimeClassName === undefined
      ? []
      : invalidFor(path.child('runtimeClassName'), runtimeClassName, nameIsDnsSubdomain(runtimeClassName))),
    ...(preemptionPolicy === undefined
      ? []
      : validateListed(preemptionPolicy, ['PreemptLowerPriority', 'Never'], path.child('preemptionPolicy'))),
    ...(overhead === undefined
      ? []
      : validateContainerResources({ limits: overhead }, { path: path.child('overhead'), claimNames: [] })),
  ];
}

// Variables from files need an emptyDir, which init containers can write to.
function validateFileKeyVolumes(spec: Readonly<PodSpec>, path: FieldPath): FieldError[] {
  return containersWithPaths(spec, path).flatMap(({ container, path: at }) =>
    (container.env ?? []).flatMap(({ valueFrom }, index) => {
      const name = valueFrom?.fileKeyRef?.volumeName;
      if (name === undefined) return [];
      const field = at.child('env').index(index).child('valueFrom', 'fileKeyRef', 'volumeName');
      const volume = (spec.volumes ?? []).findLast((candidate) => candidate.name === name);
      if (volume === undefined) return [FieldError.notFound(field, name)];
      if (volume.emptyDir !== undefined) return [];
      return [FieldError.invalid(field, name, 'referenced volume must be of type emptyDir')];
    }),
  );
}
