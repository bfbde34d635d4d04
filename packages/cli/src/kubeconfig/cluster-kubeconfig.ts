/** The administrator's kubeconfig of a running cluster, however it was started, for use on this machine. */
import { clusterPorts } from '../cluster-ports.ts';
import { docker } from '../docker/docker.ts';
import { entriesOf, wholeKubeconfig } from './edit-kubeconfig.ts';

/** Where the apiserver writes it, for use inside the cluster. */
const file = '/var/lib/wherry/admin.kubeconfig';

/** @throws CommandError when the cluster does not run, or has not got so far */
export async function clusterKubeconfig(name: string): Promise<string> {
  const [text, port] = await Promise.all([
    docker(['exec', `${name}-apiserver`, 'cat', file]),
    publishedPort(name, clusterPorts.apiPort.inside),
  ]);
  return wholeKubeconfig(entriesOf(text, { name, server: `https://127.0.0.1:${port ?? clusterPorts.apiPort.usual}` }));
}

/** The port of this machine that leads to a port of the control plane; undefined when the cluster does not run. */
export async function publishedPort(name: string, inside: number): Promise<number | undefined> {
  const text = await docker(['port', `${name}-control-plane`, `${inside}/tcp`]).catch(() => '');
  const port = /:(\d+)\s*$/m.exec(text)?.[1];
  return port === undefined ? undefined : Number(port);
}
