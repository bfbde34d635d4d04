// What of node_modules goes into the image, in a small workspace.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { productionModules } from './production-modules.ts';

let root: string;

async function manifest(folder: string, fields: object): Promise<void> {
  const file = join(root, folder, 'package.json');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(fields));
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'wherry-modules-'));
  await manifest('packages/greeter', {
    dependencies: { '@wherry/words': '^1.0.0', left: '^1.0.0' },
    devDependencies: { tester: '^1.0.0' },
  });
  await manifest('packages/words', { dependencies: { right: '^1.0.0' } });
  await manifest('node_modules/left', { dependencies: { deep: '^1.0.0' }, optionalDependencies: { absent: '^1.0.0' } });
  await manifest('node_modules/left/node_modules/deep', {});
  await manifest('node_modules/deep', {});
  await manifest('node_modules/right', {});
  await manifest('node_modules/tester', {});
});
afterEach(() => rm(root, { recursive: true }));

describe('productionModules', () => {
  it('finds what the packages and those of ours behind them need, where Node would', () => {
    expect(productionModules(['packages/greeter'], { root })).toEqual([
      'node_modules/left',
      'node_modules/left/node_modules/deep',
      'node_modules/right',
    ]);
  });

  it('says which package is not installed', async () => {
    await rm(join(root, 'node_modules', 'right'), { recursive: true });
    expect(() => productionModules(['packages/greeter'], { root })).toThrow(
      'The npm package right, which packages/words needs, is not installed',
    );
  });
});
