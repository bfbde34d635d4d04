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
  IngressSpec,
  IngressStatus,
  IngressTLS,
} from './ingress.ts';
export { Ingresses } from './resources.ts';
