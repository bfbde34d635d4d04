/** What Services make of pods: which count, on which ports they answer, under which name. */
import { isSidecar, type Pod, type Service, type ServicePort } from '@wherry/api/core-v1';
import { isIpv4, parseIp } from '@wherry/api';
import { isPodEnded } from '../../pods/pod-state.ts';

/** Pods that have an address and have not ended. */
export function hasEndpoint(pod: Readonly<Pod>): boolean {
  return !isPodEnded(pod) && addressesOf(pod).length > 0;
}

/** All addresses of a pod. */
export function addressesOf({ status }: Readonly<Pod>): string[] {
  const many = (status.podIPs ?? []).map(({ ip }) => ip).filter((ip) => ip !== '');
  return many.length > 0 || (status.podIP ?? '') === '' ? many : [status.podIP ?? ''];
}

export type Family = 'IPv4' | 'IPv6';

export function familyOf(address: string): Family | undefined {
  const ip = parseIp(address);
  return ip === undefined ? undefined : isIpv4(ip) ? 'IPv4' : 'IPv6';
}

/** The families in which a Service is reachable; the first is its main one. */
export function familiesOf({ spec }: Readonly<Service>): Family[] {
  if (spec.type === 'ExternalName') return [];
  const families = (spec.ipFamilies ?? []).filter((family) => family === 'IPv4' || family === 'IPv6');
  if (families.length > 0) return families;
  return [familyOf(spec.clusterIP ?? '') ?? 'IPv4'];
}

/** The host name under which DNS knows a pod of a headless Service, if the pod asks for one there. */
export function hostnameIn({ metadata }: Readonly<Service>, pod: Readonly<Pod>): string | undefined {
  const { hostname = '', subdomain } = pod.spec;
  const isThere = subdomain === metadata.name && metadata.namespace === pod.metadata.namespace;
  return hostname !== '' && isThere ? hostname : undefined;
}

/** One port of a Service, as a pod has it. */
export interface ResolvedPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  readonly appProtocol?: string;
}

/** The ports of a Service on a pod, without those whose name the pod does not know. */
export function portsOn({ spec }: Readonly<Service>, pod: Readonly<Pod>): ResolvedPort[] {
  return (spec.ports ?? []).flatMap((port) => {
    const number = portNumber(port, pod);
    if (number === undefined) return [];
    const { name = '', protocol = 'TCP', appProtocol } = port;
    return [{ name, port: number, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) }];
  });
}

function portNumber({ targetPort, port, protocol = 'TCP' }: ServicePort, { spec }: Readonly<Pod>): number | undefined {
  if (typeof targetPort === 'number') return targetPort === 0 ? port : targetPort;
  if (targetPort === undefined || targetPort === '') return port;
  const containers = [...spec.containers, ...(spec.initContainers ?? []).filter(isSidecar)];
  const found = containers
    .flatMap(({ ports = [] }) => ports)
    .find((each) => each.name === targetPort && (each.protocol ?? 'TCP') === protocol);
  return found?.containerPort;
}

/** The labels that a Service's endpoints have: its own ones, but for those with a meaning there. */
export function labelsFrom(
  labels: Readonly<Record<string, string>> | undefined,
  own: Readonly<Record<string, string>>,
  reserved: readonly string[],
): Record<string, string> {
  const taken = Object.entries(labels ?? {}).filter(([key]) => !reserved.includes(key));
  return { ...Object.fromEntries(taken), ...own };
}
