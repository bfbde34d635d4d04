/** DefaultIngressClass: an Ingress that leaves its class open gets the default one, if there is one. */
import { Ingresses as OldIngresses } from '@wherry/api/extensions-v1beta1';
import { newestDefault } from '@wherry/api/meta-v1';
import { IngressClasses, Ingresses } from '@wherry/api/networking-v1';
import type { ObjectLookup } from '../lookups/object-lookup.ts';
import type { AdmissionPlugin } from './admission.ts';
import { isCreation, objectOf } from './object-of.ts';

const DEFAULT_ANNOTATION = 'ingressclass.kubernetes.io/is-default-class';

/** How Ingresses named their class before they had a field for it. */
const OLD_CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

export function defaultIngressClass({ lookup }: { readonly lookup: Pick<ObjectLookup, 'list'> }): AdmissionPlugin {
  return {
    name: 'DefaultIngressClass',
    admit(request) {
      const ingress = objectOf(request, Ingresses) ?? objectOf(request, OldIngresses);
      if (ingress === undefined || !isCreation(request)) return;
      const { spec, metadata } = ingress;
      if (spec.ingressClassName !== undefined || metadata.annotations?.[OLD_CLASS_ANNOTATION] !== undefined) return;
      const name = newestDefault(lookup.list(IngressClasses), [DEFAULT_ANNOTATION])?.metadata.name;
      if (name !== undefined) spec.ingressClassName = name;
    },
  };
}
