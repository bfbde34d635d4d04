/** Checks of containers, and what is done when they start and stop. */
import type { Infer } from '../schema/infer.ts';
import { int32, int64, intOrString, string } from '../schema/scalars.ts';
import { definitionsIn, field, inline, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const ExecAction = struct('ExecAction', 'A command run in the container; exit code 0 is success.', {
  command: field(1, omitEmpty(list(string)), 'The command and its arguments. No shell.', { merge: 'atomic' }),
});
export type ExecAction = Infer<typeof ExecAction>;

export const HTTPHeader = struct('HTTPHeader', 'A header of a request.', {
  name: field(1, string, 'Name of the header; sent in canonical case.'),
  value: field(2, string, 'Value of the header.'),
});
export type HTTPHeader = Infer<typeof HTTPHeader>;

export const URIScheme = oneOf('HTTP', 'HTTPS');
export type URIScheme = Infer<typeof URIScheme>;

export const HTTPGetAction = struct('HTTPGetAction', 'An HTTP GET; an answer from 200 to 399 is success.', {
  path: field(1, omitEmpty(string), 'Path to request. Defaults to /.', { default: '/' }),
  port: field(2, intOrString, 'Number or name of a port of the container.'),
  host: field(3, omitEmpty(string), 'Host to connect to. Defaults to the address of the pod.'),
  scheme: field(4, omitEmpty(URIScheme), 'HTTP or HTTPS; certificates are not checked. Defaults to HTTP.', {
    default: 'HTTP',
  }),
  httpHeaders: field(5, omitEmpty(list(HTTPHeader)), 'Headers to send.', { merge: 'atomic' }),
});
export type HTTPGetAction = Infer<typeof HTTPGetAction>;

export const TCPSocketAction = struct('TCPSocketAction', 'A TCP connection; that it opens is success.', {
  port: field(1, intOrString, 'Number or name of a port of the container.'),
  host: field(2, omitEmpty(string), 'Host to connect to. Defaults to the address of the pod.'),
});
export type TCPSocketAction = Infer<typeof TCPSocketAction>;

export const GRPCAction = struct('GRPCAction', 'A call of the gRPC health service; SERVING is success.', {
  port: field(1, int32, 'Port of the gRPC service, 1 to 65535.'),
  service: field(2, optional(string), 'Name of the service to ask about. Defaults to "": the server as a whole.', {
    default: '',
  }),
});
export type GRPCAction = Infer<typeof GRPCAction>;

export const ProbeHandler = struct('ProbeHandler', 'How a probe checks: exactly one of these.', {
  exec: field(1, optional(ExecAction), 'Run a command.'),
  httpGet: field(2, optional(HTTPGetAction), 'Send an HTTP request.'),
  tcpSocket: field(3, optional(TCPSocketAction), 'Open a TCP connection.'),
  grpc: field(4, optional(GRPCAction), 'Ask the gRPC health service.'),
});
export type ProbeHandler = Infer<typeof ProbeHandler>;

export const Probe = struct('Probe', 'A check that is made again and again.', {
  probeHandler: inline(1, ProbeHandler),
  initialDelaySeconds: field(2, omitEmpty(int32), 'Seconds from the start of the container to the first check.'),
  timeoutSeconds: field(3, omitEmpty(int32), 'Seconds after which a check has failed. Defaults to 1.', { default: 1 }),
  periodSeconds: field(4, omitEmpty(int32), 'Seconds from check to check. Defaults to 10.', { default: 10 }),
  successThreshold: field(
    5,
    omitEmpty(int32),
    'Successes in a row that end a failure. Defaults to 1, and must be 1 except for readiness.',
    { default: 1 },
  ),
  failureThreshold: field(6, omitEmpty(int32), 'Failures in a row that count as failure. Defaults to 3.', {
    default: 3,
  }),
  terminationGracePeriodSeconds: field(
    7,
    optional(int64),
    'Seconds to stop in when this probe fails. Defaults to what the pod says. Not for readiness.',
  ),
});
export type Probe = Infer<typeof Probe>;

export const SleepAction = struct('SleepAction', 'A pause.', {
  seconds: field(1, int64, 'Length in seconds, up to the termination grace period.'),
});
export type SleepAction = Infer<typeof SleepAction>;

export const LifecycleHandler = struct('LifecycleHandler', 'What a hook does: exactly one of these.', {
  exec: field(1, optional(ExecAction), 'Run a command.'),
  httpGet: field(2, optional(HTTPGetAction), 'Send an HTTP request.'),
  tcpSocket: field(3, optional(TCPSocketAction), 'Deprecated: never supported, fails when it runs.'),
  sleep: field(4, optional(SleepAction), 'Wait.'),
});
export type LifecycleHandler = Infer<typeof LifecycleHandler>;

export const Lifecycle = struct('Lifecycle', 'What is done when a container starts and before it is stopped.', {
  postStart: field(1, optional(LifecycleHandler), 'Done right after the start; the container is ended if it fails.'),
  preStop: field(2, optional(LifecycleHandler), 'Done before the container is told to stop, in the grace period.'),
});
export type Lifecycle = Infer<typeof Lifecycle>;
