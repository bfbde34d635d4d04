import { validateIngressClass, validateIngressClassUpdate } from './ingress-class-validation.ts';
import {
  ingressWarnings,
  validateIngress,
  validateIngressStatus,
  validateIngressUpdate,
} from './ingress-validation.ts';
import { validateIpAddressObject, validateIpAddressUpdate } from './ip-address-validation.ts';
import { setNetworkPolicyDefaults } from './network-policy-defaults.ts';
import { networkPolicyWarnings, validateNetworkPolicy } from './network-policy-validation.ts';
import { IngressClasses, Ingresses, IPAddresses, NetworkPolicies, ServiceCIDRs } from './resources.ts';
import { validateServiceCidr, validateServiceCidrUpdate } from './service-cidr-validation.ts';
import { validateIp } from '../names/ip-address.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave. */
export const strategies: readonly StrategyEntry[] = [
  strategyFor(Ingresses, {
    validate: validateIngress,
    validateUpdate: validateIngressUpdate,
    validateStatusUpdate: validateIngressStatus,
    warnings: (ingress, old) => (old === undefined ? ingressWarnings(ingress) : []),
  }),
  strategyFor(IngressClasses, { validate: validateIngressClass, validateUpdate: validateIngressClassUpdate }),
  strategyFor(IPAddresses, {
    nameRule: validateIp,
    validate: validateIpAddressObject,
    validateUpdate: validateIpAddressUpdate,
  }),
  strategyFor(NetworkPolicies, {
    defaults: setNetworkPolicyDefaults,
    validate: (policy) => validateNetworkPolicy(policy),
    validateUpdate: validateNetworkPolicy,
    warnings: networkPolicyWarnings,
  }),
  strategyFor(ServiceCIDRs, { validate: validateServiceCidr, validateUpdate: validateServiceCidrUpdate }),
];
