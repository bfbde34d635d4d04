import { LocalObjectReference } from './object-reference.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, quantity, string } from '../schema/scalars.ts';
import { definitionsIn, field, inline, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const ObjectFieldSelector = struct(
  'ObjectFieldSelector',
  '',
  {
    apiVersion: field(1, omitEmpty(string), ''),
    fieldPath: field(2, string, ''),
  },
  { atomic: true },
);
export type ObjectFieldSelector = Infer<typeof ObjectFieldSelector>;

export const ResourceFieldSelector = struct(
  'ResourceFieldSelector',
  '',
  {
    containerName: field(1, omitEmpty(string), ''),
    resource: field(2, string, ''),
    divisor: field(3, omitEmpty(quantity), ''),
  },
  { atomic: true },
);
export type ResourceFieldSelector = Infer<typeof ResourceFieldSelector>;

export const ConfigMapKeySelector = struct(
  'ConfigMapKeySelector',
  '',
  {
    localObjectReference: inline(1, LocalObjectReference),
    key: field(2, string, ''),
    optional: field(3, optional(bool), ''),
  },
  { atomic: true },
);
export type ConfigMapKeySelector = Infer<typeof ConfigMapKeySelector>;

export const SecretKeySelector = struct(
  'SecretKeySelector',
  '',
  {
    localObjectReference: inline(1, LocalObjectReference),
    key: field(2, string, ''),
    optional: field(3, optional(bool), ''),
  },
  { atomic: true },
);
export type SecretKeySelector = Infer<typeof SecretKeySelector>;

export const FileKeySelector = struct(
  'FileKeySelector',
  '',
  {
    volumeName: field(1, string, ''),
    path: field(2, string, ''),
    key: field(3, string, ''),
    optional: field(4, optional(bool), ''),
  },
  { atomic: true },
);
export type FileKeySelector = Infer<typeof FileKeySelector>;
