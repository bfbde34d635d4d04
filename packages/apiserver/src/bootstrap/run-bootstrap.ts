/** Writes the objects that every cluster has, in the order in which they need each other. Safe to run at any time, twice. */
import { isAlreadyExists, isConflict, isNotFound } from '@wherry/api';
import { APIServices } from '@wherry/api/apiregistration-v1';
import { Namespaces } from '@wherry/api/core-v1';
import { FlowSchemas, PriorityLevelConfigurations } from '@wherry/api/flowcontrol-v1';
import { ServiceCIDRs } from '@wherry/api/networking-v1';
import { ClusterRoleBindings, ClusterRoles, RoleBindings, Roles } from '@wherry/api/rbac-v1';
import { PriorityClasses } from '@wherry/api/scheduling-v1';
import { resourceTable, type KubeObject, type Resource } from '@wherry/api/resources';
import type { Clock, Log } from '@wherry/component';
import { planBootstrap, type PolicyResource } from '../auth/rbac/plan-bootstrap.ts';
import type { OwnClient } from '../registry/own-client.ts';
import { localApiServices, planApiServices } from './api-services.ts';
import { planFlowControl } from './plan-flow-control.ts';
import { planNamespaces } from './namespaces.ts';
import { planPriorityClasses } from './priority-classes.ts';
import { DEFAULT_SERVICE_CIDR, planServiceCidr } from './service-cidr.ts';

export interface BootstrapOptions {
  readonly client: OwnClient;
  readonly clock: Clock;
  readonly log: Log;
  /** The service ranges. */
  readonly serviceCidrs: readonly string[];
}

export async function runBootstrap(options: BootstrapOptions): Promise<void> {
  await ensureNamespaces(options);
  await Promise.all([
    ensurePolicy(options),
    ensurePriorityClasses(options),
    ensureFlowControl(options),
    ensureApiServices(options),
    ensureServiceCidr(options),
  ]);
}

/** Two servers that start together want the same: whoever comes second has nothing to do. */
async function unlessDone(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!isAlreadyExists(error) && !isConflict(error) && !isNotFound(error)) throw error;
  }
}

async function ensureNamespaces({ client }: BootstrapOptions): Promise<void> {
  for (const namespace of planNamespaces(client.list(Namespaces)))
    await unlessDone(client.create(Namespaces, namespace));
}

const POLICY: Readonly<Record<PolicyResource, Resource>> = {
  clusterroles: ClusterRoles,
  clusterrolebindings: ClusterRoleBindings,
  roles: Roles,
  rolebindings: RoleBindings,
};

async function ensurePolicy({ client }: BootstrapOptions): Promise<void> {
  const writes = planBootstrap({
    clusterRoles: client.list(ClusterRoles),
    clusterRoleBindings: client.list(ClusterRoleBindings),
    roles: client.list(Roles),
    roleBindings: client.list(RoleBindings),
  });
  for (const { resource, action, object } of writes) {
    const kind = POLICY[resource];
    const { namespace = '', name = '' } = object.metadata;
    if (action === 'replace') await unlessDone(client.delete(kind, { namespace, name }));
    if (action === 'update') await unlessDone(replaceObject(client, kind, object));
    else await unlessDone(client.create(kind, object));
  }
}

/** Puts a whole object in the place of the present one. */
function replaceObject(client: OwnClient, resource: Resource, object: { metadata: object }): Promise<KubeObject> {
  const { namespace = '', name = '' } = object.metadata as KubeObject['metadata'];
  // The planners keep the type of what they read.
  return client.update(resource, { namespace, name }, () => structuredClone(object) as KubeObject);
}

async function ensurePriorityClasses({ client }: BootstrapOptions): Promise<void> {
  const missing = planPriorityClasses(client.list(PriorityClasses));
  for (const object of missing) await unlessDone(client.create(PriorityClasses, object));
}

interface Writes {
  readonly create: readonly object[];
  readonly update: readonly { metadata: object }[];
  readonly remove: readonly string[];
}

async function carryOut(client: OwnClient, resource: Resource, { create, update, remove }: Writes): Promise<void> {
  for (const object of create) await unlessDone(client.create(resource, object));
  for (const object of update) await unlessDone(replaceObject(client, resource, object));
  for (const name of remove) await unlessDone(client.delete(resource, { namespace: '', name }));
}

async function ensureFlowControl({ client }: BootstrapOptions): Promise<void> {
  const { priorityLevels, flowSchemas } = planFlowControl({
    flowSchemas: client.list(FlowSchemas),
    priorityLevels: client.list(PriorityLevelConfigurations),
  });
  await carryOut(client, PriorityLevelConfigurations, priorityLevels);
  await carryOut(client, FlowSchemas, flowSchemas);
}

async function ensureApiServices({ client }: BootstrapOptions): Promise<void> {
  const wanted = localApiServices(resourceTable);
  await carryOut(client, APIServices, planApiServices(wanted, client.list(APIServices)));
}

async function ensureServiceCidr({ client, clock, log, serviceCidrs }: BootstrapOptions): Promise<void> {
  const name = { namespace: '', name: DEFAULT_SERVICE_CIDR };
  // Making it and saying that it is ready are two writes; the bound only guards against a planner that never ends.
  for (let step = 0; step < 4; step += 1) {
    const existing = await client.find(ServiceCIDRs, name);
    const plan = planServiceCidr({ cidrs: serviceCidrs, existing, now: clock.now() });
    if (plan === undefined) return;
    if (plan.kind === 'report') return log.info(plan.message);
    if (plan.kind === 'create') await unlessDone(client.create(ServiceCIDRs, plan.object));
    else {
      const part = plan.kind === 'update-status' ? 'status' : 'main';
      await unlessDone(client.update(ServiceCIDRs, name, () => structuredClone(plan.object), part));
    }
  }
}
