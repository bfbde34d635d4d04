// Puts together what the images get: the bundles of all programs with their flags, the npm packages that they need, and
// Node. Done where the image is made: on this machine, or inside the build for those who only have Compose.

import { chmodSync, cpSync, existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundleProgram } from '../bundles/bundle.ts';
import { programs } from '../programs.ts';
import { productionModules } from './production-modules.ts';

/** Only types, sources of what is there compiled, and words for people. */
const needless = /(\.d\.[cm]?ts|\.map|\.md|\.markdown|\/@types)$/;

/** Fills a folder with the programs and their npm packages. */
export async function assemblePrograms(folder: string, { root }: { readonly root: string }): Promise<void> {
  const programsFolder = join(folder, 'programs');
  mkdirSync(programsFolder, { recursive: true });
  for (const program of programs) {
    const { file } = await bundleProgram(program, { root });
    cpSync(file, join(programsFolder, `${program.name}.mjs`));
    cpSync(`${file}.map`, join(programsFolder, `${program.name}.mjs.map`));
    writeFileSync(join(programsFolder, `${program.name}.flags`), program.nodeFlags.join(' '));
  }
  for (const script of ['run', 'health']) {
    cpSync(join(root, 'setup', 'image', script), join(programsFolder, script));
    chmodSync(join(programsFolder, script), 0o755);
  }
  const packageFolders = new Set(programs.map(({ entry }) => entry.split('/').slice(0, 2).join('/')));
  for (const module of productionModules([...packageFolders], { root })) {
    if (needless.test(dirname(module))) continue;
    const filter = (path: string): boolean => !needless.test(path);
    cpSync(join(root, module), join(folder, module), { recursive: true, filter });
  }
}

/** Puts Node into a folder: npm's, or that of this process where npm has linked none. */
export function assembleNode(folder: string, { root }: { readonly root: string }): void {
  mkdirSync(folder, { recursive: true });
  const linked = join(root, 'node_modules', '.bin', 'node');
  cpSync(realpathSync(existsSync(linked) ? linked : process.execPath), join(folder, 'node'));
  chmodSync(join(folder, 'node'), 0o755);
}
