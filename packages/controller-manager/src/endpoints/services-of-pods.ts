/** Which Services a change of a pod or a node is of interest to. */
import type { Node, Pod, Service } from '@wherry/api/core-v1';
import { keyOf, type Change, type Lister } from '@wherry/client';
import { isPodEnded, isPodReady } from '../pods/pod-state.ts';
import { addressesOf } from '../plans/endpoints/service-pods.ts';
import { ZONE_LABEL } from '../plans/endpoints/service-slices.ts';

/** Whether a Service has a selector, and what pods of its namespace it matches. */
export function selects({ spec }: Readonly<Service>, { metadata }: Readonly<Pod>): boolean {
  const wanted = Object.entries(spec.selector ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => metadata.labels?.[key] === value);
}

/** Services without a selector have their endpoints from elsewhere. */
export function hasSelector({ spec }: Readonly<Service>): boolean {
  return Object.keys(spec.selector ?? {}).length > 0;
}

/** The pods behind a Service. */
export function podsBehind(service: Readonly<Service>, pods: Lister<Pod>): Readonly<Pod>[] {
  return pods.by('namespace', service.metadata.namespace ?? '').filter((pod) => selects(service, pod));
}

/** The keys of the Services that a change of a pod concerns. */
export function servicesOfPod(services: Lister<Service>): (change: Change<Pod>) => string[] {
  return ({ object, old }) => {
    if (object !== undefined && old !== undefined && stateOf(object) === stateOf(old)) return [];
    const states = [object, old].filter((pod) => pod !== undefined);
    const namespace = states[0]?.metadata.namespace ?? '';
    const concerned = services.by('namespace', namespace);
    return concerned.filter((service) => states.some((pod) => selects(service, pod))).map(keyOf);
  };
}

/** The keys of the Services that have pods on a node which comes, goes or moves to another zone. */
export function servicesOfNode(services: Lister<Service>, pods: Lister<Pod>): (change: Change<Node>) => string[] {
  const zoneOf = (node: Readonly<Node> | undefined) => node?.metadata.labels?.[ZONE_LABEL];
  return ({ object, old }) => {
    if (object !== undefined && old !== undefined && zoneOf(object) === zoneOf(old)) return [];
    const onNode = pods.by('node', (object ?? old)?.metadata.name ?? '');
    return onNode.flatMap((pod) =>
      services
        .by('namespace', pod.metadata.namespace ?? '')
        .filter((service) => selects(service, pod))
        .map(keyOf),
    );
  };
}

/** All that Services look at in a pod. */
function stateOf(pod: Readonly<Pod>): string {
  const { labels = {}, deletionTimestamp = '', uid = '' } = pod.metadata;
  const { nodeName = '', hostname = '', subdomain = '' } = pod.spec;
  const flags = [isPodReady(pod), isPodEnded(pod)];
  return JSON.stringify([uid, labels, deletionTimestamp, nodeName, hostname, subdomain, addressesOf(pod), flags]);
}
