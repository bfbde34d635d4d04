/** Node labels that were replaced by others; objects that still select by them draw a warning. */
interface Replacement {
  readonly label: string;
  readonly since: string;
}

const REPLACED: ReadonlyMap<string, Replacement> = new Map([
  ['beta.kubernetes.io/arch', { label: 'kubernetes.io/arch', since: 'v1.14' }],
  ['beta.kubernetes.io/os', { label: 'kubernetes.io/os', since: 'v1.14' }],
  ['failure-domain.beta.kubernetes.io/region', { label: 'topology.kubernetes.io/region', since: 'v1.17' }],
  ['failure-domain.beta.kubernetes.io/zone', { label: 'topology.kubernetes.io/zone', since: 'v1.17' }],
  ['beta.kubernetes.io/instance-type', { label: 'node.kubernetes.io/instance-type', since: 'v1.17' }],
]);

/** What to say of a node label that was replaced; undefined for every other. */
export function deprecatedNodeLabel(label: string): string | undefined {
  const replacement = REPLACED.get(label);
  return replacement && `deprecated since ${replacement.since}; use "${replacement.label}" instead`;
}

/** The label that means the same today: the successor of one that was replaced, else the label itself. */
export function currentNodeLabel(label: string): string {
  return REPLACED.get(label)?.label ?? label;
}
