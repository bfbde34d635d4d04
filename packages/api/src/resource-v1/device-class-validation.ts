/** What a DeviceClass has to satisfy. */
import type { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import { validateBoundedList } from './bounded-list-validation.ts';
import type { DeviceClass } from './device-class.ts';
import { MAX_CONFIGS, validateConfiguration, validateSelectors } from './device-validation.ts';

const SPEC = FieldPath.of('spec');

/** Everything wrong with a class. */
export function validateDeviceClass({ spec }: Readonly<DeviceClass>): FieldError[] {
  return [
    ...validateSelectors(SPEC.child('selectors'), spec.selectors),
    ...validateBoundedList(SPEC.child('config'), spec.config, {
      max: MAX_CONFIGS,
      validateItem: (config, path) => validateConfiguration(path, config),
    }),
  ];
}
