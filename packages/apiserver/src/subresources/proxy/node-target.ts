/** The server on a node that `nodes/proxy` leads to: its kubelet, or what else listens there. */
import type { Target } from '../../connections/dial.ts';
import { plainFailure } from '../../connections/plain-failure.ts';
import type { Api } from '../../handlers/api.ts';
import type { ResourceRequest } from '../../http/request-info.ts';
import { assertProxyable, parseDestination, targetAt } from './destination.ts';
import { portNumber } from './pod-target.ts';

/** @throws StatusError 400, 404, 500, 503 */
export async function nodeTarget({ outward }: Pick<Api, 'outward'>, { name }: ResourceRequest): Promise<Target> {
  const { kubelets, dialer } = outward;
  const destination = parseDestination(name, 'node');
  const fail = (error: unknown): never => {
    throw plainFailure(error);
  };
  const kubelet = await kubelets.locate(destination.name).catch(fail);
  const isKubelet = destination.port === '' || destination.port === String(kubelet.port);
  if (isKubelet) return { ...kubelet, tls: kubelets.tls() };
  const address = await dialer.resolve(kubelet.host).catch(fail);
  assertProxyable(address);
  const port = portNumber(destination.port);
  // The address that was judged is the one that is called.
  return { ...targetAt(destination, { host: kubelet.host, port }), address };
}
