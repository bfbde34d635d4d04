/** The server behind a Service that `services/proxy` leads to: one of its ready pods, chosen at random. */
import { notFound, quote, serviceUnavailable } from '@wherry/api';
import { EndpointsResource, Pods, Services, type Endpoints } from '@wherry/api/core-v1';
import type { Target } from '../../connections/dial.ts';
import type { Api } from '../../handlers/api.ts';
import type { ResourceRequest } from '../../http/request-info.ts';
import { assertProxyable, parseDestination, targetAt, type Destination } from './destination.ts';

/** A place where a Service may be reached. */
export interface Candidate {
  readonly host: string;
  readonly port: number;
  /** The pod that stands behind it; undefined for what is none, or of another namespace. */
  readonly pod: string | undefined;
}

/** @throws StatusError 400, 404, 503 when nobody is ready to answer on that port */
export async function serviceTarget(
  { client }: Pick<Api, 'client'>,
  { namespace, name: text }: ResourceRequest,
): Promise<Target> {
  const destination = parseDestination(text, 'service');
  const portName = await portNameOf({ client }, { ...destination, namespace });
  const { name } = destination;
  const endpoints = await client.find(EndpointsResource, { namespace, name });
  if (endpoints === undefined) throw notFound({ group: '', resource: 'endpoints' }, name);
  if ((endpoints.subsets ?? []).length === 0) throw noEndpoints(name);
  for (const { host, port, pod } of shuffled(candidatesOf(endpoints, { portName, namespace }))) {
    const found = pod === undefined ? undefined : await client.find(Pods, { namespace, name: pod });
    // The list may be older than the pods.
    if (!(found?.status.podIPs ?? []).some(({ ip }) => ip === host)) continue;
    assertProxyable(host);
    return targetAt(destination, { host, port });
  }
  throw noEndpoints(text);
}

const noEndpoints = (name: string): Error => serviceUnavailable(`no endpoints available for service ${quote(name)}`);

/** A port that is given by number is that of the Service, and stands for its name. @throws StatusError 404, 503 */
async function portNameOf(
  { client }: Pick<Api, 'client'>,
  { name, namespace, port }: Destination & { readonly namespace: string },
): Promise<string> {
  if (!/^[+-]?\d+$/.test(port)) return port;
  const service = await client.find(Services, { namespace, name });
  if (service === undefined) throw notFound({ group: '', resource: 'services' }, name);
  const found = (service.spec.ports ?? []).find((declared) => declared.port === Number(port));
  if (found === undefined) throw serviceUnavailable(`no service port ${Number(port)} found for service ${quote(name)}`);
  return found.name ?? '';
}

interface Wanted {
  readonly portName: string;
  readonly namespace: string;
}

/** The ready addresses that have the port. */
export function candidatesOf({ subsets = [] }: Readonly<Endpoints>, { portName, namespace }: Wanted): Candidate[] {
  return subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports
      .filter(({ name = '' }) => name === portName)
      .flatMap(({ port }) =>
        addresses.map(({ ip, targetRef }) => ({
          host: ip,
          port,
          pod: targetRef?.namespace === namespace ? targetRef.name : undefined,
        })),
      ),
  );
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ item }) => item);
}
