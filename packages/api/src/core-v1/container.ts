import { EnvFromSource, EnvVar } from './env.ts';
import { Lifecycle, Probe } from './probe.ts';
import { ContainerResizePolicy, ResourceRequirements } from './resource-requirements.ts';
import { SecurityContext } from './security-context.ts';
import { VolumeDevice, VolumeMount } from './volume-mount.ts';
import { PullPolicy } from './volume-source.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, int64, string } from '../schema/scalars.ts';
import { definitionsIn, field, inline, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const Protocol = oneOf('TCP', 'UDP', 'SCTP');
export type Protocol = Infer<typeof Protocol>;

export const ContainerPort = struct('ContainerPort', '', {
  name: field(1, omitEmpty(string), ''),
  hostPort: field(2, omitEmpty(int32), ''),
  containerPort: field(3, int32, ''),
  protocol: field(4, omitEmpty(Protocol), '', { default: 'TCP' }),
  hostIP: field(5, omitEmpty(string), ''),
});
export type ContainerPort = Infer<typeof ContainerPort>;

export const ContainerRestartRuleOnExitCodes = struct('ContainerRestartRuleOnExitCodes', '', {
  operator: field(1, omitEmpty(string), '', { required: true }),
  values: field(2, omitEmpty(list(int32)), '', { merge: 'set' }),
});
export type ContainerRestartRuleOnExitCodes = Infer<typeof ContainerRestartRuleOnExitCodes>;

export const ContainerRestartRuleAction = oneOf('Restart', 'RestartAllContainers');
export type ContainerRestartRuleAction = Infer<typeof ContainerRestartRuleAction>;

export const ContainerRestartRule = struct('ContainerRestartRule', '', {
  action: field(1, omitEmpty(ContainerRestartRuleAction), '', { required: true }),
  exitCodes: field(2, optional(ContainerRestartRuleOnExitCodes), ''),
});
export type ContainerRestartRule = Infer<typeof ContainerRestartRule>;

export const ContainerRestartPolicy = oneOf('Always', 'Never', 'OnFailure');
export type ContainerRestartPolicy = Infer<typeof ContainerRestartPolicy>;

export const TerminationMessagePolicy = oneOf('File', 'FallbackToLogsOnError');
export type TerminationMessagePolicy = Infer<typeof TerminationMessagePolicy>;

export const Container = struct('Container', '', {
  name: field(1, string, ''),
  image: field(2, omitEmpty(string), ''),
  command: field(3, omitEmpty(list(string)), '', { merge: 'atomic' }),
  args: field(4, omitEmpty(list(string)), '', { merge: 'atomic' }),
  workingDir: field(5, omitEmpty(string), ''),
  ports: field(6, omitEmpty(list(ContainerPort)), '', {
    patch: 'merge',
    mergeKey: 'containerPort',
    mapKeys: ['containerPort', 'protocol'],
  }),
  envFrom: field(19, omitEmpty(list(EnvFromSource)), '', { merge: 'atomic' }),
  env: field(7, omitEmpty(list(EnvVar)), '', { patch: 'merge', mergeKey: 'name', mapKeys: ['name'] }),
  resources: field(8, omitEmpty(ResourceRequirements), ''),
  resizePolicy: field(23, omitEmpty(list(ContainerResizePolicy)), '', { merge: 'atomic' }),
  restartPolicy: field(24, optional(ContainerRestartPolicy), ''),
  restartPolicyRules: field(25, omitEmpty(list(ContainerRestartRule)), '', { merge: 'atomic' }),
  volumeMounts: field(9, omitEmpty(list(VolumeMount)), '', {
    patch: 'merge',
    mergeKey: 'mountPath',
    mapKeys: ['mountPath'],
  }),
  volumeDevices: field(21, omitEmpty(list(VolumeDevice)), '', {
    patch: 'merge',
    mergeKey: 'devicePath',
    mapKeys: ['devicePath'],
  }),
  livenessProbe: field(10, optional(Probe), ''),
  readinessProbe: field(11, optional(Probe), ''),
  startupProbe: field(22, optional(Probe), ''),
  lifecycle: field(12, optional(Lifecycle), ''),
  terminationMessagePath: field(13, omitEmpty(string), ''),
  terminationMessagePolicy: field(20, omitEmpty(TerminationMessagePolicy), ''),
  imagePullPolicy: field(14, omitEmpty(PullPolicy), ''),
  securityContext: field(15, optional(SecurityContext), ''),
  stdin: field(16, omitEmpty(bool), ''),
  stdinOnce: field(17, omitEmpty(bool), ''),
  tty: field(18, omitEmpty(bool), ''),
});
export type Container = Infer<typeof Container>;

export const EphemeralContainerCommon = struct('EphemeralContainerCommon', '', {
  name: field(1, string, ''),
  image: field(2, omitEmpty(string), ''),
  command: field(3, omitEmpty(list(string)), '', { merge: 'atomic' }),
  args: field(4, omitEmpty(list(string)), '', { merge: 'atomic' }),
  workingDir: field(5, omitEmpty(string), ''),
  ports: field(6, omitEmpty(list(ContainerPort)), '', {
    patch: 'merge',
    mergeKey: 'containerPort',
    mapKeys: ['containerPort', 'protocol'],
  }),
  envFrom: field(19, omitEmpty(list(EnvFromSource)), '', { merge: 'atomic' }),
  env: field(7, omitEmpty(list(EnvVar)), '', { patch: 'merge', mergeKey: 'name', mapKeys: ['name'] }),
  resources: field(8, omitEmpty(ResourceRequirements), ''),
  resizePolicy: field(23, omitEmpty(list(ContainerResizePolicy)), '', { merge: 'atomic' }),
  restartPolicy: field(24, optional(ContainerRestartPolicy), ''),
  restartPolicyRules: field(25, omitEmpty(list(ContainerRestartRule)), '', { merge: 'atomic' }),
  volumeMounts: field(9, omitEmpty(list(VolumeMount)), '', {
    patch: 'merge',
    mergeKey: 'mountPath',
    mapKeys: ['mountPath'],
  }),
  volumeDevices: field(21, omitEmpty(list(VolumeDevice)), '', {
    patch: 'merge',
    mergeKey: 'devicePath',
    mapKeys: ['devicePath'],
  }),
  livenessProbe: field(10, optional(Probe), ''),
  readinessProbe: field(11, optional(Probe), ''),
  startupProbe: field(22, optional(Probe), ''),
  lifecycle: field(12, optional(Lifecycle), ''),
  terminationMessagePath: field(13, omitEmpty(string), ''),
  terminationMessagePolicy: field(20, omitEmpty(TerminationMessagePolicy), ''),
  imagePullPolicy: field(14, omitEmpty(PullPolicy), ''),
  securityContext: field(15, optional(SecurityContext), ''),
  stdin: field(16, omitEmpty(bool), ''),
  stdinOnce: field(17, omitEmpty(bool), ''),
  tty: field(18, omitEmpty(bool), ''),
});
export type EphemeralContainerCommon = Infer<typeof EphemeralContainerCommon>;

export const EphemeralContainer = struct('EphemeralContainer', '', {
  ephemeralContainerCommon: inline(1, EphemeralContainerCommon),
  targetContainerName: field(2, omitEmpty(string), ''),
});
export type EphemeralContainer = Infer<typeof EphemeralContainer>;

export const ContainerExtendedResourceRequest = struct('ContainerExtendedResourceRequest', '', {
  containerName: field(1, string, ''),
  resourceName: field(2, string, ''),
  requestName: field(3, string, ''),
});
export type ContainerExtendedResourceRequest = Infer<typeof ContainerExtendedResourceRequest>;

export const ContainerImage = struct('ContainerImage', '', {
  names: field(1, list(string), '', { required: false, merge: 'atomic' }),
  sizeBytes: field(2, omitEmpty(int64), ''),
});
export type ContainerImage = Infer<typeof ContainerImage>;
