// Which folders of node_modules a running component reads: the npm packages that its package asks for, and what these
// ask for in turn. Everything that only builds or tests stays out of the image.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

interface Manifest {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const ours = '@wherry/';

/**
 * The folders, from the root, of all npm packages behind some of the workspace's packages; those of the workspace itself
 * are in the bundles.
 * @throws {Error} when one is not installed
 */
export function productionModules(
  packageFolders: readonly string[],
  { root }: { readonly root: string },
): readonly string[] {
  const seen = new Set<string>();
  const found = new Set<string>();
  const visit = (folder: string): void => {
    if (seen.has(folder)) return;
    seen.add(folder);
    const { dependencies = {}, optionalDependencies = {} } = readManifest(folder);
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const place = installedAt(name, { from: folder, root });
      if (place === undefined) {
        if (name in optionalDependencies) continue;
        throw new Error(`The npm package ${name}, which ${relative(root, folder)} needs, is not installed`);
      }
      if (!name.startsWith(ours)) found.add(relative(root, place));
      visit(place);
    }
  };
  for (const folder of packageFolders) visit(join(root, folder));
  return [...found].toSorted();
}

/** Where Node finds a package: in the nearest node_modules on the way up to the root. */
function installedAt(name: string, { from, root }: { from: string; root: string }): string | undefined {
  if (name.startsWith(ours)) return join(root, 'packages', name.slice(ours.length));
  for (let folder = from; folder.startsWith(root); folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name);
    if (existsSync(join(place, 'package.json'))) return place;
  }
  return undefined;
}

function readManifest(folder: string): Manifest {
  // Written by npm or by us.
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
