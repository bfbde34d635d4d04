/** The patch that makes the status of a pod what it should be, and leaves the conditions of others alone. Pure. */
import type { PodStatus } from '@wherry/api/core-v1';

/** Fields that the kubelet owns, and that have to be taken away when they no longer hold. */
const OWNED = [
  'reason',
  'message',
  'podIP',
  'podIPs',
  'initContainerStatuses',
  'ephemeralContainerStatuses',
] as const satisfies readonly (keyof PodStatus)[];

/** Conditions that are taken away when they no longer hold. */
const PASSING = ['PodResizePending', 'PodResizeInProgress'];

function has({ conditions = [] }: Readonly<PodStatus>, wanted: string): boolean {
  return conditions.some(({ type }) => type === wanted);
}

/** A strategic merge patch; undefined when there is nothing to say. */
export function statusPatch(uid: string, old: Readonly<PodStatus>, wanted: Readonly<PodStatus>): object | undefined {
  const conditions = (wanted.conditions ?? []).flatMap((condition) => {
    const known = old.conditions?.find(({ type }) => type === condition.type);
    const isSame = JSON.stringify(sorted(known)) === JSON.stringify(sorted(condition));
    return isSame ? [] : { ...without(known, condition), ...condition };
  });
  const changed: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(wanted)) {
    if (field === 'conditions') continue;
    const before = Object.entries(old).find(([name]) => name === field)?.[1];
    if (JSON.stringify(sorted(before)) !== JSON.stringify(sorted(value))) changed[field] = value;
  }
  for (const field of OWNED) if (old[field] !== undefined && wanted[field] === undefined) changed[field] = null;
  // Lists that merge by address would keep the old ones.
  if (Array.isArray(changed['podIPs']) && old.podIPs !== undefined)
    changed['podIPs'] = [{ $patch: 'replace' }, ...(changed['podIPs'] as unknown[])];
  const gone = PASSING.filter((type) => has(old, type) && !has(wanted, type)).map((type) => ({
    $patch: 'delete',
    type,
  }));
  if (conditions.length + gone.length > 0) changed['conditions'] = [...conditions, ...gone];
  return Object.keys(changed).length === 0 ? undefined : { metadata: { uid }, status: changed };
}

/** What takes away the fields that a value no longer has: a merge would keep why something did not hold. */
function without(old: object | undefined, wanted: object): Record<string, null> {
  const gone = Object.keys(old ?? {}).filter((field) => !Object.hasOwn(wanted, field));
  return Object.fromEntries(gone.map((field) => [field, null]));
}

/** The same value with keys in order and without what is empty, for comparing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([, each]) => each !== undefined && !isEmpty(each))
    .map(([key, each]) => [key, sorted(each)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}
