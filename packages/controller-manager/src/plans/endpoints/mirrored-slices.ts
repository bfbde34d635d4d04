/**
 * EndpointSlices that say the same as Endpoints which somebody has made by hand for a Service without a selector: the
 * proxy and others read slices only.
 */
import type { EndpointAddress, Endpoints, EndpointSubset } from '@wherry/api/core-v1';
import type { Endpoint, EndpointSlice } from '@wherry/api/discovery-v1';
import { packSlices, type EndpointGroup, type SlicePlan } from './pack-slices.ts';
import { familyOf, labelsFrom } from './service-pods.ts';
import { areEqual, MANAGED_BY_LABEL, SERVICE_NAME_LABEL } from './service-slices.ts';

export const MIRROR_MANAGER = 'endpointslicemirroring-controller.k8s.io';
const SKIP_LABEL = 'endpointslice.kubernetes.io/skip-mirror';
const LEADER_ANNOTATION = 'control-plane.alpha.kubernetes.io/leader';
const NOT_COPIED = [
  'endpoints.kubernetes.io/last-change-trigger-time',
  'kubectl.kubernetes.io/last-applied-configuration',
];
/** More addresses of one subset are not mirrored. */
const MOST_ADDRESSES = 1000;
const FAMILIES = ['IPv4', 'IPv6'] as const;

export interface MirrorPlan extends SlicePlan {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Whether Endpoints are for their Service at all, and not the lease of a leader or somebody else's to mirror. */
export function isMirrored({ metadata }: Readonly<Endpoints>): boolean {
  return metadata.labels?.[SKIP_LABEL] !== 'true' && metadata.annotations?.[LEADER_ANNOTATION] === undefined;
}

export function planMirror(endpoints: Readonly<Endpoints>, slices: readonly Readonly<EndpointSlice>[]): MirrorPlan {
  const { name = '' } = endpoints.metadata;
  const own = { [SERVICE_NAME_LABEL]: name, [MANAGED_BY_LABEL]: MIRROR_MANAGER };
  const labels = labelsFrom(endpoints.metadata.labels, own, [SERVICE_NAME_LABEL, MANAGED_BY_LABEL]);
  const annotations = labelsFrom(endpoints.metadata.annotations, {}, NOT_COPIED);
  const groups = FAMILIES.flatMap((family) => groupsOf(endpoints, family));
  const families = FAMILIES.filter((family) => groups.some((group) => group.addressType === family));
  const isLabelled = ({ metadata }: Readonly<EndpointSlice>) =>
    areEqual(metadata.labels ?? {}, labels) && areEqual(metadata.annotations ?? {}, annotations);
  return { ...packSlices({ families, groups, slices, isLabelled }), labels, annotations };
}

function groupsOf({ subsets = [] }: Readonly<Endpoints>, family: (typeof FAMILIES)[number]): EndpointGroup[] {
  const groups = new Map<string, EndpointGroup & { readonly endpoints: Endpoint[] }>();
  for (const subset of subsets) {
    const endpoints = endpointsOf(subset).filter(({ addresses: [address = ''] }) => familyOf(address) === family);
    if (endpoints.length === 0) continue;
    const ports = (subset.ports ?? []).map(({ name = '', ...rest }) => ({ name, ...rest }));
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? { addressType: family, ports, endpoints: [] };
    group.endpoints.push(...endpoints);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function endpointsOf({ addresses = [], notReadyAddresses = [] }: Readonly<EndpointSubset>): Endpoint[] {
  const all = [...addresses.map(endpoint(true)), ...notReadyAddresses.map(endpoint(false))];
  return all.slice(0, MOST_ADDRESSES);
}

const endpoint =
  (ready: boolean) =>
  ({ ip, hostname = '', nodeName, targetRef }: EndpointAddress): Endpoint => ({
    addresses: [ip],
    conditions: { ready },
    ...(hostname === '' ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(targetRef === undefined ? {} : { targetRef }),
  });
