/** What the type and the other settings of a Service say about it: which addresses and ports it has to have. */
import type { Service } from './service.ts';

/** A Service with `None` in place of an address: DNS answers with its pods. */
export function isHeadless({ spec }: Readonly<Service>): boolean {
  return spec.clusterIPs?.length === 1 && spec.clusterIPs[0] === 'None';
}

/** Every type but ExternalName has a cluster IP, if only `None`. */
export function needsClusterIp({ spec }: Readonly<Service>): boolean {
  return spec.type !== 'ExternalName';
}

/** Whether its ports have node ports (a LoadBalancer may do without). */
export function needsNodePort({ spec }: Readonly<Service>): boolean {
  return spec.type === 'NodePort' || spec.type === 'LoadBalancer';
}

/** Whether traffic from outside the cluster can come to it. */
export function isExternallyAccessible(service: Readonly<Service>): boolean {
  return needsNodePort(service) || (service.spec.type === 'ClusterIP' && (service.spec.externalIPs ?? []).length > 0);
}

/** Whether its load balancer has to ask each node if pods of it are there. */
export function needsHealthCheckPort({ spec }: Readonly<Service>): boolean {
  return spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
}
