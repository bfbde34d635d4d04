import type { ObjectMeta } from '@wherry/api/meta-v1';
import {
  ClusterRoleBindings,
  ClusterRoles,
  RoleBindings,
  Roles,
  type RoleRef,
  type Subject,
} from '@wherry/api/rbac-v1';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn, wideColumn } from './columns.ts';
import { tableFor, type Cell, type TableColumns, type TableEntry } from './table-columns.ts';

const role = {
  columns: [nameColumn, column('Created At', 'When the role was created.', 'date')],
  cells: ({ metadata }: { metadata: ObjectMeta }): Cell[] => [metadata.name ?? '', metadata.creationTimestamp ?? null],
};

interface Binding {
  metadata: ObjectMeta;
  roleRef: RoleRef;
  subjects?: Subject[];
}

const binding: TableColumns<Binding> = {
  columns: [
    nameColumn,
    column('Role', 'The role that is given.'),
    ageColumn,
    wideColumn('Users', 'Users who get the role.'),
    wideColumn('Groups', 'Groups that get the role.'),
    wideColumn('ServiceAccounts', 'Service accounts that get the role.'),
  ],
  cells: ({ metadata, roleRef, subjects = [] }, now) => {
    const namesOf = (kind: string): string[] =>
      subjects.filter((subject) => subject.kind === kind).map(({ name }) => name);
    const accounts = subjects.filter(({ kind }) => kind === 'ServiceAccount');
    return [
      metadata.name ?? '',
      `${roleRef.kind}/${roleRef.name}`,
      formatAge(metadata.creationTimestamp, now),
      namesOf('User').join(', '),
      namesOf('Group').join(', '),
      accounts.map(({ namespace = '', name }) => `${namespace}/${name}`).join(', '),
    ];
  },
};

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [
  tableFor(Roles, role),
  tableFor(ClusterRoles, role),
  tableFor(RoleBindings, binding),
  tableFor(ClusterRoleBindings, binding),
];
