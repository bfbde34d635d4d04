import type { Infer } from '../schema/infer.ts';
import { int32, int64, intOrString, string } from '../schema/scalars.ts';
import { definitionsIn, field, inline, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const ExecAction = struct('ExecAction', '', {
  command: field(1, omitEmpty(list(string)), '', { merge: 'atomic' }),
});
export type ExecAction = Infer<typeof ExecAction>;

export const HTTPHeader = struct('HTTPHeader', '', {
  name: field(1, string, ''),
  value: field(2, string, ''),
});
export type HTTPHeader = Infer<typeof HTTPHeader>;

export const URIScheme = oneOf('HTTP', 'HTTPS');
export type URIScheme = Infer<typeof URIScheme>;

export const HTTPGetAction = struct('HTTPGetAction', '', {
  path: field(1, omitEmpty(string), ''),
  port: field(2, intOrString, ''),
  host: field(3, omitEmpty(string), ''),
  scheme: field(4, omitEmpty(URIScheme), ''),
  httpHeaders: field(5, omitEmpty(list(HTTPHeader)), '', { merge: 'atomic' }),
});
export type HTTPGetAction = Infer<typeof HTTPGetAction>;

export const TCPSocketAction = struct('TCPSocketAction', '', {
  port: field(1, intOrString, ''),
  host: field(2, omitEmpty(string), ''),
});
export type TCPSocketAction = Infer<typeof TCPSocketAction>;

export const GRPCAction = struct('GRPCAction', '', {
  port: field(1, int32, ''),
  service: field(2, optional(string), ''),
});
export type GRPCAction = Infer<typeof GRPCAction>;

export const ProbeHandler = struct('ProbeHandler', '', {
  exec: field(1, optional(ExecAction), ''),
  httpGet: field(2, optional(HTTPGetAction), ''),
  tcpSocket: field(3, optional(TCPSocketAction), ''),
  grpc: field(4, optional(GRPCAction), ''),
});
export type ProbeHandler = Infer<typeof ProbeHandler>;

export const Probe = struct('Probe', '', {
  probeHandler: inline(1, ProbeHandler),
  initialDelaySeconds: field(2, omitEmpty(int32), ''),
  timeoutSeconds: field(3, omitEmpty(int32), ''),
  periodSeconds: field(4, omitEmpty(int32), ''),
  successThreshold: field(5, omitEmpty(int32), ''),
  failureThreshold: field(6, omitEmpty(int32), ''),
  terminationGracePeriodSeconds: field(7, optional(int64), ''),
});
export type Probe = Infer<typeof Probe>;

export const SleepAction = struct('SleepAction', '', {
  seconds: field(1, int64, ''),
});
export type SleepAction = Infer<typeof SleepAction>;

export const LifecycleHandler = struct('LifecycleHandler', '', {
  exec: field(1, optional(ExecAction), ''),
  httpGet: field(2, optional(HTTPGetAction), ''),
  tcpSocket: field(3, optional(TCPSocketAction), ''),
  sleep: field(4, optional(SleepAction), ''),
});
export type LifecycleHandler = Infer<typeof LifecycleHandler>;

export const Signal = oneOf(
  'SIGABRT',
  'SIGALRM',
  'SIGBUS',
  'SIGCHLD',
  'SIGCLD',
  'SIGCONT',
  'SIGFPE',
  'SIGHUP',
  'SIGILL',
  'SIGINT',
  'SIGIO',
  'SIGIOT',
  'SIGKILL',
  'SIGPIPE',
  'SIGPOLL',
  'SIGPROF',
  'SIGPWR',
  'SIGQUIT',
  'SIGSEGV',
  'SIGSTKFLT',
  'SIGSTOP',
  'SIGSYS',
  'SIGTERM',
  'SIGTRAP',
  'SIGTSTP',
  'SIGTTIN',
  'SIGTTOU',
  'SIGURG',
  'SIGUSR1',
  'SIGUSR2',
  'SIGVTALRM',
  'SIGWINCH',
  'SIGXCPU',
  'SIGXFSZ',
  'SIGRTMIN',
  'SIGRTMIN+1',
  'SIGRTMIN+2',
  'SIGRTMIN+3',
  'SIGRTMIN+4',
  'SIGRTMIN+5',
  'SIGRTMIN+6',
  'SIGRTMIN+7',
  'SIGRTMIN+8',
  'SIGRTMIN+9',
  'SIGRTMIN+10',
  'SIGRTMIN+11',
  'SIGRTMIN+12',
  'SIGRTMIN+13',
  'SIGRTMIN+14',
  'SIGRTMIN+15',
  'SIGRTMAX-14',
  'SIGRTMAX-13',
  'SIGRTMAX-12',
  'SIGRTMAX-11',
  'SIGRTMAX-10',
  'SIGRTMAX-9',
  'SIGRTMAX-8',
  'SIGRTMAX-7',
  'SIGRTMAX-6',
  'SIGRTMAX-5',
  'SIGRTMAX-4',
  'SIGRTMAX-3',
  'SIGRTMAX-2',
  'SIGRTMAX-1',
  'SIGRTMAX',
);
export type Signal = Infer<typeof Signal>;

export const Lifecycle = struct('Lifecycle', '', {
  postStart: field(1, optional(LifecycleHandler), ''),
  preStop: field(2, optional(LifecycleHandler), ''),
  stopSignal: field(3, optional(Signal), ''),
});
export type Lifecycle = Infer<typeof Lifecycle>;
