/** What a custom resource is called. */
import { validateDns1035Label } from '../names/dns-names.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import type { CustomResourceDefinitionNames } from './custom-resource-definition.ts';

/** The names that have to be there. */
export function validateRequiredNames(path: FieldPath, names: Readonly<CustomResourceDefinitionNames>): FieldError[] {
  return (['plural', 'singular', 'kind', 'listKind'] as const).flatMap((name) =>
    (names[name] ?? '') === '' ? [FieldError.required(path.child(name))] : [],
  );
}

/** Everything wrong with the names that are there. */
export function validateNames(path: FieldPath, names: Readonly<CustomResourceDefinitionNames>): FieldError[] {
  const { plural, singular = '', kind, listKind = '', shortNames = [], categories = [] } = names;
  const lists = (list: readonly string[], at: FieldPath): FieldError[] =>
    list.flatMap((name, position) => invalidUnlessLabel(at.index(position), name));
  return [
    ...(plural === '' ? [] : invalidUnlessLabel(path.child('plural'), plural)),
    ...(singular === '' ? [] : invalidUnlessLabel(path.child('singular'), singular)),
    ...validateKind(path.child('kind'), kind),
    ...validateKind(path.child('listKind'), listKind),
    ...lists(shortNames, path.child('shortNames')),
    ...(kind !== '' && kind === listKind
      ? [FieldError.invalid(path.child('listKind'), listKind, 'kind and listKind may not be the same')]
      : []),
    ...lists(categories, path.child('categories')),
  ];
}

function validateKind(at: FieldPath, kind: string): FieldError[] {
  const messages = kind === '' ? [] : validateDns1035Label(kind.toLowerCase());
  const detail = `may have mixed case, but should otherwise match: ${messages.join(',')}`;
  return messages.length === 0 ? [] : [FieldError.invalid(at, kind, detail)];
}

/** One error for all that is wrong with a name. */
export function invalidUnlessLabel(at: FieldPath, name: string): FieldError[] {
  const messages = validateDns1035Label(name);
  return messages.length === 0 ? [] : [FieldError.invalid(at, name, messages.join(','))];
}
