import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, int64, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const PodLogOptions = struct('PodLogOptions', '', {
  ...typeMeta,
  container: field(1, omitEmpty(string), ''),
  follow: field(2, omitEmpty(bool), ''),
  previous: field(3, omitEmpty(bool), ''),
  sinceSeconds: field(4, optional(int64), ''),
  sinceTime: field(5, optional(time), ''),
  timestamps: field(6, omitEmpty(bool), ''),
  tailLines: field(7, optional(int64), ''),
  limitBytes: field(8, optional(int64), ''),
  insecureSkipTLSVerifyBackend: field(9, omitEmpty(bool), ''),
  stream: field(10, optional(string), ''),
});
export type PodLogOptions = Infer<typeof PodLogOptions>;

export const PodAttachOptions = struct('PodAttachOptions', '', {
  ...typeMeta,
  stdin: field(1, omitEmpty(bool), ''),
  stdout: field(2, omitEmpty(bool), ''),
  stderr: field(3, omitEmpty(bool), ''),
  tty: field(4, omitEmpty(bool), ''),
  container: field(5, omitEmpty(string), ''),
});
export type PodAttachOptions = Infer<typeof PodAttachOptions>;

export const PodExecOptions = struct('PodExecOptions', '', {
  ...typeMeta,
  stdin: field(1, omitEmpty(bool), ''),
  stdout: field(2, omitEmpty(bool), ''),
  stderr: field(3, omitEmpty(bool), ''),
  tty: field(4, omitEmpty(bool), ''),
  container: field(5, omitEmpty(string), ''),
  command: field(6, list(string), '', { merge: 'atomic' }),
});
export type PodExecOptions = Infer<typeof PodExecOptions>;

export const PodPortForwardOptions = struct('PodPortForwardOptions', '', {
  ...typeMeta,
  ports: field(1, omitEmpty(list(int32)), '', { merge: 'atomic' }),
});
export type PodPortForwardOptions = Infer<typeof PodPortForwardOptions>;

export const PodProxyOptions = struct('PodProxyOptions', '', {
  ...typeMeta,
  path: field(1, omitEmpty(string), ''),
});
export type PodProxyOptions = Infer<typeof PodProxyOptions>;

export const NodeProxyOptions = struct('NodeProxyOptions', '', {
  ...typeMeta,
  path: field(1, omitEmpty(string), ''),
});
export type NodeProxyOptions = Infer<typeof NodeProxyOptions>;

export const ServiceProxyOptions = struct('ServiceProxyOptions', '', {
  ...typeMeta,
  path: field(1, omitEmpty(string), ''),
});
export type ServiceProxyOptions = Infer<typeof ServiceProxyOptions>;
