/** As whom, and how confined, containers run. */
import type { Infer } from '../schema/infer.ts';
import { bool, int64, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const Capabilities = struct('Capabilities', 'Linux capabilities, relative to what the runtime grants.', {
  add: field(1, omitEmpty(list(string)), 'Capabilities to add, such as NET_ADMIN.', { merge: 'atomic' }),
  drop: field(2, omitEmpty(list(string)), 'Capabilities to take away; ALL for all.', { merge: 'atomic' }),
});
export type Capabilities = Infer<typeof Capabilities>;

export const SELinuxOptions = struct('SELinuxOptions', 'The SELinux label of a container.', {
  user: field(1, omitEmpty(string), 'User part of the label.'),
  role: field(2, omitEmpty(string), 'Role part of the label.'),
  type: field(3, omitEmpty(string), 'Type part of the label.'),
  level: field(4, omitEmpty(string), 'Level part of the label.'),
});
export type SELinuxOptions = Infer<typeof SELinuxOptions>;

export const WindowsSecurityContextOptions = struct(
  'WindowsSecurityContextOptions',
  'Settings that only Windows containers have.',
  {
    gmsaCredentialSpecName: field(1, optional(string), 'Name of the GMSA credential spec to use.'),
    gmsaCredentialSpec: field(2, optional(string), 'Content of the GMSA credential spec; filled in by a webhook.'),
    runAsUserName: field(
      3,
      optional(string),
      'User to run as, as DOMAIN\\user or user. Defaults to that of the image.',
    ),
    hostProcess: field(
      4,
      optional(bool),
      'Run on the host itself; all containers of the pod or none, with hostNetwork.',
    ),
  },
);
export type WindowsSecurityContextOptions = Infer<typeof WindowsSecurityContextOptions>;

export const SeccompProfileType = oneOf('Unconfined', 'RuntimeDefault', 'Localhost');
export type SeccompProfileType = Infer<typeof SeccompProfileType>;

export const SeccompProfile = struct('SeccompProfile', 'Which system calls are allowed.', {
  type: field(1, SeccompProfileType, 'Localhost for a file of the node, RuntimeDefault, or Unconfined for no limits.'),
  localhostProfile: field(2, optional(string), 'With Localhost, path below the seccomp directory of the kubelet.'),
});
export type SeccompProfile = Infer<typeof SeccompProfile>;

export const AppArmorProfileType = oneOf('Unconfined', 'RuntimeDefault', 'Localhost');
export type AppArmorProfileType = Infer<typeof AppArmorProfileType>;

export const AppArmorProfile = struct('AppArmorProfile', 'Which AppArmor profile confines the container.', {
  type: field(1, AppArmorProfileType, 'Localhost for one loaded on the node, RuntimeDefault, or Unconfined for none.'),
  localhostProfile: field(2, optional(string), 'With Localhost, name of the profile on the node.'),
});
export type AppArmorProfile = Infer<typeof AppArmorProfile>;

export const ProcMountType = oneOf('Default', 'Unmasked');
export type ProcMountType = Infer<typeof ProcMountType>;

export const SecurityContext = struct('SecurityContext', 'As whom, and how confined, one container runs.', {
  capabilities: field(1, optional(Capabilities), 'Capabilities to add and drop. Defaults to what the runtime grants.'),
  privileged: field(2, optional(bool), 'Run with nearly all rights on the node. Defaults to false.'),
  seLinuxOptions: field(3, optional(SELinuxOptions), 'SELinux label. Defaults to that of the pod, or a random one.'),
  windowsOptions: field(
    10,
    optional(WindowsSecurityContextOptions),
    'Settings for Windows. Defaults to those of the pod.',
  ),
  runAsUser: field(4, optional(int64), 'User id to run as. Defaults to that of the pod, or of the image.'),
  runAsGroup: field(8, optional(int64), 'Group id to run as. Defaults to that of the pod, or of the runtime.'),
  runAsNonRoot: field(5, optional(bool), 'Refuse to start as user 0. Defaults to what the pod says.'),
  readOnlyRootFilesystem: field(6, optional(bool), 'Make the filesystem of the image read-only. Defaults to false.'),
  allowPrivilegeEscalation: field(
    7,
    optional(bool),
    'Let processes gain more rights than their parent. Always true for privileged containers.',
  ),
  procMount: field(
    9,
    optional(ProcMountType),
    'Unmasked shows all of /proc; needs hostUsers: false. Defaults to Default.',
  ),
  seccompProfile: field(11, optional(SeccompProfile), 'Seccomp profile. Defaults to that of the pod.'),
  appArmorProfile: field(12, optional(AppArmorProfile), 'AppArmor profile. Defaults to that of the pod.'),
});
export type SecurityContext = Infer<typeof SecurityContext>;

export const Sysctl = struct('Sysctl', 'A kernel parameter of the pod.', {
  name: field(1, string, 'Name of the parameter, such as net.core.somaxconn.'),
  value: field(2, string, 'Value to set.'),
});
export type Sysctl = Infer<typeof Sysctl>;

export const SupplementalGroupsPolicy = oneOf('Merge', 'Strict');
export type SupplementalGroupsPolicy = Infer<typeof SupplementalGroupsPolicy>;

export const PodFSGroupChangePolicy = oneOf('OnRootMismatch', 'Always');
export type PodFSGroupChangePolicy = Infer<typeof PodFSGroupChangePolicy>;

export const PodSELinuxChangePolicy = oneOf('Recursive', 'MountOption');
export type PodSELinuxChangePolicy = Infer<typeof PodSELinuxChangePolicy>;

export const PodSecurityContext = struct('PodSecurityContext', 'As whom, and how confined, all containers run.', {
  seLinuxOptions: field(1, optional(SELinuxOptions), 'SELinux label of all containers. Defaults to a random one each.'),
  windowsOptions: field(8, optional(WindowsSecurityContextOptions), 'Settings for Windows containers.'),
  runAsUser: field(2, optional(int64), 'User id to run as. Defaults to that of the image.'),
  runAsGroup: field(6, optional(int64), 'Group id to run as. Defaults to that of the runtime.'),
  runAsNonRoot: field(3, optional(bool), 'Refuse to start containers as user 0.'),
  supplementalGroups: field(4, omitEmpty(list(int64)), 'Further group ids of the first process of each container.', {
    merge: 'atomic',
  }),
  supplementalGroupsPolicy: field(
    12,
    optional(SupplementalGroupsPolicy),
    'Whether groups that the image gives the user count too. Defaults to Merge: yes.',
  ),
  fsGroup: field(5, optional(int64), 'Group id that owns the volumes, and that all processes have.'),
  sysctls: field(7, omitEmpty(list(Sysctl)), 'Kernel parameters to set in the namespaces of the pod.', {
    merge: 'atomic',
  }),
  fsGroupChangePolicy: field(
    9,
    optional(PodFSGroupChangePolicy),
    'When ownership of volumes is changed to fsGroup. Defaults to Always.',
  ),
  seccompProfile: field(10, optional(SeccompProfile), 'Seccomp profile of all containers.'),
  appArmorProfile: field(11, optional(AppArmorProfile), 'AppArmor profile of all containers.'),
  seLinuxChangePolicy: field(
    13,
    optional(PodSELinuxChangePolicy),
    'How volumes get their SELinux label: Recursive relabels file by file.',
  ),
});
export type PodSecurityContext = Infer<typeof PodSecurityContext>;
