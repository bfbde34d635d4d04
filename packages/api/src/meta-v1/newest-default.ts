/** Which of several classes is the default: the newest one that says so, and among equally old ones the first by name. */
import type { ObjectMeta } from './object-meta.ts';

interface Named {
  readonly metadata: Readonly<ObjectMeta>;
}

/** @param annotations one of which says `"true"` on a class that is to be the default */
export function newestDefault<T extends Named>(classes: readonly T[], annotations: readonly string[]): T | undefined {
  const defaults = classes.filter(({ metadata }) => annotations.some((key) => metadata.annotations?.[key] === 'true'));
  // Timestamps of one form, in UTC, sort as text.
  const [newest] = defaults.toSorted(
    (a, b) => compare(createdAt(b), createdAt(a)) || compare(a.metadata.name ?? '', b.metadata.name ?? ''),
  );
  return newest;
}

const createdAt = ({ metadata }: Named): string => metadata.creationTimestamp ?? '';

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
