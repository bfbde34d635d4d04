/** Starting the sandbox of a pod: its volumes in memory, its network, its names. */
import type { Pod } from '@wherry/api/core-v1';
import { NetworkError } from '../network/pod-network.ts';
import { RuntimeError, type PodRef, type SandboxRecord } from '../runtime/runtime.ts';
import type { VolumePlace } from '../volumes/pod-volumes.ts';
import type { PodContext } from './pod-context.ts';
import { podDns } from './pod-dns.ts';
import { domainOf, hostnameOf } from './pod-hostname.ts';
import { sysctlName } from './sysctl-name.ts';
import { unsupported } from './unsupported.ts';

export function refOf({ metadata }: Readonly<Pod>): PodRef {
  const { namespace = '', name = '', uid = '' } = metadata;
  return { namespace, name, uid };
}

/** @throws RuntimeError or NetworkError, having told users */
export async function startSandbox(
  context: PodContext,
  pod: Readonly<Pod>,
  { attempt, places }: { readonly attempt: number; readonly places: ReadonlyMap<string, VolumePlace> },
): Promise<SandboxRecord> {
  const { runtime, network, events } = context;
  const ref = refOf(pod);
  const isHost = pod.spec.hostNetwork === true;
  if (!isHost) assertNetwork(context, pod);
  try {
    const reason = unsupported(pod.spec);
    if (reason !== undefined) throw new RuntimeError(reason);
    const addresses = isHost ? [] : await network.allocate(ref);
    const sandbox = await runtime.startSandbox({
      pod: ref,
      attempt,
      hostname: sandboxHostname(pod, context),
      network: isHost ? 'host' : 'pod',
      addresses,
      dns: podDns(pod, context.node),
      sysctls: sysctlsOf(pod),
      hostPid: pod.spec.hostPID === true,
      hostIpc: pod.spec.hostIPC === true,
      // What is in memory lives as long as somebody holds it: the sandbox does.
      mounts: [...places]
        .filter(([, { type }]) => type === 'volume')
        .map(([name, { type, source }]) => ({ type, source, target: `/volumes/${name}`, readOnly: false })),
    });
    if (!isHost && sandbox.pid !== undefined)
      await network.attach({ id: sandbox.id, pod: ref, pid: sandbox.pid, addresses: sandbox.addresses });
    return sandbox;
  } catch (error) {
    if (error instanceof RuntimeError || error instanceof NetworkError)
      events.record(pod, {
        type: 'Warning',
        reason: 'FailedCreatePodSandBox',
        message: `Failed to create pod sandbox: ${error.message}`,
      });
    throw error;
  }
}

function sysctlsOf({ spec }: Readonly<Pod>): Readonly<Record<string, string>> {
  return Object.fromEntries((spec.securityContext?.sysctls ?? []).map(({ name, value }) => [sysctlName(name), value]));
}

/** Its containers are about to end and to begin again, and it is nothing that they have done. */
export function tellOfNewSandbox({ events }: PodContext, pod: Readonly<Pod>): void {
  const message = 'Pod sandbox changed, it will be killed and re-created.';
  events.record(pod, { type: 'Normal', reason: 'SandboxChanged', message });
}

function assertNetwork({ network, events }: PodContext, pod: Readonly<Pod>): void {
  const trouble = network.trouble();
  if (trouble === undefined) return;
  const message = `network is not ready: ${trouble}`;
  events.record(pod, { type: 'Warning', reason: 'NetworkNotReady', message });
  throw new NetworkError(message);
}

/** In the network of the node, the node's. */
function sandboxHostname(pod: Readonly<Pod>, { node }: PodContext): string {
  if (pod.spec.hostNetwork === true) return node.name;
  const domain = pod.spec.setHostnameAsFQDN === true ? domainOf(pod, node.clusterDomain) : undefined;
  return domain === undefined ? hostnameOf(pod) : `${hostnameOf(pod)}.${domain}`;
}
