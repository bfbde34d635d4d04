export { IngressClass, IngressClassParametersReference, IngressClassSpec } from './ingress-class.ts';
export {
  HTTPIngressPath,
  HTTPIngressRuleValue,
  Ingress,
  IngressBackend,
  IngressLoadBalancerIngress,
  IngressLoadBalancerStatus,
  IngressPortStatus,
  IngressRule,
  IngressRuleValue,
  IngressServiceBackend,
  IngressSpec,
  IngressStatus,
  IngressTLS,
  PathType,
  ServiceBackendPort,
} from './ingress.ts';
export { IPAddress, IPAddressSpec, ParentReference } from './ip-address.ts';
export {
  IPBlock,
  NetworkPolicy,
  NetworkPolicyEgressRule,
  NetworkPolicyIngressRule,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicySpec,
  PolicyType,
} from './network-policy.ts';
export { IPAddresses, IngressClasses, Ingresses, NetworkPolicies, ServiceCIDRs } from './resources.ts';
export { ServiceCIDR, ServiceCIDRSpec, ServiceCIDRStatus } from './service-cidr.ts';
