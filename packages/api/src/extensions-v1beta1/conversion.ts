/** An Ingress of extensions/v1beta1, to and from the stored form of networking.k8s.io/v1. */
import type { Ingress, IngressBackend, IngressRule } from './ingress.ts';
import type {
  Ingress as Stored,
  IngressBackend as StoredBackend,
  IngressRule as StoredRule,
} from '../networking-v1/ingress.ts';

/** The stored form. */
export function toStored({ spec, ...object }: Ingress): Stored {
  const { backend, rules, ...rest } = spec;
  return {
    ...object,
    ...(object.apiVersion !== undefined && { apiVersion: 'networking.k8s.io/v1' }),
    spec: {
      ...rest,
      ...(backend && { defaultBackend: backendToStored(backend) }),
      ...(rules && { rules: rules.map(ruleToStored) }),
    },
  };
}

/** What extensions/v1beta1 shows of a stored Ingress. */
export function fromStored({ spec, ...object }: Stored): Ingress {
  const { defaultBackend, rules, ...rest } = spec;
  return {
    ...object,
    ...(object.apiVersion !== undefined && { apiVersion: 'extensions/v1beta1' }),
    spec: {
      ...rest,
      ...(defaultBackend && { backend: backendFromStored(defaultBackend) }),
      ...(rules && { rules: rules.map(ruleFromStored) }),
    },
  };
}

function ruleToStored({ http, ...rule }: IngressRule): StoredRule {
  if (http === undefined) {
    return rule;
  }
  const paths = http.paths.map(({ backend, ...path }) => ({ ...path, backend: backendToStored(backend) }));
  return { ...rule, http: { paths } };
}

function ruleFromStored({ http, ...rule }: StoredRule): IngressRule {
  if (http === undefined) {
    return rule;
  }
  const paths = http.paths.map(({ backend, ...path }) => ({ ...path, backend: backendFromStored(backend) }));
  return { ...rule, http: { paths } };
}

function backendToStored({ serviceName = '', servicePort, resource }: IngressBackend): StoredBackend {
  const hasService = serviceName !== '' || (servicePort !== undefined && servicePort !== 0);
  const port =
    typeof servicePort === 'string' ? { name: servicePort } : { ...(servicePort && { number: servicePort }) };
  return {
    ...(hasService && { service: { name: serviceName, port } }),
    ...(resource && { resource }),
  };
}

function backendFromStored({ service, resource }: StoredBackend): IngressBackend {
  const { name = '', number = 0 } = service?.port ?? {};
  return {
    ...(service && { serviceName: service.name, servicePort: name === '' ? number : name }),
    ...(resource && { resource }),
  };
}
