/** What a RoleBinding and a ClusterRoleBinding have to satisfy; the role that they give never changes. */
import { invalidFor } from '../meta-v1/field-rules.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { nameIsDnsSubdomain, nameIsPathSegment } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import type { ClusterRoleBinding } from './cluster-role-binding.ts';
import type { RoleBinding } from './role-binding.ts';
import type { RoleRef, Subject } from './subject.ts';

const GROUP = 'rbac.authorization.k8s.io';
const ROLE_REF = FieldPath.of('roleRef');

type Binding = RoleBinding | ClusterRoleBinding;

/** Everything wrong with a new role binding. */
export function validateRoleBinding(binding: Readonly<RoleBinding>): FieldError[] {
  return validateBinding(binding, { roleKinds: ['Role', 'ClusterRole'], namespaced: true });
}

/** Everything wrong with a changed role binding. */
export function validateRoleBindingUpdate(binding: Readonly<RoleBinding>, old: Readonly<RoleBinding>): FieldError[] {
  return [...validateRoleBinding(binding), ...validateSameRole(binding, old)];
}

/** Everything wrong with a new cluster role binding. */
export function validateClusterRoleBinding(binding: Readonly<ClusterRoleBinding>): FieldError[] {
  return validateBinding(binding, { roleKinds: ['ClusterRole'], namespaced: false });
}

/** Everything wrong with a changed cluster role binding. */
export function validateClusterRoleBindingUpdate(
  binding: Readonly<ClusterRoleBinding>,
  old: Readonly<ClusterRoleBinding>,
): FieldError[] {
  return [...validateClusterRoleBinding(binding), ...validateSameRole(binding, old)];
}

function validateSameRole({ roleRef }: Readonly<Binding>, old: Readonly<Binding>): FieldError[] {
  if (semanticEqual(roleRef, old.roleRef)) return [];
  // Kubernetes shows the reference with the field names of its own code.
  const shown = { APIGroup: roleRef.apiGroup, Kind: roleRef.kind, Name: roleRef.name };
  return [FieldError.invalid(ROLE_REF, shown, 'cannot change roleRef')];
}

function validateBinding(
  { roleRef, subjects = [] }: Readonly<Binding>,
  { roleKinds, namespaced }: { readonly roleKinds: readonly string[]; readonly namespaced: boolean },
): FieldError[] {
  const path = FieldPath.of('subjects');
  return [
    ...validateRoleRef(roleRef, roleKinds),
    ...subjects.flatMap((subject, position) => validateSubject(path.index(position), subject, namespaced)),
  ];
}

function validateRoleRef({ apiGroup, kind, name }: RoleRef, kinds: readonly string[]): FieldError[] {
  return [
    ...(apiGroup === GROUP ? [] : [FieldError.notSupported(ROLE_REF.child('apiGroup'), apiGroup, [GROUP])]),
    ...(kinds.includes(kind) ? [] : [FieldError.notSupported(ROLE_REF.child('kind'), kind, kinds)]),
    ...(name === ''
      ? [FieldError.required(ROLE_REF.child('name'))]
      : invalidFor(ROLE_REF.child('name'), name, nameIsPathSegment(name))),
  ];
}

function validateSubject(path: FieldPath, subject: Subject, namespaced: boolean): FieldError[] {
  const { kind, name } = subject;
  const errors = name === '' ? [FieldError.required(path.child('name'))] : [];
  switch (kind) {
    case 'ServiceAccount':
      return [...errors, ...validateServiceAccount(path, subject, namespaced)];
    case 'User':
    case 'Group':
      if (name === '') {
        errors.push(FieldError.invalid(path.child('name'), name, `${kind.toLowerCase()} name cannot be empty`));
      }
      return [...errors, ...validateApiGroup(path, subject, GROUP)];
    default:
      return [...errors, FieldError.notSupported(path.child('kind'), kind, ['ServiceAccount', 'User', 'Group'])];
  }
}

function validateServiceAccount(path: FieldPath, subject: Subject, namespaced: boolean): FieldError[] {
  const { name, namespace = '' } = subject;
  return [
    ...(name === '' ? [] : invalidFor(path.child('name'), name, nameIsDnsSubdomain(name))),
    ...validateApiGroup(path, subject, ''),
    ...(!namespaced && namespace === '' ? [FieldError.required(path.child('namespace'))] : []),
  ];
}

function validateApiGroup(path: FieldPath, { apiGroup = '' }: Subject, wanted: string): FieldError[] {
  return apiGroup === wanted ? [] : [FieldError.notSupported(path.child('apiGroup'), apiGroup, [wanted])];
}
