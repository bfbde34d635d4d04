/** Rules for seccomp and AppArmor profiles. */
import type { AppArmorProfile, SeccompProfile } from './security-context.ts';
import { validateDescendingPath } from './volume-path-validation.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

const TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];
/** The longest path that Linux knows, without the zero at its end. */
const MAX_PROFILE_LENGTH = 4095;

export function validateSeccompProfile(profile: Readonly<SeccompProfile> | undefined, path: FieldPath): FieldError[] {
  if (profile === undefined) return [];
  const errors = validateType(profile.type, path.child('type'), 'type is required when seccompProfile is set');
  const field = path.child('localhostProfile');
  const file = profile.localhostProfile;
  if (profile.type === 'Localhost') {
    errors.push(
      ...(file === undefined
        ? [FieldError.required(field, 'must be set when seccomp type is Localhost')]
        : validateDescendingPath(file, field)),
    );
  } else if (file !== undefined) {
    errors.push(FieldError.invalid(field, profile, 'can only be set when seccomp type is Localhost'));
  }
  return errors;
}

export function validateAppArmorProfile(profile: Readonly<AppArmorProfile> | undefined, path: FieldPath): FieldError[] {
  if (profile === undefined) return [];
  const field = path.child('localhostProfile');
  const name = profile.localhostProfile;
  if (profile.type === 'Localhost') return validateLocalAppArmorProfile(name, field);
  const errors = validateType(profile.type, path.child('type'), 'type is required when appArmorProfile is set');
  if (errors.length === 0 && name !== undefined) {
    errors.push(FieldError.invalid(field, name, 'can only be set when AppArmor type is Localhost'));
  }
  return errors;
}

function validateLocalAppArmorProfile(name: string | undefined, field: FieldPath): FieldError[] {
  const missing = FieldError.required(field, 'must be set when AppArmor type is Localhost');
  if (name === undefined) return [missing];
  const errors: FieldError[] = [];
  if (name.trim() !== name) errors.push(FieldError.invalid(field, name, 'must not be padded with whitespace'));
  else if (name === '') errors.push(missing);
  if (Buffer.byteLength(name) > MAX_PROFILE_LENGTH) errors.push(FieldError.tooLong(field, MAX_PROFILE_LENGTH));
  return errors;
}

function validateType(type: string, field: FieldPath, missing: string): FieldError[] {
  if (type === '') return [FieldError.required(field, missing)];
  return TYPES.includes(type) ? [] : [FieldError.notSupported(field, type, TYPES)];
}
