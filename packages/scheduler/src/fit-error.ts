/** Why a pod fits nowhere, in Kubernetes' words: `0/3 nodes are available: 1 Insufficient cpu, 2 …. preemption: …`. */
import type { Rejection } from './filters/filter.ts';

export interface Diagnosis {
  readonly nodeCount: number;
  readonly general: Rejection | undefined;
  readonly rejections: ReadonlyMap<unknown, Rejection>;
  readonly absent: Rejection;
}

/** Ends with a full stop, and can be followed by what preemption has to say. */
export function describeRefusal({ nodeCount, general, rejections, absent }: Diagnosis): string {
  const head = `0/${nodeCount} nodes are available:`;
  if (general !== undefined) return `${head} ${general.reasons.join(', ')}.`;
  const counts = new Map<string, number>();
  const add = (reason: string, count: number): void => void counts.set(reason, (counts.get(reason) ?? 0) + count);
  for (const { reasons } of rejections.values()) for (const reason of reasons) add(reason, 1);
  if (rejections.size < nodeCount) for (const reason of absent.reasons) add(reason, nodeCount - rejections.size);
  const lines = [...counts].map(([reason, count]) => `${count} ${reason}`).toSorted(byCodePoints);
  return lines.length === 0 ? head : `${head} ${lines.join(', ')}.`;
}

const byCodePoints = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
