import { ClusterRoleBindings, ClusterRoles, RoleBindings, Roles } from '@wherry/api/rbac-v1';
import { beforeAll, describe, expect, it } from 'vitest';
import type { UserInfo } from '../auth/user.ts';
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts';

let registry: TestRegistry;
const ann: UserInfo = { name: 'ann', groups: ['system:authenticated'], extra: {} };
const namespace = 'default';
const read = { verbs: ['get'], apiGroups: [''], resources: ['pods'] };
const write = { ...read, verbs: ['delete'] };
const ref = (kind: string, name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name });
const subjects = [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'ann' }];

beforeAll(async () => {
  registry = await startTestRegistry();
  await registry.create(ClusterRoles, { metadata: { name: 'reader' }, rules: [read] });
  await registry.create(ClusterRoleBindings, {
    metadata: { name: 'ann-reads' },
    subjects,
    roleRef: ref('ClusterRole', 'reader'),
  });
});

describe('roleEscalation', () => {
  it('lets a user give away what she has', async () => {
    const role = { metadata: { namespace, name: 'readers' }, rules: [read] };
    expect(await registry.create(Roles, role, { user: ann })).toMatchObject({ rules: [read] });
    const binding = { metadata: { namespace, name: 'readers' }, subjects, roleRef: ref('Role', 'readers') };
    expect(await registry.create(RoleBindings, binding, { user: ann })).toMatchObject({ subjects });
  });

  it('refuses a role with more than that, before it looks at anything else', async () => {
    const role = { metadata: { namespace, name: 'Not a name' }, rules: [write] };
    await expect(registry.create(Roles, role, { user: ann })).rejects.toMatchObject({
      code: 403,
      message: expect.stringContaining('attempting to grant RBAC permissions not currently held') as string,
    });
  });

  it('refuses to add more to a role', async () => {
    await registry.create(Roles, { metadata: { namespace, name: 'growing' }, rules: [read] });
    const grow = registry.update(Roles, { namespace, name: 'growing' }, (role) => ({ ...role, rules: [read, write] }), {
      user: ann,
    });
    await expect(grow).rejects.toMatchObject({ code: 403 });
  });

  it('refuses to bind a role with more than that', async () => {
    const binding = { metadata: { name: 'all' }, subjects, roleRef: ref('ClusterRole', 'cluster-admin') };
    await expect(registry.create(ClusterRoleBindings, binding, { user: ann })).rejects.toMatchObject({ code: 403 });
  });

  it('knows a role that was made by another server just now', async () => {
    const other = await startTestRegistry({ storage: registry.storage });
    await other.create(Roles, { metadata: { namespace, name: 'new' }, rules: [read] });
    const binding = { metadata: { namespace, name: 'new' }, subjects, roleRef: ref('Role', 'new') };
    expect(await registry.create(RoleBindings, binding, { user: ann })).toMatchObject({ subjects });
  });

  it('lets an administrator give everything', async () => {
    const binding = { metadata: { name: 'root' }, subjects, roleRef: ref('ClusterRole', 'cluster-admin') };
    expect(await registry.create(ClusterRoleBindings, binding)).toMatchObject({ subjects });
  });
});
