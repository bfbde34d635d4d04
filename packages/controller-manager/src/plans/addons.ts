/**
 * The objects that every cluster has besides those that the apiserver makes: what stands for parts of the cluster that
 * answer without being pods.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Service } from '@wherry/api/core-v1';

const DNS_PORTS: NonNullable<Service['spec']['ports']> = [
  { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
  { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
];

/** The Service of the cluster's DNS at its cluster IP. */
export function dnsService(clusterIp: string) {
  return {
    metadata: {
      namespace: 'kube-system',
      name: 'kube-dns',
      labels: {
        'k8s-app': 'kube-dns',
        'kubernetes.io/cluster-service': 'true',
        'kubernetes.io/name': 'CoreDNS',
        // The process that carries out Services on a node answers at this address itself.
        'service.kubernetes.io/service-proxy-name': 'wherry-dns',
      },
    },
    spec: { type: 'ClusterIP' as const, clusterIP: clusterIp, clusterIPs: [clusterIp], ports: DNS_PORTS },
  };
}

/** The class of Ingresses that say none. */
export const ingressClass = {
  metadata: {
    name: 'wherry',
    labels: { 'app.kubernetes.io/name': 'wherry' },
    annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' },
  },
  spec: { controller: 'wherry.io/ingress' },
};

/** What to do about the DNS Service: its address cannot be changed. */
export type DnsServicePlan =
  | { readonly type: 'nothing' }
  | { readonly type: 'create' | 'replace' }
  | { readonly type: 'update'; readonly service: Service };

/** What somebody has added to the Service stays. */
export function planDnsService(found: Readonly<Service> | undefined, clusterIp: string): DnsServicePlan {
  if (found === undefined) return { type: 'create' };
  if (found.spec.clusterIP !== clusterIp) return { type: 'replace' };
  const labels = { ...found.metadata.labels, ...dnsService(clusterIp).metadata.labels };
  const isRight =
    isDeepStrictEqual(labels, found.metadata.labels) &&
    isDeepStrictEqual((found.spec.ports ?? []).map(essence), DNS_PORTS.map(essence)) &&
    Object.keys(found.spec.selector ?? {}).length === 0;
  if (isRight) return { type: 'nothing' };
  const { selector: _, ...spec } = found.spec;
  return {
    type: 'update',
    service: { ...found, metadata: { ...found.metadata, labels }, spec: { ...spec, ports: DNS_PORTS } },
  };
}

const essence = ({ name, port, protocol }: (typeof DNS_PORTS)[number]) => ({ name, port, protocol });
