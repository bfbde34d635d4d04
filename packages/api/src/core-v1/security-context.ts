import type { Infer } from '../schema/infer.ts';
import { bool, int64, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const Capabilities = struct('Capabilities', '', {
  add: field(1, omitEmpty(list(string)), '', { merge: 'atomic' }),
  drop: field(2, omitEmpty(list(string)), '', { merge: 'atomic' }),
});
export type Capabilities = Infer<typeof Capabilities>;

export const SELinuxOptions = struct('SELinuxOptions', '', {
  user: field(1, omitEmpty(string), ''),
  role: field(2, omitEmpty(string), ''),
  type: field(3, omitEmpty(string), ''),
  level: field(4, omitEmpty(string), ''),
});
export type SELinuxOptions = Infer<typeof SELinuxOptions>;

export const WindowsSecurityContextOptions = struct('WindowsSecurityContextOptions', '', {
  gmsaCredentialSpecName: field(1, optional(string), ''),
  gmsaCredentialSpec: field(2, optional(string), ''),
  runAsUserName: field(3, optional(string), ''),
  hostProcess: field(4, optional(bool), ''),
});
export type WindowsSecurityContextOptions = Infer<typeof WindowsSecurityContextOptions>;

export const SeccompProfileType = oneOf('Unconfined', 'RuntimeDefault', 'Localhost');
export type SeccompProfileType = Infer<typeof SeccompProfileType>;

export const SeccompProfile = struct('SeccompProfile', '', {
  type: field(1, SeccompProfileType, ''),
  localhostProfile: field(2, optional(string), ''),
});
export type SeccompProfile = Infer<typeof SeccompProfile>;

export const AppArmorProfileType = oneOf('Unconfined', 'RuntimeDefault', 'Localhost');
export type AppArmorProfileType = Infer<typeof AppArmorProfileType>;

export const AppArmorProfile = struct('AppArmorProfile', '', {
  type: field(1, AppArmorProfileType, ''),
  localhostProfile: field(2, optional(string), ''),
});
export type AppArmorProfile = Infer<typeof AppArmorProfile>;

export const ProcMountType = oneOf('Default', 'Unmasked');
export type ProcMountType = Infer<typeof ProcMountType>;

export const SecurityContext = struct('SecurityContext', '', {
  capabilities: field(1, optional(Capabilities), ''),
  privileged: field(2, optional(bool), ''),
  seLinuxOptions: field(3, optional(SELinuxOptions), ''),
  windowsOptions: field(10, optional(WindowsSecurityContextOptions), ''),
  runAsUser: field(4, optional(int64), ''),
  runAsGroup: field(8, optional(int64), ''),
  runAsNonRoot: field(5, optional(bool), ''),
  readOnlyRootFilesystem: field(6, optional(bool), ''),
  allowPrivilegeEscalation: field(7, optional(bool), ''),
  procMount: field(9, optional(ProcMountType), ''),
  seccompProfile: field(11, optional(SeccompProfile), ''),
  appArmorProfile: field(12, optional(AppArmorProfile), ''),
});
export type SecurityContext = Infer<typeof SecurityContext>;

export const Sysctl = struct('Sysctl', '', {
  name: field(1, string, ''),
  value: field(2, string, ''),
});
export type Sysctl = Infer<typeof Sysctl>;

export const SupplementalGroupsPolicy = oneOf('Merge', 'Strict');
export type SupplementalGroupsPolicy = Infer<typeof SupplementalGroupsPolicy>;

export const PodFSGroupChangePolicy = oneOf('OnRootMismatch', 'Always');
export type PodFSGroupChangePolicy = Infer<typeof PodFSGroupChangePolicy>;

export const PodSELinuxChangePolicy = oneOf('Recursive', 'MountOption');
export type PodSELinuxChangePolicy = Infer<typeof PodSELinuxChangePolicy>;

export const PodSecurityContext = struct('PodSecurityContext', '', {
  seLinuxOptions: field(1, optional(SELinuxOptions), ''),
  windowsOptions: field(8, optional(WindowsSecurityContextOptions), ''),
  runAsUser: field(2, optional(int64), ''),
  runAsGroup: field(6, optional(int64), ''),
  runAsNonRoot: field(3, optional(bool), ''),
  supplementalGroups: field(4, omitEmpty(list(int64)), '', { merge: 'atomic' }),
  supplementalGroupsPolicy: field(12, optional(SupplementalGroupsPolicy), ''),
  fsGroup: field(5, optional(int64), ''),
  sysctls: field(7, omitEmpty(list(Sysctl)), '', { merge: 'atomic' }),
  fsGroupChangePolicy: field(9, optional(PodFSGroupChangePolicy), ''),
  seccompProfile: field(10, optional(SeccompProfile), ''),
  appArmorProfile: field(11, optional(AppArmorProfile), ''),
  seLinuxChangePolicy: field(13, optional(PodSELinuxChangePolicy), ''),
});
export type PodSecurityContext = Infer<typeof PodSecurityContext>;
