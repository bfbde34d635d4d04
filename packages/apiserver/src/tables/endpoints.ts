/** How the addresses behind Services are shown, in their old form and in slices: the first three, and how many more. */
import { EndpointsResource, type EndpointSubset } from '@wherry/api/core-v1';
import { EndpointSlices, type EndpointPort } from '@wherry/api/discovery-v1';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn } from './columns.ts';
import { tableFor, type TableEntry } from './table-columns.ts';

const SHOWN = 3;

export const endpointsTable: TableEntry = tableFor(EndpointsResource, {
  columns: [nameColumn, column('Endpoints', 'Addresses and ports that can take traffic.'), ageColumn],
  cells: ({ metadata, subsets = [] }, now) => [
    metadata.name ?? '',
    subsets.length === 0 ? '<none>' : firstOf(subsets.flatMap(addressesOf)),
    formatAge(metadata.creationTimestamp, now),
  ],
});

export const endpointSliceTable: TableEntry = tableFor(EndpointSlices, {
  columns: [
    nameColumn,
    column('AddressType', 'Type of all its addresses.'),
    column('Ports', 'Ports of every endpoint.'),
    column('Endpoints', 'Addresses of the endpoints.'),
    ageColumn,
  ],
  cells: ({ metadata, addressType, ports, endpoints }, now) => [
    metadata.name ?? '',
    addressType,
    firstOf(ports.map(formatPort)) || '<unset>',
    firstOf(endpoints.flatMap(({ addresses }) => addresses)) || '<unset>',
    formatAge(metadata.creationTimestamp, now),
  ],
});

function addressesOf({ addresses = [], ports = [] }: EndpointSubset): string[] {
  const ips = addresses.map(({ ip }) => ip);
  return ports.length === 0 ? ips : ports.flatMap(({ port }) => ips.map((ip) => hostAndPort(ip, port)));
}

function hostAndPort(ip: string, port: number): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

function formatPort({ port, name }: EndpointPort): string {
  return port === undefined ? (name ?? '*') : String(port);
}

function firstOf(items: readonly string[]): string {
  const shown = items.slice(0, SHOWN).join(',');
  return items.length > SHOWN ? `${shown} + ${items.length - SHOWN} more...` : shown;
}
