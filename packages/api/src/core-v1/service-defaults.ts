/** The defaults of a Service that depend on its other fields. */
import { isExternallyAccessible } from './service-traits.ts';
import type { Service, ServiceSpec } from './service.ts';

/** Seconds that a client stays with a pod: three hours. */
const CLIENT_IP_TIMEOUT = 10_800;

/** Fills in what a Service leaves out, in place. */
export function setServiceDefaults(service: Service): void {
  const { spec, status } = service;
  setAffinityDefaults(spec);
  for (const port of spec.ports ?? []) {
    if (port.targetPort === undefined || port.targetPort === 0 || port.targetPort === '') {
      port.targetPort = port.port;
    }
  }
  if (isExternallyAccessible(service)) {
    spec.externalTrafficPolicy ??= 'Cluster';
  }
  if (spec.type === 'ClusterIP' || spec.type === 'NodePort' || spec.type === 'LoadBalancer') {
    spec.internalTrafficPolicy ??= 'Cluster';
  }
  if (spec.type === 'LoadBalancer') {
    spec.allocateLoadBalancerNodePorts ??= true;
    for (const ingress of status.loadBalancer.ingress ?? []) {
      if ((ingress.ip ?? '') !== '') {
        ingress.ipMode ??= 'VIP';
      }
    }
  }
}

function setAffinityDefaults(spec: ServiceSpec): void {
  if (spec.sessionAffinity === 'None') {
    delete spec.sessionAffinityConfig;
  } else if (
    spec.sessionAffinity === 'ClientIP' &&
    spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined
  ) {
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: CLIENT_IP_TIMEOUT } };
  }
}
