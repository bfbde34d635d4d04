/** Rules for containers, init containers and sidecars. */
import { validateContainerPorts, validateHostPortConflicts } from './container-port-validation.ts';
import { validateContainerRestartPolicy, validateInitContainerRestartPolicy } from './container-restart-validation.ts';
import type { Container } from './container.ts';
import { validateEnv, validateEnvFrom } from './env-validation.ts';
import { isSidecar } from './pod-containers.ts';
import {
  validateLifecycle,
  validateLivenessProbe,
  validateReadinessProbe,
  validateStartupProbe,
} from './probe-validation.ts';
import { validateContainerResources } from './resource-requirements-validation.ts';
import type { ContainerResizePolicy } from './resource-requirements.ts';
import { validateSecurityContext } from './security-context-validation.ts';
import { validateVolumeDevices, validateVolumeMounts } from './volume-mount-validation.ts';
import type { VolumesByName } from './volume-mount-validation.ts';
import { invalidFor, validateRequiredChoice } from '../meta-v1/field-rules.ts';
import { validateDns1123Label } from '../names/dns-names.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];

/** What the rules for a container need to know of its pod. */
export interface ContainerContext {
  readonly volumes: VolumesByName;
  readonly claimNames: readonly string[];
  readonly gracePeriod: number | undefined;
  readonly podRestartPolicy: string | undefined;
  readonly hostUsers: boolean;
}

export function validateContainers(
  containers: readonly Container[],
  path: FieldPath,
  context: ContainerContext,
): FieldError[] {
  if (containers.length === 0) return [FieldError.required(path)];
  const names = new Set<string>();
  const errors = containers.flatMap((container, index) => {
    const at = path.index(index);
    return [
      ...validateContainer(container, at, context),
      ...claimName(container.name, names, at),
      ...validateHooksAndProbes(container, at, context),
      ...validateContainerRestartPolicy(container, at),
    ];
  });
  return [...errors, ...validateHostPortConflicts(containers, path)];
}

/** `others` are the containers of the pod, whose names are taken. */
export function validateInitContainers(
  containers: readonly Container[],
  path: FieldPath,
  context: ContainerContext & { readonly others: readonly Container[] },
): FieldError[] {
  const names = new Set(context.others.map(({ name }) => name));
  return containers.flatMap((container, index) => {
    const at = path.index(index);
    return [
      ...validateContainer(container, at, context),
      ...validateInitContainerRestartPolicy(container, at),
      ...claimName(container.name, names, at),
      // One after the other, they may use the same ports.
      ...validateHostPortConflicts([container], path),
      ...(isSidecar(container) ? validateHooksAndProbes(container, at, context) : validateNoHooks(container, at)),
    ];
  });
}

/** What holds for containers of every kind. */
export function validateContainer(
  container: Readonly<Container>,
  path: FieldPath,
  context: ContainerContext,
): FieldError[] {
  const { name, image = '' } = container;
  const { volumes, claimNames } = context;
  const at = (field: string): FieldPath => path.child(field);
  return [
    ...(name === '' ? [FieldError.required(at('name'))] : invalidFor(at('name'), name, validateDns1123Label(name))),
    ...(image === '' ? [FieldError.required(at('image'))] : []),
    ...validateMessagePolicy(container.terminationMessagePolicy, at('terminationMessagePolicy')),
    ...validateContainerPorts(container.ports ?? [], at('ports')),
    ...validateEnv(container.env ?? [], at('env')),
    ...validateEnvFrom(container.envFrom ?? [], at('envFrom')),
    ...validateVolumeMounts(container, volumes, at('volumeMounts')),
    ...validateVolumeDevices(container, volumes, at('volumeDevices')),
    ...validateRequiredChoice(at('imagePullPolicy'), container.imagePullPolicy, ['Always', 'IfNotPresent', 'Never']),
    ...validateContainerResources(container.resources, { path: at('resources'), claimNames }),
    ...validateResizePolicy(container.resizePolicy ?? [], at('resizePolicy'), context),
    ...validateSecurityContext(container.securityContext, at('securityContext'), context),
  ];
}

/** A rule of pods, not of templates: old templates have images of blanks, which controllers fill in. */
export function validateImageBlanks({ image = '' }: Pick<Container, 'image'>, path: FieldPath): FieldError[] {
  if (image.trim() === image) return [];
  return [FieldError.invalid(path.child('image'), image, 'must not have leading or trailing whitespace')];
}

function claimName(name: string, names: Set<string>, path: FieldPath): FieldError[] {
  if (names.has(name)) return [FieldError.duplicate(path.child('name'), name)];
  names.add(name);
  return [];
}

function validateMessagePolicy(policy: string | undefined, field: FieldPath): FieldError[] {
  if (policy === undefined || policy === '') return [FieldError.required(field)];
  return MESSAGE_POLICIES.includes(policy) ? [] : [FieldError.notSupported(field, policy, MESSAGE_POLICIES)];
}

function validateHooksAndProbes(
  container: Container,
  path: FieldPath,
  { gracePeriod }: ContainerContext,
): FieldError[] {
  return [
    ...validateLifecycle(container.lifecycle, path.child('lifecycle'), gracePeriod),
    ...validateLivenessProbe(container.livenessProbe, path.child('livenessProbe')),
    ...validateReadinessProbe(container.readinessProbe, path.child('readinessProbe')),
    ...validateStartupProbe(container.startupProbe, path.child('startupProbe')),
  ];
}

function validateNoHooks(container: Container, path: FieldPath): FieldError[] {
  return (['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const)
    .filter((name) => container[name] !== undefined)
    .map((name) =>
      FieldError.forbidden(path.child(name), 'may not be set for init containers without restartPolicy=Always'),
    );
}

function validateResizePolicy(
  policies: readonly ContainerResizePolicy[],
  path: FieldPath,
  { podRestartPolicy }: ContainerContext,
): FieldError[] {
  const seen = new Set<string>();
  return policies.flatMap(({ resourceName, restartPolicy }, index) => {
    const errors = seen.has(resourceName) ? [FieldError.duplicate(path.index(index), resourceName)] : [];
    seen.add(resourceName);
    errors.push(
      ...validateRequiredChoice(path, resourceName, ['cpu', 'memory']),
      ...validateRequiredChoice(path, restartPolicy, ['NotRequired', 'RestartContainer']),
    );
    if (podRestartPolicy === 'Never' && restartPolicy !== 'NotRequired') {
      const detail = "must be 'NotRequired' when pod `restartPolicy` is 'Never'";
      errors.push(FieldError.invalid(path, restartPolicy, detail));
    }
    return errors;
  });
}
