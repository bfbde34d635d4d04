/** The EndpointSlices of a Service with a selector: one endpoint for every pod that matches. */
import { isHeadless, type Node, type Pod, type Service } from '@wherry/api/core-v1';
import type { Endpoint, EndpointSlice } from '@wherry/api/discovery-v1';
import { isPodReady } from '../../pods/pod-state.ts';
import { packSlices, type EndpointGroup, type SlicePlan } from './pack-slices.ts';
import { addressesOf, familiesOf, familyOf, hasEndpoint, hostnameIn, labelsFrom, portsOn } from './service-pods.ts';
import type { Family } from './service-pods.ts';

export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';
export const MANAGED_BY_LABEL = 'endpointslice.kubernetes.io/managed-by';
export const HEADLESS_LABEL = 'service.kubernetes.io/headless';
export const SLICE_MANAGER = 'endpointslice-controller.k8s.io';
export const ZONE_LABEL = 'topology.kubernetes.io/zone';

export interface ServiceState {
  readonly service: Readonly<Service>;
  /** Those that its selector matches. */
  readonly pods: readonly Readonly<Pod>[];
  readonly nodeOf: (name: string) => Readonly<Node> | undefined;
  /** Those that this controller has made for the Service. */
  readonly slices: readonly Readonly<EndpointSlice>[];
}

export interface ServiceSlicePlan extends SlicePlan {
  readonly labels: Readonly<Record<string, string>>;
  /** Why some pods are left out; they may be taken in later. */
  readonly problems: readonly string[];
}

export function planServiceSlices({ service, pods, nodeOf, slices }: ServiceState): ServiceSlicePlan {
  const labels = sliceLabels(service);
  const families = familiesOf(service);
  const publishes = service.spec.publishNotReadyAddresses === true;
  const problems: string[] = [];
  const known = pods.filter(hasEndpoint).filter((pod) => {
    const { nodeName = '' } = pod.spec;
    const isPlaced = nodeName === '' || nodeOf(nodeName) !== undefined || publishes;
    const { namespace = '', name = '' } = service.metadata;
    if (!isPlaced) {
      problems.push(`skipping Pod ${pod.metadata.name} for Service ${namespace}/${name}: Node ${nodeName} Not Found`);
    }
    return isPlaced;
  });
  const groups = families.flatMap((family) => groupsOf(service, known, { family, nodeOf }));
  const isLabelled = ({ metadata }: Readonly<EndpointSlice>) => areEqual(metadata.labels ?? {}, labels);
  return { ...packSlices({ families, groups, slices, isLabelled }), labels, problems };
}

interface Scope {
  readonly family: Family;
  readonly nodeOf: ServiceState['nodeOf'];
}

function groupsOf(service: Readonly<Service>, pods: readonly Readonly<Pod>[], scope: Scope): EndpointGroup[] {
  const groups = new Map<string, { ports: ReturnType<typeof portsOn>; endpoints: Endpoint[] }>();
  for (const pod of pods) {
    const addresses = addressesOf(pod).filter((address) => familyOf(address) === scope.family);
    if (addresses.length === 0) continue;
    const ports = portsOn(service, pod);
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    group.endpoints.push(endpointOf(service, pod, { ...scope, addresses }));
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({ addressType: scope.family, ...group }));
}

function endpointOf(
  service: Readonly<Service>,
  pod: Readonly<Pod>,
  { addresses, nodeOf }: Scope & { readonly addresses: string[] },
): Endpoint {
  const { namespace = '', name = '', uid = '' } = pod.metadata;
  const { nodeName = '' } = pod.spec;
  const zone = nodeName === '' ? '' : (nodeOf(nodeName)?.metadata.labels?.[ZONE_LABEL] ?? '');
  const hostname = hostnameIn(service, pod);
  const serving = isPodReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const hints = hintsFor(service.spec.trafficDistribution, { nodeName, zone });
  return {
    addresses,
    conditions: {
      ready: service.spec.publishNotReadyAddresses === true || (serving && !terminating),
      serving,
      terminating,
    },
    targetRef: { kind: 'Pod', namespace, name, uid },
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName === '' ? {} : { nodeName }),
    ...(zone === '' ? {} : { zone }),
    ...(hints === undefined ? {} : { hints }),
  };
}

/** Who should use an endpoint, when a Service wants its traffic to stay near. */
function hintsFor(distribution: string | undefined, { nodeName, zone }: { nodeName: string; zone: string }) {
  const isNear = distribution === 'PreferClose' || distribution === 'PreferSameZone';
  const isNearest = distribution === 'PreferSameNode';
  const zones = (isNear || isNearest) && zone !== '' ? { forZones: [{ name: zone }] } : {};
  const nodes = isNearest && nodeName !== '' ? { forNodes: [{ name: nodeName }] } : {};
  const hints: NonNullable<Endpoint['hints']> = { ...zones, ...nodes };
  return Object.keys(hints).length === 0 ? undefined : hints;
}

function sliceLabels(service: Readonly<Service>): Record<string, string> {
  const own = {
    [SERVICE_NAME_LABEL]: service.metadata.name ?? '',
    [MANAGED_BY_LABEL]: SLICE_MANAGER,
    ...(isHeadless(service) ? { [HEADLESS_LABEL]: '' } : {}),
  };
  return labelsFrom(service.metadata.labels, own, [SERVICE_NAME_LABEL, MANAGED_BY_LABEL, HEADLESS_LABEL]);
}

export function areEqual(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return keys.length === others.length && keys.every((key) => a[key] === b[key]);
}
