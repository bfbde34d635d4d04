/** What the ingress does with the fields of Ingresses and of what they lead to. */
import { Secret } from '@wherry/api/core-v1';
import { EndpointSlice } from '@wherry/api/discovery-v1';
import {
  HTTPIngressPath,
  IngressBackend,
  IngressClassSpec,
  IngressRule,
  IngressSpec,
  IngressTLS,
} from '@wherry/api/networking-v1';
import { supports, type SupportedFields } from '@wherry/api/resources';

export const supportedFields: readonly SupportedFields[] = [
  supports(IngressSpec, { enforced: ['ingressClassName', 'defaultBackend', 'tls', 'rules'] }),
  supports(IngressRule, { enforced: ['host', 'http'] }),
  supports(HTTPIngressPath, { enforced: ['path', 'pathType', 'backend'] }),
  supports(IngressBackend, {
    partly: { service: 'a Service of type ExternalName is refused: 503, and an event of the Ingress' },
    refused: { resource: '503, event UnsupportedBackend' },
  }),
  supports(IngressTLS, { enforced: ['hosts', 'secretName'] }),
  supports(IngressClassSpec, { enforced: ['controller'] }),
  supports(EndpointSlice, { enforced: ['addressType', 'endpoints', 'ports'] }),
  supports(Secret, { enforced: ['data', 'type'] }),
];
