/** The requests and limits that a LimitRange gives to containers which name none. */
import type { Container, LimitRange, Pod } from '@wherry/api/core-v1';

const ANNOTATION = 'kubernetes.io/limit-ranger';

type Amounts = Readonly<Record<string, string>>;

/** Sets the defaults, in place, and notes in an annotation what was set. */
export function setDefaults({ metadata, spec }: Pod, range: Readonly<LimitRange>): void {
  const ofContainers = range.spec.limits.filter(({ type }) => type === 'Container');
  const requests: Amounts = Object.assign({}, ...ofContainers.map(({ defaultRequest }) => defaultRequest));
  const limits: Amounts = Object.assign({}, ...ofContainers.map((item) => item.default));
  const notes = [
    ...spec.containers.flatMap((container) => setIn(container, { what: 'container', requests, limits })),
    ...(spec.initContainers ?? []).flatMap((container) =>
      setIn(container, { what: 'init container', requests, limits }),
    ),
  ];
  if (notes.length === 0) return;
  metadata.annotations = { ...metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${notes.join('; ')}` };
}

interface Defaults {
  readonly what: string;
  readonly requests: Amounts;
  readonly limits: Amounts;
}

function setIn(container: Container, { what, requests, limits }: Defaults): string[] {
  const { resources, name } = container;
  const notes: string[] = [];
  for (const [side, word, defaults] of [
    ['requests', 'request', requests],
    ['limits', 'limit', limits],
  ] as const) {
    const missing = Object.keys(defaults).filter((key) => resources[side]?.[key] === undefined);
    if (missing.length === 0) continue;
    resources[side] = { ...defaults, ...resources[side] };
    notes.push(`${missing.toSorted().join(', ')} ${word} for ${what} ${name}`);
  }
  return notes;
}
