/** The environment variables of a container. */
import {
  ConfigMapKeySelector,
  FileKeySelector,
  ObjectFieldSelector,
  ResourceFieldSelector,
  SecretKeySelector,
} from './key-selectors.ts';
import { LocalObjectReference } from './object-reference.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, string } from '../schema/scalars.ts';
import { definitionsIn, field, inline, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const ConfigMapEnvSource = struct('ConfigMapEnvSource', 'The data of a ConfigMap, as variables.', {
  localObjectReference: inline(1, LocalObjectReference),
  optional: field(2, optional(bool), 'Whether the ConfigMap may be missing.'),
});
export type ConfigMapEnvSource = Infer<typeof ConfigMapEnvSource>;

export const SecretEnvSource = struct('SecretEnvSource', 'The data of a Secret, as variables.', {
  localObjectReference: inline(1, LocalObjectReference),
  optional: field(2, optional(bool), 'Whether the Secret may be missing.'),
});
export type SecretEnvSource = Infer<typeof SecretEnvSource>;

export const EnvFromSource = struct('EnvFromSource', 'A source of many variables: a ConfigMap or a Secret.', {
  prefix: field(1, omitEmpty(string), 'Text put before each name.'),
  configMapRef: field(2, optional(ConfigMapEnvSource), 'The ConfigMap to take all data from.'),
  secretRef: field(3, optional(SecretEnvSource), 'The Secret to take all data from.'),
});
export type EnvFromSource = Infer<typeof EnvFromSource>;

export const EnvVarSource = struct('EnvVarSource', 'Where the value of a variable comes from: exactly one of these.', {
  fieldRef: field(1, optional(ObjectFieldSelector), 'A field of the pod, such as metadata.name or status.podIP.'),
  resourceFieldRef: field(2, optional(ResourceFieldSelector), 'A request or limit of a container.'),
  configMapKeyRef: field(3, optional(ConfigMapKeySelector), 'A key of a ConfigMap.'),
  secretKeyRef: field(4, optional(SecretKeySelector), 'A key of a Secret.'),
  fileKeyRef: field(5, optional(FileKeySelector), 'A key in a file of an emptyDir, written by an init container.'),
});
export type EnvVarSource = Infer<typeof EnvVarSource>;

export const EnvVar = struct('EnvVar', 'An environment variable.', {
  name: field(1, string, 'Name of the variable: printable ASCII without "=".'),
  value: field(2, omitEmpty(string), 'Its value; $(VAR) is expanded, $$ is a $. Defaults to "".'),
  valueFrom: field(3, optional(EnvVarSource), 'Source of the value, instead of value.'),
});
export type EnvVar = Infer<typeof EnvVar>;
