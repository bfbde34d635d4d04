/**
 * Nobody gives away by a role or binding what they do not have; see `auth/rbac/escalation.ts`. Kubernetes checks this
 * after all plugins that change objects and before validation, so this comes last among the former.
 */
import type { StatusError } from '@wherry/api';
import { ClusterRoleBindings, ClusterRoles, RoleBindings, Roles } from '@wherry/api/rbac-v1';
import type { Authorizer } from '../auth/authorize.ts';
import { checkBindingWrite, checkRoleWrite } from '../auth/rbac/escalation.ts';
import type { RuleResolver } from '../auth/rbac/rule-resolver.ts';
import type { AdmissionPlugin, Admitted } from './admission.ts';
import { objectOf, oldObjectOf } from './object-of.ts';

export interface RoleEscalationOptions {
  readonly authorizer: Authorizer;
  readonly resolver: RuleResolver;
  /** Waits until the resolver goes by everything that was written before. */
  readonly fresh: () => Promise<unknown>;
}

export function roleEscalation({ authorizer, resolver, fresh }: RoleEscalationOptions): AdmissionPlugin {
  return {
    name: 'RoleEscalation',
    async admit(request) {
      const { operation, user } = request;
      if (operation !== 'CREATE' && operation !== 'UPDATE') return;
      const check = checkOf(request, { user, authorizer, resolver });
      if (check?.() === undefined) return;
      // What was granted a moment ago may not have come here yet.
      await fresh();
      const refusal = check();
      if (refusal !== undefined) throw refusal;
    },
  };
}

type Context = Parameters<typeof checkRoleWrite>[1];
type Check = () => StatusError | undefined;

function checkOf(request: Admitted, context: Context): Check | undefined {
  for (const resource of [ClusterRoles, Roles]) {
    const role = objectOf(request, resource);
    const old = oldObjectOf(request, resource);
    if (role !== undefined) return () => checkRoleWrite(role, { ...context, ...(old === undefined ? {} : { old }) });
  }
  for (const resource of [ClusterRoleBindings, RoleBindings]) {
    const binding = objectOf(request, resource);
    const old = oldObjectOf(request, resource);
    if (binding !== undefined)
      return () =>
        checkBindingWrite(binding, {
          user: context.user,
          authorizer: context.authorizer,
          resolver: context.resolver,
          ...(old === undefined ? {} : { old }),
        });
  }
  return undefined;
}
