/** Rules for pods of Windows, and against mixing operating systems. */
import type { PodSpec } from './pod.ts';
import { containersWithPaths } from './pod-containers.ts';
import type { PodSecurityContext, SecurityContext, WindowsSecurityContextOptions } from './security-context.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateDns1123Subdomain } from '../names/dns-names.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

const MAX_CREDENTIAL_SPEC_KIB = 64;
const MAX_DOMAIN_LENGTH = 256;
const MAX_USER_LENGTH = 104;
const NETBIOS_DOMAIN = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const DNS_LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const DNS_DOMAIN = new RegExp(`^${DNS_LABEL}(?:\\.${DNS_LABEL})*$`);

const LINUX_OF_PODS = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
] as const satisfies readonly (keyof PodSecurityContext)[];

const LINUX_OF_CONTAINERS = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
] as const satisfies readonly (keyof SecurityContext)[];

export function validateWindowsOptions(
  options: Readonly<WindowsSecurityContextOptions> | undefined,
  path: FieldPath,
): FieldError[] {
  if (options === undefined) return [];
  const { gmsaCredentialSpecName, gmsaCredentialSpec, runAsUserName } = options;
  const errors: FieldError[] = [];
  if (gmsaCredentialSpecName !== undefined) {
    const messages = validateDns1123Subdomain(gmsaCredentialSpecName);
    errors.push(...invalidFor(path.child('gmsaCredentialSpecName'), gmsaCredentialSpecName, messages));
  }
  if (gmsaCredentialSpec === '') {
    const detail = 'gmsaCredentialSpec cannot be an empty string';
    errors.push(FieldError.invalid(path.child('gmsaCredentialSpec'), gmsaCredentialSpec, detail));
  } else if (
    gmsaCredentialSpec !== undefined &&
    Buffer.byteLength(gmsaCredentialSpec) > MAX_CREDENTIAL_SPEC_KIB * 1024
  ) {
    const detail = `gmsaCredentialSpec size must be under ${MAX_CREDENTIAL_SPEC_KIB} KiB`;
    errors.push(FieldError.invalid(path.child('gmsaCredentialSpec'), gmsaCredentialSpec, detail));
  }
  if (runAsUserName !== undefined) {
    errors.push(...invalidFor(path.child('runAsUserName'), runAsUserName, userNameMessages(runAsUserName)));
  }
  return errors;
}

function userNameMessages(name: string): string[] {
  if (name === '') return ['runAsUserName cannot be an empty string'];
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(name)) return ['runAsUserName cannot contain control characters'];
  const parts = name.split('\\');
  if (parts.length > 2) return ['runAsUserName cannot contain more than one backslash'];
  const domain = parts.length === 2 ? parts[0] : undefined;
  const user = parts.at(-1) ?? '';
  const messages: string[] = [];
  if ((domain ?? '').length >= MAX_DOMAIN_LENGTH) {
    messages.push(`runAsUserName's Domain length must be under ${MAX_DOMAIN_LENGTH} characters`);
  }
  if (domain !== undefined && !NETBIOS_DOMAIN.test(domain) && !DNS_DOMAIN.test(domain)) {
    messages.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
  }
  if (user === '') {
    messages.push("runAsUserName's User cannot be empty");
  } else if (user.length > MAX_USER_LENGTH) {
    messages.push(`runAsUserName's User length must not be longer than ${MAX_USER_LENGTH} characters`);
  }
  if (/^[. ]+$/.test(user)) messages.push("runAsUserName's User cannot contain only periods or spaces");
  if (/["/\\:;|=,+*?<>@[\]]/.test(user)) {
    messages.push(`runAsUserName's User cannot contain the following characters: "/\\:;|=,+*?<>@[]`);
  }
  return messages;
}

/** HostProcess containers: all or none, with the network of the node. `path` is that of the spec. */
export function validateHostProcess(spec: Readonly<PodSpec>, path: FieldPath): FieldError[] {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  const containers = containersWithPaths(spec, path);
  const errors: FieldError[] = [];
  let count = 0;
  for (const { container, path: at } of containers) {
    const own = container.securityContext?.windowsOptions?.hostProcess;
    if (ofPod !== undefined && own !== undefined && ofPod !== own) {
      const detail = `pod hostProcess value must be identical if both are specified, was ${ofPod}`;
      errors.push(FieldError.invalid(at.child('securityContext', 'windowsOptions', 'hostProcess'), own, detail));
    }
    if (own ?? ofPod) count += 1;
  }
  if (count === 0) return errors;
  if (count !== containers.length) {
    const detail = 'If pod contains any hostProcess containers then all containers must be HostProcess containers';
    errors.push(FieldError.invalid(path, '', detail));
  }
  if (spec.hostNetwork !== true) {
    const detail = 'hostNetwork must be true if pod contains any hostProcess containers';
    errors.push(FieldError.invalid(path.child('hostNetwork'), false, detail));
  }
  return errors;
}

/** The fields of one operating system may not be used with another. `path` is that of the spec. */
export function validateOperatingSystem(spec: Readonly<PodSpec>, path: FieldPath): FieldError[] {
  const name = spec.os?.name;
  if (name === undefined) return [];
  if (!['linux', 'windows'].includes(name)) {
    const isEmpty = (name as string) === '';
    return [
      isEmpty
        ? FieldError.required(path.child('os', 'name'), 'cannot be empty')
        : FieldError.notSupported(path.child('os'), name, ['linux', 'windows']),
    ];
  }
  return name === 'linux' ? validateLinuxPod(spec, path) : validateWindowsPod(spec, path);
}

function validateLinuxPod(spec: Readonly<PodSpec>, path: FieldPath): FieldError[] {
  const places = [
    { context: spec.securityContext, at: path },
    ...containersWithPaths(spec, path).map(({ container, path: at }) => ({ context: container.securityContext, at })),
  ];
  return places
    .filter(({ context }) => context?.windowsOptions !== undefined)
    .map(({ at }) =>
      FieldError.forbidden(
        at.child('securityContext', 'windowsOptions'),
        'windows options cannot be set for a linux pod',
      ),
    );
}

function validateWindowsPod(spec: Readonly<PodSpec>, path: FieldPath): FieldError[] {
  const detail = 'cannot be set for a windows pod';
  const errors: FieldError[] = [];
  const forbid = (field: FieldPath): void => void errors.push(FieldError.forbidden(field, detail));
  for (const name of LINUX_OF_PODS) {
    if (spec.securityContext?.[name] !== undefined) forbid(path.child('securityContext', name));
  }
  for (const name of ['hostUsers', 'shareProcessNamespace'] as const) {
    if (spec[name] !== undefined) forbid(path.child(name));
  }
  for (const name of ['hostPID', 'hostIPC'] as const) {
    if (spec[name] === true) forbid(path.child(name));
  }
  for (const { container, path: at } of containersWithPaths(spec, path)) {
    for (const name of LINUX_OF_CONTAINERS) {
      if (container.securityContext?.[name] !== undefined) forbid(at.child('securityContext', name));
    }
  }
  return errors;
}
