/** What runs in a pod: containers, and the ephemeral ones that are added to look into it. */
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

export const ContainerPort = struct('ContainerPort', 'A port that a container listens on.', {
  name: field(
    1,
    omitEmpty(string),
    'Name for services and probes to refer to; unique in the pod, 15 characters at most.',
  ),
  hostPort: field(
    2,
    omitEmpty(int32),
    'Port of the node that leads here. With hostNetwork, the same as containerPort.',
  ),
  containerPort: field(3, int32, 'Port in the network of the pod, 1 to 65535.'),
  protocol: field(4, omitEmpty(Protocol), 'UDP, TCP or SCTP. Defaults to TCP.', { default: 'TCP' }),
  hostIP: field(5, omitEmpty(string), 'Address of the node on which hostPort is opened. All addresses if absent.'),
});
export type ContainerPort = Infer<typeof ContainerPort>;

export const ContainerRestartRuleOnExitCodes = struct(
  'ContainerRestartRuleOnExitCodes',
  'The exit codes to which a restart rule applies.',
  {
    operator: field(1, omitEmpty(string), 'In for the codes in values, NotIn for all others.', { required: true }),
    values: field(2, omitEmpty(list(int32)), 'Exit codes, 255 at most.', { merge: 'set' }),
  },
);
export type ContainerRestartRuleOnExitCodes = Infer<typeof ContainerRestartRuleOnExitCodes>;

export const ContainerRestartRuleAction = oneOf('Restart');
export type ContainerRestartRuleAction = Infer<typeof ContainerRestartRuleAction>;

export const ContainerRestartRule = struct(
  'ContainerRestartRule',
  'What to do when a container exits in a certain way.',
  {
    action: field(1, omitEmpty(ContainerRestartRuleAction), 'Restart starts the container again.', { required: true }),
    exitCodes: field(2, optional(ContainerRestartRuleOnExitCodes), 'The exit codes for which the rule holds.'),
  },
);
export type ContainerRestartRule = Infer<typeof ContainerRestartRule>;

export const ContainerRestartPolicy = oneOf('Always', 'Never', 'OnFailure');
export type ContainerRestartPolicy = Infer<typeof ContainerRestartPolicy>;

export const TerminationMessagePolicy = oneOf('File', 'FallbackToLogsOnError');
export type TerminationMessagePolicy = Infer<typeof TerminationMessagePolicy>;

// Go has the two kinds of containers as two types with the same fields; so do the OpenAPI documents.
const containerFields = {
  name: field(1, string, 'Name in the pod: a DNS label, unique. Cannot be changed.'),
  image: field(2, omitEmpty(string), 'Image to run. The registry defaults to docker.io, the tag to latest.'),
  command: field(3, omitEmpty(list(string)), 'Replaces the entrypoint of the image; $(VAR) is expanded. No shell.', {
    merge: 'atomic',
  }),
  args: field(4, omitEmpty(list(string)), 'Replaces the arguments (CMD) of the image; $(VAR) is expanded.', {
    merge: 'atomic',
  }),
  workingDir: field(5, omitEmpty(string), 'Directory to start in. Defaults to that of the image.'),
  ports: field(
    6,
    omitEmpty(list(ContainerPort)),
    'Ports that the container listens on; ones not listed work as well.',
    {
      patch: 'merge',
      mergeKey: 'containerPort',
      mapKeys: ['containerPort', 'protocol'],
    },
  ),
  envFrom: field(19, omitEmpty(list(EnvFromSource)), 'Sources of many variables at once; env wins over them.', {
    merge: 'atomic',
  }),
  env: field(7, omitEmpty(list(EnvVar)), 'Environment variables.', {
    patch: 'merge',
    mergeKey: 'name',
    mapKeys: ['name'],
  }),
  resources: field(8, omitEmpty(ResourceRequirements), 'CPU, memory and more that it needs and may use.'),
  resizePolicy: field(23, omitEmpty(list(ContainerResizePolicy)), 'Whether a change of a resource needs a restart.', {
    merge: 'atomic',
  }),
  restartPolicy: field(
    24,
    optional(ContainerRestartPolicy),
    'When to restart this container, instead of what the pod says. Always makes an init container a sidecar.',
  ),
  restartPolicyRules: field(
    25,
    omitEmpty(list(ContainerRestartRule)),
    'Exceptions to restartPolicy by exit code; the first that applies decides.',
    { merge: 'atomic' },
  ),
  volumeMounts: field(9, omitEmpty(list(VolumeMount)), 'Volumes of the pod to mount, and where.', {
    patch: 'merge',
    mergeKey: 'mountPath',
    mapKeys: ['mountPath'],
  }),
  volumeDevices: field(21, omitEmpty(list(VolumeDevice)), 'Volumes of the pod to show as block devices, and where.', {
    patch: 'merge',
    mergeKey: 'devicePath',
    mapKeys: ['devicePath'],
  }),
  livenessProbe: field(10, optional(Probe), 'Checks that the container is alive; it is restarted when it fails.'),
  readinessProbe: field(11, optional(Probe), 'Checks that it can serve; services leave the pod out while it fails.'),
  startupProbe: field(22, optional(Probe), 'Checks that it has started; the other probes wait for it.'),
  lifecycle: field(12, optional(Lifecycle), 'What to do right after it starts and before it is stopped.'),
  terminationMessagePath: field(
    13,
    omitEmpty(string),
    'File whose last 4096 bytes become the message of its end. Defaults to /dev/termination-log.',
    { default: '/dev/termination-log' },
  ),
  terminationMessagePolicy: field(
    20,
    omitEmpty(TerminationMessagePolicy),
    'Whether the end of the log stands in for an empty message file on failure. Defaults to File: no.',
    { default: 'File' },
  ),
  imagePullPolicy: field(
    14,
    omitEmpty(PullPolicy),
    'When to pull the image. Defaults to Always for the tag latest, else IfNotPresent.',
  ),
  securityContext: field(15, optional(SecurityContext), 'User, privileges and confinement; wins over that of the pod.'),
  stdin: field(
    16,
    omitEmpty(bool),
    'Keep a standard input open for the container. Defaults to false: reads end at once.',
  ),
  stdinOnce: field(17, omitEmpty(bool), 'Close standard input after the first client that attached has left.'),
  tty: field(18, omitEmpty(bool), 'Give the container a terminal; needs stdin. Defaults to false.'),
} as const;

export const Container = struct('Container', 'A process, in an image, that runs in a pod.', containerFields);
export type Container = Infer<typeof Container>;

export const EphemeralContainerCommon = struct(
  'EphemeralContainerCommon',
  'The fields that an ephemeral container shares with others. Ports, probes and resources may not be set.',
  containerFields,
);
export type EphemeralContainerCommon = Infer<typeof EphemeralContainerCommon>;

export const EphemeralContainer = struct(
  'EphemeralContainer',
  'A container added to a running pod to look into it. It is never restarted, nor removed.',
  {
    ephemeralContainerCommon: inline(1, EphemeralContainerCommon),
    targetContainerName: field(2, omitEmpty(string), 'Container whose processes it shares. None if absent.'),
  },
);
export type EphemeralContainer = Infer<typeof EphemeralContainer>;

export const ContainerImage = struct('ContainerImage', 'An image that a node has.', {
  names: field(1, list(string), 'Names by which the image is known.', { required: false, merge: 'atomic' }),
  sizeBytes: field(2, omitEmpty(int64), 'Size in bytes.'),
});
export type ContainerImage = Infer<typeof ContainerImage>;
