/** What the server makes of an EndpointSlice before it checks it, and what its writer should know. */
import type { EndpointSlice } from './endpoint-slice.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { ipWarnings } from '../names/ip-address.ts';
import { nameIsDnsSubdomain } from '../names/object-names.ts';
import { FieldPath } from '../status/field-path.ts';

const HOST_NAME_LABEL = 'kubernetes.io/hostname';
const MANAGED_BY_LABEL = 'endpointslice.kubernetes.io/managed-by';
const OWN_CONTROLLERS = ['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io'];

/**
 * Drops the topology labels, which only an older version could write, in place. A node that the slice had there before
 * moves to its own field.
 */
export function dropTopology(slice: EndpointSlice, old?: Readonly<EndpointSlice>): void {
  if (old !== undefined && semanticEqual(slice.endpoints, old.endpoints)) {
    return;
  }
  const known = new Set(old?.endpoints.map(({ deprecatedTopology }) => deprecatedTopology?.[HOST_NAME_LABEL]));
  for (const endpoint of slice.endpoints) {
    const node = endpoint.deprecatedTopology?.[HOST_NAME_LABEL];
    if (node !== undefined && known.has(node) && nameIsDnsSubdomain(node).length === 0) {
      endpoint.nodeName ??= node;
    }
    delete endpoint.deprecatedTopology;
  }
}

/** A new generation begins with every change but one of metadata; labels count, for they say whose slice it is. */
export function isNewGeneration(slice: Readonly<EndpointSlice>, old: Readonly<EndpointSlice>): boolean {
  const content = ({ metadata, addressType, endpoints, ports }: Readonly<EndpointSlice>): unknown => ({
    labels: metadata.labels,
    addressType,
    endpoints,
    ports,
  });
  return !semanticEqual(content(slice), content(old));
}

/** Texts for `Warning:` headers. */
export function endpointSliceWarnings(slice: Readonly<EndpointSlice>, old?: Readonly<EndpointSlice>): string[] {
  const isNewFqdn = old === undefined && slice.addressType === 'FQDN';
  const warnings = isNewFqdn ? ['spec.addressType: FQDN endpoints are deprecated'] : [];
  if (OWN_CONTROLLERS.includes(slice.metadata.labels?.[MANAGED_BY_LABEL] ?? '')) {
    return warnings;
  }
  const path = FieldPath.of('endpoints');
  return [
    ...warnings,
    ...slice.endpoints.flatMap(({ addresses }, index) =>
      addresses.flatMap((address, position) =>
        ipWarnings(path.index(index).child('addresses').index(position), address),
      ),
    ),
  ];
}
