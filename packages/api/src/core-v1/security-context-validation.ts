/** Rules for as whom, and how confined, containers run. */
import type { PodSpec } from './pod.ts';
import { validateAppArmorProfile, validateSeccompProfile } from './profile-validation.ts';
import type { PodSecurityContext, SecurityContext, Sysctl } from './security-context.ts';
import { validateWindowsOptions } from './windows-validation.ts';
import { invalidFor, validateChoice } from '../meta-v1/field-rules.ts';
import { validateUserOrGroupId } from '../names/identifiers.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

const SYSCTL_MAX_LENGTH = 253;
const SYSCTL_SEGMENT = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const SYSCTL_FORMAT = `^(${SYSCTL_SEGMENT}[\\./])*${SYSCTL_SEGMENT}$`;
const SYSCTL_PATTERN = new RegExp(SYSCTL_FORMAT);
/** Parameters of the IPC namespace; those of the network begin with net. */
const IPC_SYSCTL = /^(kernel\.(msg|sem$|shm)|fs\.mqueue\.)/;

/** The security context of one container; `hostUsers` as the pod has it. */
export function validateSecurityContext(
  context: Readonly<SecurityContext> | undefined,
  path: FieldPath,
  { hostUsers }: { readonly hostUsers: boolean },
): FieldError[] {
  if (context === undefined) return [];
  const errors = [
    ...validateId(context.runAsUser, path.child('runAsUser')),
    ...validateId(context.runAsGroup, path.child('runAsGroup')),
  ];
  if (context.procMount !== undefined) {
    const field = path.child('procMount');
    errors.push(...validateChoice(field, context.procMount, ['Default', 'Unmasked']));
    if (hostUsers && context.procMount === 'Unmasked') {
      errors.push(FieldError.invalid(field, context.procMount, '`hostUsers` must be false to use `Unmasked`'));
    }
  }
  return [
    ...errors,
    ...validateSeccompProfile(context.seccompProfile, path.child('seccompProfile')),
    ...validateEscalation(context, path),
    ...validateWindowsOptions(context.windowsOptions, path.child('windowsOptions')),
    ...validateAppArmorProfile(context.appArmorProfile, path.child('appArmorProfile')),
  ];
}

function validateEscalation(context: SecurityContext, path: FieldPath): FieldError[] {
  if (context.allowPrivilegeEscalation !== false) return [];
  const errors: FieldError[] = [];
  if (context.privileged === true) {
    const detail = 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true';
    errors.push(FieldError.invalid(path, context, detail));
  }
  for (const capability of context.capabilities?.add ?? []) {
    if (capability === 'CAP_SYS_ADMIN') {
      const detail = 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN';
      errors.push(FieldError.invalid(path, context, detail));
    }
  }
  return errors;
}

/** The security context of a pod; `path` is that of the context. */
export function validatePodSecurityContext(spec: Readonly<PodSpec>, path: FieldPath): FieldError[] {
  const context = spec.securityContext;
  const errors = context === undefined ? [] : validatePodIds(context, path);
  if (spec.shareProcessNamespace === true && spec.hostPID === true) {
    const detail = 'ShareProcessNamespace and HostPID cannot both be enabled';
    errors.push(FieldError.invalid(path.child('shareProcessNamespace'), true, detail));
  }
  if (context === undefined) return errors;
  const choices = {
    fsGroupChangePolicy: ['OnRootMismatch', 'Always'],
    supplementalGroupsPolicy: ['Merge', 'Strict'],
    // MountOption would need a feature that is off in this version.
    seLinuxChangePolicy: ['Recursive'],
  } as const;
  const choose = (name: keyof typeof choices): FieldError[] => {
    const value = context[name];
    return value === undefined ? [] : validateChoice(path.child(name), value, choices[name]);
  };
  return [
    ...errors,
    ...validateSysctls(context.sysctls ?? [], spec, path.child('sysctls')),
    ...choose('fsGroupChangePolicy'),
    ...validateSeccompProfile(context.seccompProfile, path.child('seccompProfile')),
    ...validateWindowsOptions(context.windowsOptions, path.child('windowsOptions')),
    ...validateAppArmorProfile(context.appArmorProfile, path.child('appArmorProfile')),
    ...choose('supplementalGroupsPolicy'),
    ...choose('seLinuxChangePolicy'),
  ];
}

function validatePodIds(context: PodSecurityContext, path: FieldPath): FieldError[] {
  return [
    ...validateId(context.fsGroup, path.child('fsGroup')),
    ...validateId(context.runAsUser, path.child('runAsUser')),
    ...validateId(context.runAsGroup, path.child('runAsGroup')),
    ...(context.supplementalGroups ?? []).flatMap((group, index) =>
      validateId(group, path.child('supplementalGroups').index(index)),
    ),
  ];
}

function validateId(id: number | undefined, field: FieldPath): FieldError[] {
  return id === undefined ? [] : invalidFor(field, id, validateUserOrGroupId(id));
}

function validateSysctls(sysctls: readonly Sysctl[], spec: Readonly<PodSpec>, path: FieldPath): FieldError[] {
  const seen = new Set<string>();
  return sysctls.flatMap(({ name }, index) => {
    const field = path.index(index).child('name');
    const errors: FieldError[] = [];
    if (name === '') {
      errors.push(FieldError.required(field));
    } else if (name.length > SYSCTL_MAX_LENGTH || !SYSCTL_PATTERN.test(name)) {
      const detail = `must have at most ${SYSCTL_MAX_LENGTH} characters and match regex ${SYSCTL_FORMAT}`;
      errors.push(FieldError.invalid(field, name, detail));
    } else if (seen.has(name)) {
      errors.push(FieldError.duplicate(field, name));
    }
    seen.add(name);
    return [...errors, ...validateHostSysctl(name, spec, field)];
  });
}

// A parameter of a namespace that the pod shares with the node would change the node.
function validateHostSysctl(name: string, spec: Readonly<PodSpec>, field: FieldPath): FieldError[] {
  const dotted = withDots(name);
  if (spec.hostNetwork === true && dotted.startsWith('net')) {
    return [FieldError.invalid(field, name, "may not be specified when 'hostNetwork' is true")];
  }
  if (spec.hostIPC === true && IPC_SYSCTL.test(dotted)) {
    return [FieldError.invalid(field, name, "may not be specified when 'hostIPC' is true")];
  }
  return [];
}

// As sysctl(8) has it: the first separator decides which one separates; the other one is part of a name.
function withDots(name: string): string {
  const separator = /[./]/.exec(name)?.[0];
  if (separator !== '/') return name;
  return name.replace(/[./]/g, (character) => (character === '/' ? '.' : '/'));
}
