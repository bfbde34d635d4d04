/**
 * The policy that every cluster starts with: the default roles and bindings of Kubernetes 1.35 (its features that are
 * on by default), and Wherry's own. The files in `bootstrap/` hold it in a compact form; here it becomes objects.
 */
import { clusterBindings, namespaceBindings, serviceAccount, user } from './bootstrap/bindings.ts';
import { componentRoles } from './bootstrap/component-roles.ts';
import { controllerRules } from './bootstrap/controller-roles.ts';
import { namespaceRoles } from './bootstrap/namespace-roles.ts';
import { nodeRoles } from './bootstrap/node-roles.ts';
import { ownBindings, ownRoles } from './bootstrap/own-roles.ts';
import { type RoleData, userRoles } from './bootstrap/user-roles.ts';
import { CONTROLLER_MANAGER_USER } from '../user.ts';
import { type ClusterRole, RBAC_GROUP, type Role, type RoleBinding, type Subject } from './policy.ts';

/** Set to `false` by an administrator, it stops the apiserver from adding to an object. */
export const AUTOUPDATE_ANNOTATION = 'rbac.authorization.kubernetes.io/autoupdate';

const LABELS = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };
const ANNOTATIONS = { [AUTOUPDATE_ANNOTATION]: 'true' };

/** All objects of the default policy. */
export interface Policy {
  readonly clusterRoles: readonly ClusterRole[];
  readonly clusterRoleBindings: readonly RoleBinding[];
  readonly roles: readonly Role[];
  readonly roleBindings: readonly RoleBinding[];
}

/** Builds the default policy. The rules of aggregated roles are left out: they follow from the other roles. */
export function bootstrapPolicy(): Policy {
  const controllers = Object.entries(controllerRules);
  return {
    clusterRoles: [
      ...[...userRoles, ...componentRoles, ...nodeRoles, ...ownRoles].map(clusterRole),
      ...controllers.map(([name, rules]) => clusterRole({ name: `system:controller:${name}`, rules })),
    ],
    clusterRoleBindings: [
      ...Object.entries(clusterBindings).map(([name, subjects]) => clusterRoleBinding({ name, subjects })),
      ...controllers.map(([name]) =>
        clusterRoleBinding({
          name: `system:controller:${name}`,
          // The second is for all controllers in one process without accounts of their own.
          subjects: [serviceAccount(name), user(CONTROLLER_MANAGER_USER)],
        }),
      ),
      ...ownBindings.map(clusterRoleBinding),
    ],
    roles: namespaceRoles.map(({ namespace, name, rules }) => ({ metadata: metadata(name, { namespace }), rules })),
    roleBindings: namespaceBindings.map(({ namespace, name, role = name, subjects }) => ({
      metadata: metadata(name, { namespace }),
      subjects,
      roleRef: { apiGroup: RBAC_GROUP, kind: 'Role', name: role },
    })),
  };
}

function clusterRole({ name, rules, partOf, aggregationRule }: RoleData): ClusterRole {
  const labels = partOf === undefined ? {} : { [`rbac.authorization.k8s.io/aggregate-to-${partOf}`]: 'true' };
  return {
    metadata: metadata(name, { labels }),
    rules: rules ?? null,
    ...(aggregationRule === undefined ? {} : { aggregationRule }),
  };
}

interface BindingData {
  readonly name: string;
  /** @default named as the binding */
  readonly role?: string;
  readonly subjects: readonly Subject[];
}

function clusterRoleBinding({ name, role = name, subjects }: BindingData): RoleBinding {
  return {
    metadata: metadata(name, {}),
    ...(subjects.length === 0 ? {} : { subjects }),
    roleRef: { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name: role },
  };
}

function metadata(name: string, { namespace, labels = {} }: { namespace?: string; labels?: Record<string, string> }) {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels: { ...LABELS, ...labels },
    annotations: ANNOTATIONS,
  };
}
