/** What a VolumeAttributesClass has to satisfy; none of it may change. */
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import { validateParameters, validateProvisioner } from './parameters-validation.ts';
import type { VolumeAttributesClass } from './volume-attributes-class.ts';

/** Everything wrong with a new class. */
export function validateVolumeAttributesClass(attributes: Readonly<VolumeAttributesClass>): FieldError[] {
  return [
    ...validateProvisioner(FieldPath.of('driverName'), attributes.driverName),
    ...validateParameters(FieldPath.of('parameters'), attributes.parameters, { mayBeEmpty: false }),
  ];
}

/** Everything wrong with a changed class. */
export function validateVolumeAttributesClassUpdate(
  attributes: Readonly<VolumeAttributesClass>,
  old: Readonly<VolumeAttributesClass>,
): FieldError[] {
  const unchanged = (name: 'driverName' | 'parameters'): FieldError[] =>
    semanticEqual(attributes[name], old[name])
      ? []
      : [FieldError.forbidden(FieldPath.of(name), `updates to ${name} are forbidden.`)];
  return [...unchanged('driverName'), ...unchanged('parameters'), ...validateVolumeAttributesClass(attributes)];
}
