/** What a pod can tell its containers about itself: the fields and resources that the downward API knows. Pure. */
import { Quantity } from '@wherry/api';
import type { Container, Pod, ResourceFieldSelector } from '@wherry/api/core-v1';
import { configError } from './config-error.ts';

/** What is known of a pod besides its spec when its containers start. */
export interface PodFacts {
  readonly pod: Readonly<Pod>;
  readonly podAddresses: readonly string[];
  readonly hostAddress: string;
  /** What stands in for a limit that is not set: what the node can give. */
  readonly allocatable: Readonly<Record<string, string>>;
}

const SIMPLE: Readonly<Record<string, (facts: PodFacts) => string>> = {
  'metadata.name': ({ pod }) => pod.metadata.name ?? '',
  'metadata.namespace': ({ pod }) => pod.metadata.namespace ?? '',
  'metadata.uid': ({ pod }) => pod.metadata.uid ?? '',
  'metadata.labels': ({ pod }) => asLines(pod.metadata.labels),
  'metadata.annotations': ({ pod }) => asLines(pod.metadata.annotations),
  'spec.nodeName': ({ pod }) => pod.spec.nodeName ?? '',
  'spec.serviceAccountName': ({ pod }) => pod.spec.serviceAccountName ?? '',
  'status.hostIP': ({ hostAddress }) => hostAddress,
  'status.hostIPs': ({ hostAddress }) => hostAddress,
  'status.podIP': ({ podAddresses }) => podAddresses[0] ?? '',
  'status.podIPs': ({ podAddresses }) => podAddresses.join(','),
};

/** The value of a `fieldPath`. @throws StartError for one that there is not */
export function podField(facts: PodFacts, path: string): string {
  const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (subscript !== null) {
    const { labels, annotations } = facts.pod.metadata;
    return (subscript[1] === 'labels' ? labels : annotations)?.[subscript[2] ?? ''] ?? '';
  }
  const read = SIMPLE[path];
  if (read === undefined) throw configError(`unsupported fieldPath: ${path}`);
  return read(facts);
}

/** A request or limit, in units of the divisor, rounded up. */
export function containerResource(
  facts: PodFacts,
  { resource, divisor = '1' }: Pick<ResourceFieldSelector, 'resource' | 'divisor'>,
  { resources }: Pick<Container, 'resources'>,
): string {
  const [side = '', ...rest] = resource.split('.');
  const name = rest.join('.');
  const given = side === 'requests' ? resources.requests?.[name] : resources.limits?.[name];
  const amount = Quantity.parse(given ?? (side === 'limits' ? facts.allocatable[name] : undefined) ?? '0');
  const unit = Quantity.parse(divisor === '0' ? '1' : divisor);
  const [units, parts] = name === 'cpu' ? [unit.milliValue(), amount.milliValue()] : [unit.value(), amount.value()];
  return String((parts + units - 1n) / units);
}

/** As files of the downward API show labels: `name="value"`, sorted, a line each. */
function asLines(values: Readonly<Record<string, string>> = {}): string {
  return Object.entries(values)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join('\n');
}
