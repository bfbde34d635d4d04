import {
  IngressClasses,
  Ingresses,
  IPAddresses,
  NetworkPolicies,
  ServiceCIDRs,
  type Ingress,
  type IngressClass,
  type IPAddress,
} from '@wherry/api/networking-v1';
import { formatLabelSelector } from '@wherry/api/selectors';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn } from './columns.ts';
import { tableFor, type TableColumns, type TableEntry } from './table-columns.ts';

const MAX_HOSTS = 3;

/** How an Ingress is shown, whichever version a client asks for. */
export const ingressTable: TableColumns<Ingress> = {
  columns: [
    nameColumn,
    column('Class', 'IngressClass that serves it.'),
    column('Hosts', 'Hosts of its rules.'),
    column('Address', 'Addresses at which it can be reached.'),
    column('Ports', 'Ports at which it can be reached.'),
    ageColumn,
  ],
  cells: ({ metadata, spec, status }, now) => [
    metadata.name ?? '',
    spec.ingressClassName ?? '<none>',
    formatHosts(spec.rules ?? []),
    formatAddresses(status.loadBalancer.ingress ?? []),
    (spec.tls ?? []).length === 0 ? '80' : '80, 443',
    formatAge(metadata.creationTimestamp, now),
  ],
};

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [
  tableFor(Ingresses, ingressTable),
  tableFor(IngressClasses, {
    columns: [
      nameColumn,
      column('Controller', 'Controller that serves this class.'),
      column('Parameters', "Object with the controller's settings."),
      ageColumn,
    ],
    cells: ({ metadata, spec }, now) => [
      metadata.name ?? '',
      spec.controller ?? '',
      formatParameters(spec),
      formatAge(metadata.creationTimestamp, now),
    ],
  }),
  tableFor(NetworkPolicies, {
    columns: [nameColumn, column('Pod-Selector', 'Pods that it applies to.'), ageColumn],
    cells: ({ metadata, spec }, now) => [
      metadata.name ?? '',
      formatLabelSelector(spec.podSelector),
      formatAge(metadata.creationTimestamp, now),
    ],
  }),
  tableFor(ServiceCIDRs, {
    columns: [nameColumn, column('CIDRs', 'Blocks of addresses.'), ageColumn],
    cells: ({ metadata, spec }, now) => [
      metadata.name ?? '',
      (spec.cidrs ?? []).join(','),
      formatAge(metadata.creationTimestamp, now),
    ],
  }),
  tableFor(IPAddresses, {
    columns: [nameColumn, column('ParentRef', 'Object that holds the address.')],
    cells: ({ metadata, spec }) => [metadata.name ?? '', formatParent(spec)],
  }),
];

function formatHosts(rules: readonly { host?: string }[]): string {
  const hosts = rules.flatMap(({ host = '' }) => (host === '' ? [] : [host]));
  if (hosts.length === 0) return '*';
  const shown = hosts.slice(0, MAX_HOSTS).join(',');
  // Kubernetes counts all rules here, with a host or without.
  const isCut =
    rules.length > MAX_HOSTS && rules.slice(0, -1).filter(({ host = '' }) => host !== '').length >= MAX_HOSTS;
  return isCut ? `${shown} + ${rules.length - MAX_HOSTS} more...` : shown;
}

function formatAddresses(addresses: readonly { ip?: string; hostname?: string }[]): string {
  const texts = addresses
    .map(({ ip = '', hostname = '' }) => (ip === '' ? hostname : ip))
    .filter((text) => text !== '');
  return [...new Set(texts)].toSorted().join(',');
}

function formatParameters({ parameters }: IngressClass['spec']): string {
  if (parameters === undefined) return '<none>';
  const { apiGroup, kind, name } = parameters;
  return `${kind}${apiGroup === undefined ? '' : `.${apiGroup}`}/${name}`;
}

function formatParent({ parentRef }: IPAddress['spec']): string {
  if (parentRef === undefined) return '<none>';
  const { group = '', resource = '', namespace = '', name = '' } = parentRef;
  const kind = group === '' ? resource : `${resource}.${group}`;
  return `${kind.toLowerCase()}/${namespace === '' ? name : `${namespace}/${name}`}`;
}
