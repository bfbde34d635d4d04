/** Whose requests a flow schema matches: exactly what goes with the kind is given. */
import { invalidFor } from '../meta-v1/field-rules.ts';
import { nameIsDnsLabel, nameIsDnsSubdomain } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import type { ServiceAccountSubject, Subject } from './flow-schema.ts';

/** In the order in which Kubernetes mentions what must not be given. */
const FIELDS = [
  { name: 'serviceAccount', kind: 'ServiceAccount' },
  { name: 'user', kind: 'User' },
  { name: 'group', kind: 'Group' },
] as const;

/** A user, a group or a service account. */
export function validateSubject(path: FieldPath, subject: Subject): FieldError[] {
  const own = FIELDS.find(({ kind }) => kind === subject.kind);
  if (own === undefined) {
    return [FieldError.notSupported(path.child('kind'), subject.kind, ['Group', 'ServiceAccount', 'User'])];
  }
  const others = FIELDS.filter(({ name }) => name !== own.name && subject[name] !== undefined);
  return [
    ...validateOwn(path.child(own.name), subject, own),
    ...others.map(({ name, kind }) =>
      FieldError.forbidden(path.child(name), `${name} is forbidden when subject kind is not '${kind}'`),
    ),
  ];
}

function validateOwn(path: FieldPath, subject: Subject, { name, kind }: (typeof FIELDS)[number]): FieldError[] {
  const value = subject[name];
  if (value === undefined) return [FieldError.required(path, `${name} is required when subject kind is '${kind}'`)];
  if ('namespace' in value) return validateServiceAccount(path, value);
  return value.name === '' ? [FieldError.required(path.child('name'))] : [];
}

function validateServiceAccount(path: FieldPath, { namespace, name }: ServiceAccountSubject): FieldError[] {
  return [
    ...(name === '' ? [FieldError.required(path.child('name'))] : []),
    ...(name === '' || name === '*' ? [] : invalidFor(path.child('name'), name, nameIsDnsSubdomain(name))),
    ...(namespace === ''
      ? [FieldError.required(path.child('namespace'), 'must specify namespace for service account')]
      : invalidFor(path.child('namespace'), namespace, nameIsDnsLabel(namespace))),
  ];
}
