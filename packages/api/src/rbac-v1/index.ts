export { ClusterRoleBinding } from './cluster-role-binding.ts';
export { AggregationRule, ClusterRole } from './cluster-role.ts';
export { PolicyRule } from './policy-rule.ts';
export { ClusterRoleBindings, ClusterRoles, RoleBindings, Roles } from './resources.ts';
export { RoleBinding } from './role-binding.ts';
export { Role } from './role.ts';
export { RoleRef, Subject } from './subject.ts';
