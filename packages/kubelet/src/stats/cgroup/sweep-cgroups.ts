/**
 * Takes away what the engine leaves behind: it makes the cgroup that the containers of a pod have in common, and never
 * removes it. That of a pod of this node goes with the pod. The nodes of an engine share that place, and cannot tell whose
 * any other is; so one goes that has been empty for two minutes.
 */
import { releasing, type Clock, type Running } from '@wherry/component';
import type { CgroupTree } from './cgroup-tree.ts';

export interface SweepOptions {
  readonly tree: Pick<CgroupTree, 'pods' | 'containers' | 'processes' | 'removeEmpty'>;
  readonly clock: Clock;
}

const PAUSE_MS = 60_000;
const PATIENCE_MS = 120_000;

/** When all containers of the pod are gone. */
export function removeCgroup(tree: Pick<CgroupTree, 'pods' | 'removeEmpty'>, uid: string): void {
  const path = tree.pods().get(uid);
  if (path !== undefined) tree.removeEmpty(path);
}

export function sweepCgroups({ tree, clock }: SweepOptions): Running {
  /** When one was seen to be empty first, by its path. */
  let empty = new Map<string, number>();
  const sweep = (): void => {
    const now = clock.monotonic();
    const paths = [...tree.pods().values()];
    const found = paths.filter((path) => tree.containers(path).size === 0 && tree.processes(path).length === 0);
    const before = empty;
    empty = new Map(found.map((path) => [path, before.get(path) ?? now]));
    for (const [path, since] of empty) if (now - since >= PATIENCE_MS) tree.removeEmpty(path);
  };
  sweep();
  const timer = clock.every(PAUSE_MS, sweep);
  return releasing(() => timer.cancel());
}
