/**
 * What a Service's writers leave unsaid is taken from what it was before: addresses and ports that were chosen for it
 * stay when the same manifest is applied again, clusterIP and clusterIPs follow each other, and what a former type had
 * is dropped when the type changes, unless the writer touched it.
 */
import { isExternallyAccessible, needsClusterIp, needsHealthCheckPort, needsNodePort } from './service-traits.ts';
import type { Service, ServiceSpec } from './service.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';

/** Prepares a Service for what follows, in place; `old` is what it was before, when it is changed. */
export function normalizeService(service: Service, old?: Readonly<Service>): void {
  if (old === undefined) {
    syncNewClusterIps(service.spec);
    return;
  }
  keepChosenAddresses(service, old);
  keepChosenPorts(service, old);
  syncClusterIps(service.spec, old.spec);
  dropFieldsOfOldType(service, old);
}

function syncNewClusterIps(spec: ServiceSpec): void {
  if ((spec.clusterIP ?? '') !== '' && (spec.clusterIPs ?? []).length === 0) {
    spec.clusterIPs = [spec.clusterIP ?? ''];
  }
}

function keepChosenAddresses({ spec }: Service, old: Readonly<Service>): void {
  if (!needsClusterIp(old) || spec.type === 'ExternalName') {
    return;
  }
  if ((spec.clusterIP ?? '') === '' && old.spec.clusterIP !== undefined) {
    spec.clusterIP = old.spec.clusterIP;
  }
  if ((spec.clusterIPs ?? []).length === 0) {
    setClusterIps(spec, old.spec.clusterIPs);
  }
}

function keepChosenPorts(service: Service, old: Readonly<Service>): void {
  if (needsNodePort(old) && needsNodePort(service)) {
    const before = nodePortsOf(old.spec);
    const used = new Set([...nodePortsOf(service.spec)].filter((port) => before.has(port)));
    const byName = new Map((old.spec.ports ?? []).map(({ name = '', nodePort = 0 }) => [name, nodePort]));
    for (const port of service.spec.ports ?? []) {
      const former = byName.get(port.name ?? '') ?? 0;
      if ((port.nodePort ?? 0) === 0 && former !== 0 && !used.has(former)) {
        port.nodePort = former;
        used.add(former);
      }
    }
  }
  const former = old.spec.healthCheckNodePort;
  if (needsHealthCheckPort(old) && needsHealthCheckPort(service) && former !== undefined) {
    service.spec.healthCheckNodePort ??= former;
  }
}

function syncClusterIps(spec: ServiceSpec, old: Readonly<ServiceSpec>): void {
  const [now, before] = [spec.clusterIP ?? '', old.clusterIP ?? ''];
  if (now === before) {
    if ((spec.clusterIPs ?? []).length === 0) {
      setClusterIps(spec, old.clusterIPs);
    }
  } else if (semanticEqual(spec.clusterIPs, old.clusterIPs)) {
    // The writer knows only the singular field.
    setClusterIps(spec, now === '' ? undefined : [now]);
  }
}

function setClusterIps(spec: ServiceSpec, clusterIps: readonly string[] | undefined): void {
  if (clusterIps === undefined) {
    delete spec.clusterIPs;
  } else {
    spec.clusterIPs = [...clusterIps];
  }
}

function dropFieldsOfOldType(service: Service, old: Readonly<Service>): void {
  const { spec } = service;
  const unchanged = (name: keyof ServiceSpec): boolean => semanticEqual(spec[name], old.spec[name]);
  const noLonger = (has: (service: Readonly<Service>) => boolean): boolean => has(old) && !has(service);
  if (noLonger(needsClusterIp)) {
    if (unchanged('clusterIP') && unchanged('clusterIPs')) {
      delete spec.clusterIP;
      delete spec.clusterIPs;
    }
    if (unchanged('ipFamilies')) delete spec.ipFamilies;
    if (unchanged('ipFamilyPolicy')) delete spec.ipFamilyPolicy;
  }
  if (noLonger(needsNodePort) && nodePortsOf(spec).isSubsetOf(nodePortsOf(old.spec))) {
    for (const port of spec.ports ?? []) delete port.nodePort;
  }
  if (noLonger(needsHealthCheckPort) && unchanged('healthCheckNodePort')) delete spec.healthCheckNodePort;
  if (noLonger(isLoadBalancer)) {
    if (unchanged('allocateLoadBalancerNodePorts')) delete spec.allocateLoadBalancerNodePorts;
    if (unchanged('loadBalancerClass')) delete spec.loadBalancerClass;
  }
  if (noLonger(isExternallyAccessible) && unchanged('externalTrafficPolicy')) delete spec.externalTrafficPolicy;
  if (!isLoadBalancer(service)) {
    service.status = { ...service.status, loadBalancer: {} };
  }
}

function isLoadBalancer({ spec }: Readonly<Service>): boolean {
  return spec.type === 'LoadBalancer';
}

function nodePortsOf({ ports = [] }: Readonly<ServiceSpec>): Set<number> {
  return new Set(ports.map(({ nodePort = 0 }) => nodePort).filter((port) => port !== 0));
}
