import type { NetworkPolicy } from './network-policy.ts';

/** A policy that does not say which directions it governs governs incoming traffic, and outgoing if it has such rules. */
export function setNetworkPolicyDefaults({ spec }: NetworkPolicy): void {
  if ((spec.policyTypes ?? []).length === 0) {
    spec.policyTypes = (spec.egress ?? []).length === 0 ? ['Ingress'] : ['Ingress', 'Egress'];
  }
}
