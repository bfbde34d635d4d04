/** References to single values: a field of a pod, a resource of a container, a key of an object or a file. */
import { LocalObjectReference } from './object-reference.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, quantity, string } from '../schema/scalars.ts';
import { definitionsIn, field, inline, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const ObjectFieldSelector = struct(
  'ObjectFieldSelector',
  'A field of the pod itself.',
  {
    apiVersion: field(1, omitEmpty(string), 'Version of the API that fieldPath is written in. Defaults to v1.', {
      default: 'v1',
    }),
    fieldPath: field(2, string, "Path of the field, such as metadata.labels['app'] or status.hostIP."),
  },
  { atomic: true },
);
export type ObjectFieldSelector = Infer<typeof ObjectFieldSelector>;

export const ResourceFieldSelector = struct(
  'ResourceFieldSelector',
  'A request or limit of a container.',
  {
    containerName: field(1, omitEmpty(string), 'The container; required in volumes, else the one at hand.'),
    resource: field(2, string, 'What to show, such as limits.memory or requests.cpu.'),
    divisor: field(3, omitEmpty(quantity), 'Unit to show it in, such as 1Mi or 1m. Defaults to 1; rounded up.'),
  },
  { atomic: true },
);
export type ResourceFieldSelector = Infer<typeof ResourceFieldSelector>;

export const ConfigMapKeySelector = struct(
  'ConfigMapKeySelector',
  'A key of a ConfigMap.',
  {
    localObjectReference: inline(1, LocalObjectReference),
    key: field(2, string, 'The key.'),
    optional: field(3, optional(bool), 'Whether the ConfigMap or the key may be missing.'),
  },
  { atomic: true },
);
export type ConfigMapKeySelector = Infer<typeof ConfigMapKeySelector>;

export const SecretKeySelector = struct(
  'SecretKeySelector',
  'A key of a Secret.',
  {
    localObjectReference: inline(1, LocalObjectReference),
    key: field(2, string, 'The key.'),
    optional: field(3, optional(bool), 'Whether the Secret or the key may be missing.'),
  },
  { atomic: true },
);
export type SecretKeySelector = Infer<typeof SecretKeySelector>;

export const FileKeySelector = struct(
  'FileKeySelector',
  'A key in a file of NAME=value lines.',
  {
    volumeName: field(1, string, 'An emptyDir volume of the pod.'),
    path: field(2, string, 'Path of the file in the volume; relative, without "..".'),
    key: field(3, string, 'The key: a valid name of a variable.'),
    optional: field(4, optional(bool), 'Whether the file or the key may be missing. Defaults to false.', {
      default: false,
    }),
  },
  { atomic: true },
);
export type FileKeySelector = Infer<typeof FileKeySelector>;
