/** Where the cgroups of pods are, for each way in which the engine lays them out. */
import { existsSync, readdirSync, readFileSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cgroupV1, cgroupV2, type CgroupVersion } from './cgroup-files.ts';

export interface CgroupTree {
  readonly version: CgroupVersion;
  readonly root: string;
  /** The pods of all nodes that share the engine: uid and path. */
  pods(): ReadonlyMap<string, string>;
  /** The containers below a pod's path: id and path. */
  containers(path: string): ReadonlyMap<string, string>;
  /** The paths of containers that the engine was told nothing special about: the parts of clusters, and what is not ours. */
  others(): readonly string[];
  /** Takes away a cgroup in which there is nothing; another one stays as it is. */
  removeEmpty(path: string): void;
  /** The ids of the processes in a cgroup. */
  processes(path: string): readonly string[];
  /** A number that changes when a cgroup is added below, or one taken away. Undefined when it has gone. */
  children(path: string): number | undefined;
}

/** `wherry` with the driver cgroupfs, `wherry.slice` with systemd. */
const PARENTS = ['wherry', 'wherry.slice'];
/** Where the engine puts containers by itself, with either driver. */
const USUAL_PARENTS = ['docker', 'system.slice'];

/** @param root where cgroups are mounted */
export function cgroupTree(root: string): CgroupTree {
  const isV2 = existsSync(join(root, 'cgroup.controllers'));
  const base = isV2 ? root : join(root, 'memory');
  return {
    version: isV2 ? cgroupV2 : cgroupV1,
    root,
    pods() {
      const found = new Map<string, string>();
      for (const parent of PARENTS) {
        for (const name of namesIn(join(base, parent))) {
          const [, plain, sliced] = /^(?:pod(.+)|wherry-pod(.+)\.slice)$/.exec(name) ?? [];
          const uid = plain ?? sliced?.replaceAll('_', '-');
          if (uid !== undefined) found.set(uid, join(parent, name));
        }
      }
      return found;
    },
    containers: (path) => containersIn(base, path),
    removeEmpty(path) {
      const hierarchies = isV2 ? [''] : namesIn(root);
      for (const hierarchy of hierarchies) removeIfEmpty(join(root, hierarchy, path));
    },
    others: () => USUAL_PARENTS.flatMap((parent) => [...containersIn(base, parent).values()]),
    processes(path) {
      try {
        return readFileSync(join(base, path, 'cgroup.procs'), 'latin1')
          .split('\n')
          .filter((pid) => pid !== '');
      } catch {
        return [];
      }
    },
    children(path) {
      return statSync(join(base, path), { throwIfNoEntry: false })?.nlink;
    },
  };
}

/** The kernel refuses to take away what is in use. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It is in use, or not there.
  }
}

function containersIn(base: string, path: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of namesIn(join(base, path))) {
    const [, id] = /^(?:docker-)?([0-9a-f]{64})(?:\.scope)?$/.exec(name) ?? [];
    if (id !== undefined) found.set(id, join(path, name));
  }
  return found;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
