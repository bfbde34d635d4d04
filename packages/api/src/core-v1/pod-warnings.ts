/** What is worth a warning in a pod or a template: it is accepted, but not what its author will have wanted. */
import { deprecatedNodeLabel } from './deprecated-node-labels.ts';
import { containerWarnings, portNameWarnings, portWarnings, seccompWarning } from './container-warnings.ts';
import type { PodAffinity } from './affinity.ts';
import { nodeSelectorWarnings } from './node-selector-warnings.ts';
import type { PodSpec } from './pod.ts';
import { fractionalByteWarnings } from './resource-warnings.ts';
import { volumeWarnings } from './volume-warnings.ts';
import { quote } from '../encoding/quote.ts';
import type { ObjectMeta } from '../meta-v1/object-meta.ts';
import { ipWarnings } from '../names/ip-address.ts';
import { FieldPath } from '../status/field-path.ts';

const DEPRECATED_ANNOTATIONS: Readonly<Record<string, string>> = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
};
const SECCOMP_POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
const NEGATIVE_GRACE_PERIOD = 'must be >= 0; negative values are invalid and will be treated as 1';
const NULL_SELECTOR = 'a null labelSelector results in matching no pod';

export interface PodLike {
  readonly metadata: Readonly<ObjectMeta>;
  readonly spec: Readonly<PodSpec>;
}

/** Warnings for a pod, or for the template at `path`. */
export function podWarnings({ metadata, spec }: PodLike, path?: FieldPath): string[] {
  const at = (name: string): FieldPath => path?.child(name) ?? FieldPath.of(name);
  const specPath = at('spec');
  const annotationPath = at('metadata').child('annotations');
  const annotations = metadata.annotations ?? {};
  return [
    ...nodeSelectorWarnings(spec, specPath),
    ...spreadWarnings(spec, specPath.child('topologySpreadConstraints')),
    ...Object.entries(DEPRECATED_ANNOTATIONS)
      .filter(([key]) => Object.hasOwn(annotations, key))
      .map(([key, message]) => `${annotationPath.key(key).toString()}: ${message}`),
    ...volumeWarnings(spec.volumes ?? [], specPath.child('volumes')),
    ...repetitionWarnings(spec, specPath),
    ...fractionalByteWarnings(spec.overhead, specPath.child('overhead')),
    ...(Object.hasOwn(annotations, SECCOMP_POD_ANNOTATION) && spec.securityContext?.seccompProfile === undefined
      ? [seccompWarning(annotationPath.key(SECCOMP_POD_ANNOTATION))]
      : []),
    ...containerWarnings({ metadata, spec }, { specPath, annotationPath, isTemplate: path !== undefined }),
    ...portWarnings(spec, specPath),
    ...portNameWarnings(spec, specPath),
    ...((spec.terminationGracePeriodSeconds ?? 0) < 0
      ? [`${specPath.child('terminationGracePeriodSeconds').toString()}: ${NEGATIVE_GRACE_PERIOD}`]
      : []),
    ...affinityWarnings(spec.affinity?.podAffinity, specPath.child('affinity', 'podAffinity')),
    ...affinityWarnings(spec.affinity?.podAntiAffinity, specPath.child('affinity', 'podAntiAffinity')),
    ...addressWarnings(spec, specPath),
  ];
}

function spreadWarnings({ topologySpreadConstraints = [] }: Readonly<PodSpec>, path: FieldPath): string[] {
  return topologySpreadConstraints.flatMap(({ topologyKey, labelSelector }, index) => {
    const at = path.index(index);
    const message = deprecatedNodeLabel(topologyKey);
    return [
      ...(message === undefined ? [] : [`${at.child('topologyKey').toString()}: ${topologyKey} is ${message}`]),
      ...(labelSelector === undefined ? [`${at.child('labelSelector').toString()}: ${NULL_SELECTOR}`] : []),
    ];
  });
}

function repetitionWarnings({ hostAliases = [], imagePullSecrets = [] }: Readonly<PodSpec>, path: FieldPath): string[] {
  const aliasPath = path.child('hostAliases');
  const secretPath = path.child('imagePullSecrets');
  return [
    ...hostAliases.flatMap(({ ip }, index) =>
      hostAliases.slice(0, index).some((other) => other.ip === ip)
        ? [`${aliasPath.index(index).child('ip').toString()}: duplicate ip ${quote(ip)}`]
        : [],
    ),
    ...imagePullSecrets.flatMap(({ name = '' }, index) =>
      imagePullSecrets.slice(0, index).some((other) => (other.name ?? '') === name)
        ? [`${secretPath.index(index).child('name').toString()}: duplicate name ${quote(name)}`]
        : [],
    ),
    ...imagePullSecrets.flatMap(({ name = '' }, index) =>
      name === '' ? [`${secretPath.index(index).child('name').toString()}: invalid empty name ""`] : [],
    ),
  ];
}

function addressWarnings({ hostAliases = [], dnsConfig }: Readonly<PodSpec>, path: FieldPath): string[] {
  const nameservers = path.child('dnsConfig', 'nameservers');
  return [
    ...(dnsConfig?.nameservers ?? []).flatMap((address, index) => ipWarnings(nameservers.index(index), address)),
    ...hostAliases.flatMap(({ ip }, index) => ipWarnings(path.child('hostAliases').index(index).child('ip'), ip)),
  ];
}

function affinityWarnings(affinity: Readonly<PodAffinity> | undefined, path: FieldPath): string[] {
  const required = path.child('requiredDuringSchedulingIgnoredDuringExecution');
  const preferred = path.child('preferredDuringSchedulingIgnoredDuringExecution');
  const warn = (selector: unknown, field: FieldPath): string[] =>
    selector === undefined ? [`${field.toString()}: ${NULL_SELECTOR}`] : [];
  return [
    ...(affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).flatMap(({ labelSelector }, index) =>
      warn(labelSelector, required.index(index).child('labelSelector')),
    ),
    ...(affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).flatMap(({ podAffinityTerm }, index) =>
      warn(podAffinityTerm.labelSelector, preferred.index(index).child('podAffinityTerm', 'labelSelector')),
    ),
  ];
}
