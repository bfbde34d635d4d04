/** The rules for the settings of the removed dynamic configuration of kubelets, which old objects may still have. */
import type { NodeConfigSource, NodeConfigStatus } from './node-status.ts';
import { validateRequiredFields } from './required-fields.ts';
import type { ConfigMapNodeConfigSource } from './volume-source.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateConfigMapKey } from '../names/identifiers.ts';
import { nameIsDnsLabel, nameIsDnsSubdomain } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

/** Everything wrong with the settings that a node is to use. */
export function validateNodeConfigSource(path: FieldPath, { configMap }: NodeConfigSource): FieldError[] {
  if (configMap === undefined) {
    return [missing(path)];
  }
  const at = path.child('configMap');
  const errors = (['uid', 'resourceVersion'] as const)
    .filter((name) => (configMap[name] ?? '') !== '')
    .map((name) => FieldError.forbidden(at.child(name), `${name} must not be set in spec`));
  return [...errors, ...validateConfigMap(at, configMap)];
}

/** Everything wrong with the settings that a node reports. */
export function validateNodeConfigStatus(path: FieldPath, status: NodeConfigStatus): FieldError[] {
  return (['assigned', 'active', 'lastKnownGood'] as const).flatMap((name) => {
    const source = status[name];
    if (source === undefined) {
      return [];
    }
    if (source.configMap === undefined) {
      return [missing(path.child(name))];
    }
    const at = path.child(name, 'configMap');
    return [
      ...validateRequiredFields(source.configMap, ['uid', 'resourceVersion'], at),
      ...validateConfigMap(at, source.configMap),
    ];
  });
}

function missing(path: FieldPath): FieldError {
  return FieldError.invalid(path, { ConfigMap: null }, 'exactly one reference subfield must be non-nil');
}

function validateConfigMap(path: FieldPath, source: ConfigMapNodeConfigSource): FieldError[] {
  const check = (name: 'namespace' | 'name' | 'kubeletConfigKey', rule: (value: string) => string[]): FieldError[] =>
    source[name] === ''
      ? [FieldError.required(path.child(name))]
      : invalidFor(path.child(name), source[name], rule(source[name]));
  return [
    ...check('namespace', nameIsDnsLabel),
    ...check('name', nameIsDnsSubdomain),
    ...check('kubeletConfigKey', validateConfigMapKey),
  ];
}
