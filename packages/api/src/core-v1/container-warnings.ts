/** What is worth a warning in the containers of a pod. */
import type { ContainerPort } from './container.ts';
import type { EnvVar } from './env.ts';
import { APP_ARMOR_PREFIX, SECCOMP_CONTAINER_PREFIX } from './pod-annotations-validation.ts';
import { containersWithPaths } from './pod-containers.ts';
import type { PodLike } from './pod-warnings.ts';
import type { PodSpec } from './pod.ts';
import { fractionalByteWarnings } from './resource-warnings.ts';
import { quote } from '../encoding/quote.ts';
import type { FieldPath } from '../status/field-path.ts';

export interface WarningPaths {
  readonly specPath: FieldPath;
  readonly annotationPath: FieldPath;
  readonly isTemplate: boolean;
}

/** Annotations that no longer do anything, parts of bytes, and variables that hide others. */
export function containerWarnings({ metadata, spec }: PodLike, paths: WarningPaths): string[] {
  const annotations = metadata.annotations ?? {};
  const ofPod = spec.securityContext?.appArmorProfile;
  return containersWithPaths(spec, paths.specPath).flatMap(({ container, path }) => {
    const { securityContext: context, resources } = container;
    const seccomp = SECCOMP_CONTAINER_PREFIX + container.name;
    const appArmor = APP_ARMOR_PREFIX + container.name;
    const warnings: string[] = [];
    if (Object.hasOwn(annotations, seccomp) && context?.seccompProfile === undefined) {
      warnings.push(seccompWarning(paths.annotationPath.key(seccomp)));
    }
    // For pods themselves, this is found out when annotations and fields are aligned.
    if (paths.isTemplate && Object.hasOwn(annotations, appArmor) && !(context?.appArmorProfile ?? ofPod)) {
      const field = paths.annotationPath.key(appArmor).toString();
      warnings.push(`${field}: deprecated since v1.30; use the "appArmorProfile" field instead`);
    }
    return [
      ...warnings,
      ...fractionalByteWarnings(resources.limits, path.child('resources', 'limits')),
      ...fractionalByteWarnings(resources.requests, path.child('resources', 'requests')),
      ...envWarnings(container.env ?? [], path.child('env')),
    ];
  });
}

/** For seccomp annotations, which no longer do anything. */
export function seccompWarning(field: FieldPath): string {
  return `${field.toString()}: non-functional in v1.27+; use the "seccompProfile" field instead`;
}

// A later definition that builds on the earlier one (`X=$(X)more`) is meant.
function envWarnings(variables: readonly EnvVar[], path: FieldPath): string[] {
  const seen = new Set<string>();
  return variables.flatMap(({ name, value = '', valueFrom }, index) => {
    const reference = `$(${name})`;
    const hides = valueFrom !== undefined || value === reference || !value.includes(reference);
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    if (!hides) return [];
    const consequence = `hides previous definition of ${quote(name)}, which may be dropped when using apply`;
    return [`${path.index(index).toString()}: ${consequence}`];
  });
}

/** Ports of the pod's containers that get in each other's way. */
export function portWarnings(spec: Readonly<PodSpec>, path: FieldPath): string[] {
  const seen = new Map<string, { readonly field: FieldPath; readonly port: ContainerPort }[]>();
  return containersWithPaths(spec, path).flatMap(({ container, path: at }) =>
    (container.ports ?? []).flatMap((port, index) => {
      const field = at.child('ports').index(index);
      const key = `${port.containerPort}/${port.protocol}`;
      const others = seen.get(key) ?? [];
      seen.set(key, [...others, { field, port }]);
      return [
        ...hostIpWarnings(port, field),
        ...others.flatMap((other) => {
          const relation = relationOf(port, other.port);
          const text = `${field.toString()}: ${relation} port definition with ${other.field.toString()}`;
          return relation === undefined ? [] : [text];
        }),
      ];
    }),
  );
}

/** Names of ports that several have: only the first is ever found. */
export function portNameWarnings(spec: Readonly<PodSpec>, path: FieldPath): string[] {
  const seen = new Map<string, string>();
  return containersWithPaths(spec, path).flatMap(({ container, path: at }) =>
    (container.ports ?? []).flatMap(({ name = '' }, index) => {
      if (name === '') return [];
      const field = at.child('ports').index(index).toString();
      const other = seen.get(name);
      if (other === undefined) seen.set(name, field);
      const consequence = `services and probes that select ports by name will use ${other}`;
      return other === undefined ? [] : [`${field}: duplicate port name ${quote(name)} with ${other}, ${consequence}`];
    }),
  );
}

function hostIpWarnings(
  { name = '', hostPort = 0, containerPort, protocol = 'TCP', hostIP = '' }: ContainerPort,
  field: FieldPath,
): string[] {
  if (hostIP === '' || hostPort !== 0) return [];
  const port = `{Name:${name} HostPort:0 ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`;
  return [`${field.toString()}: hostIP set without hostPort: ${port}`];
}

function relationOf(a: ContainerPort, b: ContainerPort): string | undefined {
  const [portA, portB] = [a.hostPort ?? 0, b.hostPort ?? 0];
  const [ipA, ipB] = [a.hostIP ?? '', b.hostIP ?? ''];
  if (ipA === ipB && portA === portB) return 'duplicate';
  if (portA === 0 || portB === 0) return 'overlapping';
  return portA === portB && (ipA === '') !== (ipB === '') ? 'dangerously ambiguous' : undefined;
}
