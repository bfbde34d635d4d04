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

export const ConfigMapEnvSource = struct('ConfigMapEnvSource', '', {
  localObjectReference: inline(1, LocalObjectReference),
  optional: field(2, optional(bool), ''),
});
export type ConfigMapEnvSource = Infer<typeof ConfigMapEnvSource>;

export const SecretEnvSource = struct('SecretEnvSource', '', {
  localObjectReference: inline(1, LocalObjectReference),
  optional: field(2, optional(bool), ''),
});
export type SecretEnvSource = Infer<typeof SecretEnvSource>;

export const EnvFromSource = struct('EnvFromSource', '', {
  prefix: field(1, omitEmpty(string), ''),
  configMapRef: field(2, optional(ConfigMapEnvSource), ''),
  secretRef: field(3, optional(SecretEnvSource), ''),
});
export type EnvFromSource = Infer<typeof EnvFromSource>;

export const EnvVarSource = struct('EnvVarSource', '', {
  fieldRef: field(1, optional(ObjectFieldSelector), ''),
  resourceFieldRef: field(2, optional(ResourceFieldSelector), ''),
  configMapKeyRef: field(3, optional(ConfigMapKeySelector), ''),
  secretKeyRef: field(4, optional(SecretKeySelector), ''),
  fileKeyRef: field(5, optional(FileKeySelector), ''),
});
export type EnvVarSource = Infer<typeof EnvVarSource>;

export const EnvVar = struct('EnvVar', '', {
  name: field(1, string, ''),
  value: field(2, omitEmpty(string), ''),
  valueFrom: field(3, optional(EnvVarSource), ''),
});
export type EnvVar = Infer<typeof EnvVar>;
