import {
  validateClusterRoleBinding,
  validateClusterRoleBindingUpdate,
  validateRoleBinding,
  validateRoleBindingUpdate,
} from './role-binding-validation.ts';
import { validateClusterRole, validateRole } from './role-validation.ts';
import { ClusterRoleBindings, ClusterRoles, RoleBindings, Roles } from './resources.ts';
import type { Subject } from './subject.ts';
import { nameIsPathSegment } from '../names/object-names.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

// Roles may be called nearly anything, such as `system:node`, and a PUT creates them.
const common = { nameRule: nameIsPathSegment, createsOnUpdate: true };

/** How the kinds of this group behave. */
export const strategies: readonly StrategyEntry[] = [
  strategyFor(Roles, { ...common, validate: validateRole, validateUpdate: validateRole }),
  strategyFor(ClusterRoles, {
    ...common,
    validate: (role) => validateClusterRole(role),
    validateUpdate: validateClusterRole,
  }),
  strategyFor(RoleBindings, {
    ...common,
    defaults: ({ subjects = [] }) => setSubjectDefaults(subjects),
    validate: validateRoleBinding,
    validateUpdate: validateRoleBindingUpdate,
  }),
  strategyFor(ClusterRoleBindings, {
    ...common,
    defaults: ({ subjects = [] }) => setSubjectDefaults(subjects),
    validate: validateClusterRoleBinding,
    validateUpdate: validateClusterRoleBindingUpdate,
  }),
];

function setSubjectDefaults(subjects: readonly Subject[]): void {
  for (const subject of subjects) {
    const isOfGroup = subject.kind === 'User' || subject.kind === 'Group';
    if (isOfGroup && (subject.apiGroup ?? '') === '') subject.apiGroup = 'rbac.authorization.k8s.io';
  }
}
