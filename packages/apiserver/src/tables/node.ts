/** How Nodes are shown. */
import { Nodes, type Node } from '@wherry/api/core-v1';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn, wideColumn } from './columns.ts';
import { tableFor, type TableEntry } from './table-columns.ts';

const NONE = '<none>';
const UNKNOWN = '<unknown>';
const ROLE_PREFIX = 'node-role.kubernetes.io/';
const ROLE_LABEL = 'kubernetes.io/role';

export const nodeTable: TableEntry = tableFor(Nodes, {
  columns: [
    nameColumn,
    column('Status', 'Whether it is ready, and whether new pods are put on it.'),
    column('Roles', 'What it is there for, from its labels.'),
    ageColumn,
    column('Version', 'Version of its kubelet.'),
    wideColumn('Internal-IP', 'Address that it has inside the cluster.'),
    wideColumn('External-IP', 'Address that it has outside the cluster.'),
    wideColumn('OS-Image', 'Name of its operating system.'),
    wideColumn('Kernel-Version', 'Version of its kernel.'),
    wideColumn('Container-Runtime', 'Name and version of its container runtime.'),
  ],
  cells: (node, now) => {
    const { metadata, status } = node;
    return [
      metadata.name ?? '',
      formatStatus(node),
      rolesOf(metadata.labels ?? {}).join(',') || NONE,
      formatAge(metadata.creationTimestamp, now),
      status.nodeInfo.kubeletVersion,
      addressOf(node, 'InternalIP'),
      addressOf(node, 'ExternalIP'),
      status.nodeInfo.osImage || UNKNOWN,
      status.nodeInfo.kernelVersion || UNKNOWN,
      status.nodeInfo.containerRuntimeVersion || UNKNOWN,
    ];
  },
});

function formatStatus({ spec, status }: Readonly<Node>): string {
  const ready = (status.conditions ?? []).findLast(({ type }) => type === 'Ready');
  const state = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return spec.unschedulable === true ? `${state},SchedulingDisabled` : state;
}

function rolesOf(labels: Readonly<Record<string, string>>): string[] {
  const roles = Object.entries(labels).map(([label, value]) => {
    if (label === ROLE_LABEL) return value;
    return label.startsWith(ROLE_PREFIX) ? label.slice(ROLE_PREFIX.length) : '';
  });
  return [...new Set(roles)].filter((role) => role !== '').toSorted();
}

function addressOf({ status }: Readonly<Node>, type: string): string {
  return (status.addresses ?? []).find((address) => address.type === type)?.address ?? NONE;
}
