/** The query parameters of the subresources of pods, nodes and services that pass streams and requests on. */
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, int64, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const PodLogOptions = struct('PodLogOptions', 'Which part of the log of a container to send.', {
  ...typeMeta,
  container: field(1, omitEmpty(string), 'The container. Defaults to the only one, if there is only one.'),
  follow: field(2, omitEmpty(bool), 'Go on sending as the log grows. Defaults to false.'),
  previous: field(3, omitEmpty(bool), 'The log of the container before its last restart. Defaults to false.'),
  sinceSeconds: field(4, optional(int64), 'Only lines of the last so many seconds. Not together with sinceTime.'),
  sinceTime: field(5, optional(time), 'Only lines after this time. Not together with sinceSeconds.'),
  timestamps: field(6, omitEmpty(bool), 'Put its time before each line. Defaults to false.'),
  tailLines: field(7, optional(int64), 'Only so many of the last lines. All lines if absent.'),
  limitBytes: field(8, optional(int64), 'Stop after so many bytes. No limit if absent.'),
  insecureSkipTLSVerifyBackend: field(9, omitEmpty(bool), 'Do not check the certificate of the kubelet.'),
  stream: field(10, optional(string), 'May not be set: choosing Stdout or Stderr is not enabled.'),
});
export type PodLogOptions = Infer<typeof PodLogOptions>;

export const PodAttachOptions = struct('PodAttachOptions', 'Which streams of a running container to attach to.', {
  ...typeMeta,
  stdin: field(1, omitEmpty(bool), 'Attach to standard input. Defaults to false.'),
  stdout: field(2, omitEmpty(bool), 'Attach to standard output. At least one stream is needed.'),
  stderr: field(3, omitEmpty(bool), 'Attach to standard error; not with tty.'),
  tty: field(4, omitEmpty(bool), 'Attach as a terminal. Defaults to false.'),
  container: field(5, omitEmpty(string), 'The container. Defaults to the only one, if there is only one.'),
});
export type PodAttachOptions = Infer<typeof PodAttachOptions>;

export const PodExecOptions = struct('PodExecOptions', 'What to run in a container, and with which streams.', {
  ...typeMeta,
  stdin: field(1, omitEmpty(bool), 'Send standard input. Defaults to false.'),
  stdout: field(2, omitEmpty(bool), 'Receive standard output. At least one stream is needed.'),
  stderr: field(3, omitEmpty(bool), 'Receive standard error; not with tty.'),
  tty: field(4, omitEmpty(bool), 'Give the command a terminal. Defaults to false.'),
  container: field(5, omitEmpty(string), 'The container. Defaults to the only one, if there is only one.'),
  command: field(6, list(string), 'The command and its arguments. No shell.', { merge: 'atomic' }),
});
export type PodExecOptions = Infer<typeof PodExecOptions>;

export const PodPortForwardOptions = struct('PodPortForwardOptions', 'Which ports of a pod to forward.', {
  ...typeMeta,
  ports: field(1, omitEmpty(list(int32)), 'The ports; required over WebSocket.', { merge: 'atomic' }),
});
export type PodPortForwardOptions = Infer<typeof PodPortForwardOptions>;

export const PodProxyOptions = struct('PodProxyOptions', 'What to request of a pod.', {
  ...typeMeta,
  path: field(1, omitEmpty(string), 'Path of the request.'),
});
export type PodProxyOptions = Infer<typeof PodProxyOptions>;

export const NodeProxyOptions = struct('NodeProxyOptions', 'What to request of a node.', {
  ...typeMeta,
  path: field(1, omitEmpty(string), 'Path of the request.'),
});
export type NodeProxyOptions = Infer<typeof NodeProxyOptions>;

export const ServiceProxyOptions = struct('ServiceProxyOptions', 'What to request of a service.', {
  ...typeMeta,
  path: field(1, omitEmpty(string), 'Path of the request.'),
});
export type ServiceProxyOptions = Infer<typeof ServiceProxyOptions>;
