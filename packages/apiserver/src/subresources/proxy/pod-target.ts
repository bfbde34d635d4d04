/** The server in a pod that `pods/proxy` leads to. */
import { notFound, serviceUnavailable } from '@wherry/api';
import { Pods, type Pod } from '@wherry/api/core-v1';
import type { Target } from '../../connections/dial.ts';
import type { Api } from '../../handlers/api.ts';
import type { ResourceRequest } from '../../http/request-info.ts';
import { assertProxyable, defaultPort, parseDestination, targetAt } from './destination.ts';

/** By default the first port that a container of the pod declares. @throws StatusError 400, 404, 503 */
export async function podTarget(
  { client }: Pick<Api, 'client'>,
  { namespace, name }: ResourceRequest,
): Promise<Target> {
  const destination = parseDestination(name, 'pod');
  const pod = await client.find(Pods, { namespace, name: destination.name });
  if (pod === undefined) throw notFound({ group: '', resource: 'pods' }, destination.name);
  const host = pod.status.podIPs?.[0]?.ip ?? '';
  assertProxyable(host);
  const port = destination.port === '' ? (firstPort(pod) ?? defaultPort(destination)) : portNumber(destination.port);
  return targetAt(destination, { host, port });
}

const firstPort = ({ spec }: Readonly<Pod>): number | undefined =>
  spec.containers.find(({ ports = [] }) => ports.length > 0)?.ports?.[0]?.containerPort;

const LARGEST = 65_535;

/** @throws StatusError 503 */
export function portNumber(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= LARGEST) return port;
  const why = /^\d+$/.test(text)
    ? `dial tcp: address ${text}: invalid port`
    : `dial tcp: lookup tcp/${text}: unknown port`;
  throw serviceUnavailable(`error trying to reach service: ${why}`);
}
