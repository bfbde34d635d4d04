/** The order in which nodes are tried: zone after zone in turn, so that any stretch of it is spread over all zones. */
import type { Labels } from '@wherry/api';

const REGION = ['topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/region'];
const ZONE = ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone'];

/** Region and zone of a node in one text; empty for a node that has neither. */
export function zoneOf(labels: Labels): string {
  const valueOf = (keys: readonly string[]): string => keys.map((key) => labels[key]).find(Boolean) ?? '';
  const [region, zone] = [valueOf(REGION), valueOf(ZONE)];
  return region === '' && zone === '' ? '' : `${region}\u0000${zone}`;
}

/** One of each zone, then the next of each, and so on. Within a zone the order is kept. */
export function interleaveZones<T extends { readonly labels: Labels }>(nodes: Iterable<T>): T[] {
  const zones = new Map<string, T[]>();
  for (const node of nodes) {
    const zone = zoneOf(node.labels);
    const members = zones.get(zone);
    if (members === undefined) zones.set(zone, [node]);
    else members.push(node);
  }
  const lists = [...zones.values()];
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const order: T[] = [];
  for (let i = 0; i < longest; i++) {
    for (const list of lists) {
      const node = list[i];
      if (node !== undefined) order.push(node);
    }
  }
  return order;
}
