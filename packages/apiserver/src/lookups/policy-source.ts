/** The cluster's RBAC objects for the authorizer, from the cache. */
import { ClusterRoleBindings, ClusterRoles, RoleBindings, Roles } from '@wherry/api/rbac-v1';
import { starting, type Running } from '@wherry/component';
import type { PolicySource } from '../auth/rbac/policy.ts';
import { resourcePrefix } from '../storage/object-key.ts';
import type { WatchCache } from '../storage/cache/watch-cache.ts';
import { follow, type Follower } from './follow.ts';
import type { ObjectLookup } from './object-lookup.ts';

export interface PolicySourceOptions {
  readonly cache: WatchCache;
  readonly lookup: ObjectLookup;
}

/** Reads are of the cache; the version moves with every change of a policy object. */
export function startPolicySource({ cache, lookup }: PolicySourceOptions): Promise<PolicySource & Running> {
  let version = 0;
  const changed = () => void (version += 1);
  const counter: Follower = { set: changed, delete: changed, reset: changed };
  return starting((own) => {
    for (const { group, plural } of [ClusterRoles, ClusterRoleBindings, Roles, RoleBindings]) {
      own(follow(cache, resourcePrefix({ group, resource: plural }), counter));
    }
    return {
      version: () => version,
      clusterRole: (name: string) => lookup.known(ClusterRoles, { namespace: '', name }),
      role: (namespace: string, name: string) => lookup.known(Roles, { namespace, name }),
      clusterRoleBindings: () => lookup.list(ClusterRoleBindings),
      roleBindings: (namespace: string) => lookup.list(RoleBindings, namespace),
    };
  });
}
