/** How Services are shown: above all, where they can be reached. */
import { Services, type LoadBalancerIngress, type Service } from '@wherry/api/core-v1';
import { formatLabels } from '@wherry/api/selectors';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn, wideColumn } from './columns.ts';
import { tableFor, type TableEntry } from './table-columns.ts';

const NONE = '<none>';

export const serviceTable: TableEntry = tableFor(Services, {
  columns: [
    nameColumn,
    column('Type', 'From where it can be reached.'),
    column('Cluster-IP', 'Its address in the cluster.'),
    column('External-IP', 'Where it can be reached from outside.'),
    column('Port(s)', 'Its ports, with their node ports.'),
    ageColumn,
    wideColumn('Selector', 'Labels of the pods behind it.'),
  ],
  cells: (service, now) => {
    const { metadata, spec } = service;
    return [
      metadata.name ?? '',
      spec.type ?? '',
      spec.clusterIPs?.[0] ?? NONE,
      externalIps(service),
      (spec.ports ?? []).map(formatPort).join(',') || NONE,
      formatAge(metadata.creationTimestamp, now),
      formatLabels(spec.selector),
    ];
  },
});

type Port = NonNullable<Service['spec']['ports']>[number];

function formatPort({ port, nodePort = 0, protocol }: Port): string {
  return nodePort > 0 ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`;
}

function externalIps({ spec, status }: Readonly<Service>): string {
  const { externalIPs = [] } = spec;
  switch (spec.type) {
    case 'ClusterIP':
    case 'NodePort':
      return externalIPs.join(',') || NONE;
    case 'LoadBalancer':
      return [...ingressPoints(status.loadBalancer.ingress ?? []), ...externalIPs].join(',') || '<pending>';
    case 'ExternalName':
      return spec.externalName ?? '';
    case undefined:
    default:
      return '<unknown>';
  }
}

function ingressPoints(ingress: readonly LoadBalancerIngress[]): string[] {
  const points = ingress.map(({ ip = '', hostname = '' }) => ip || hostname).filter((point) => point !== '');
  return [...new Set(points)].toSorted();
}
