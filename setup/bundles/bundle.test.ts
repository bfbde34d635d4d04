// Bundles of a small workspace, made for real.

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleProgram } from './bundle.ts';

const program = { name: 'greeter', entry: 'packages/greeter/src/main.ts' };

let root: string;

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'wherry-bundle-'));
  for (const file of ['package-lock.json', 'tsconfig.json', 'setup/bundles/bundle.ts']) await write(file, '{}');
  await write(
    'packages/greeter/src/main.ts',
    `import { word } from './word.ts';\nconsole.log(word satisfies string);\n`,
  );
  await write(
    'packages/greeter/src/word.ts',
    `import { name } from '@wherry/api';\nexport const word = 'ahoy ' + name;\n`,
  );
  await write('packages/greeter/package.json', '{ "name": "@wherry/greeter", "type": "module" }');
  await write('packages/api/package.json', '{ "name": "@wherry/api", "type": "module", "exports": "./index.ts" }');
  await write('packages/api/index.ts', `import npm from 'npm-package';\nexport const name: string = npm;\n`);
  await write('node_modules/npm-package/index.js', `module.exports = 'you';\n`);
  await mkdir(join(root, 'node_modules', '@wherry'), { recursive: true });
  await symlink('../../packages/api', join(root, 'node_modules', '@wherry', 'api'));
});
afterEach(() => rm(root, { recursive: true }));

async function output(file: string): Promise<string> {
  return (await promisify(execFile)(process.execPath, [file])).stdout;
}

describe('bundleProgram', () => {
  it('makes one file of our packages, which runs and finds what it takes from npm', async () => {
    const { file, made } = await bundleProgram(program, { root });
    expect([file, made]).toEqual([join(root, '.wherry', 'bundles', 'greeter.mjs'), true]);
    expect(await output(file)).toBe('ahoy you\n');
    await rm(join(root, 'packages'), { recursive: true });
    expect(await output(file)).toBe('ahoy you\n');
  });

  it('maps the lines of the bundle to those of the sources', async () => {
    const { file } = await bundleProgram(program, { root });
    const { sources } = JSON.parse(await readFile(`${file}.map`, 'utf8')) as { sources: string[] };
    expect(sources).toContain('../../packages/greeter/src/word.ts');
  });

  it('does nothing the second time', async () => {
    await bundleProgram(program, { root });
    expect(await bundleProgram(program, { root })).toMatchObject({ made: false });
  });

  it.each([
    ['a source of the program', 'packages/greeter/src/word.ts', `export const word = 'ahoy all';\n`],
    ['a source of another package', 'packages/api/index.ts', `export const name = 'all';\n`],
  ])('makes it anew when %s has changed', async (_name, path, text) => {
    await bundleProgram(program, { root });
    await write(path, text);
    const { file, made } = await bundleProgram(program, { root });
    expect(made).toBe(true);
    expect(await output(file)).toBe('ahoy all\n');
  });

  it('leaves out what nobody uses, where the manifest of a package allows it, and is made anew when it says so', async () => {
    await write('packages/api/index.ts', `export * from './used.ts';\nexport * from './unused.ts';\n`);
    await write('packages/api/used.ts', `export const name = 'you';\n`);
    await write('packages/api/unused.ts', `export const other = String('nobody');\n`);
    const before = await bundleProgram(program, { root });
    expect(await readFile(before.file, 'utf8')).toContain('nobody');
    const manifest = { name: '@wherry/api', type: 'module', exports: './index.ts', sideEffects: false };
    await write('packages/api/package.json', JSON.stringify(manifest));
    const { file, made } = await bundleProgram(program, { root });
    expect(made).toBe(true);
    expect(await readFile(file, 'utf8')).not.toContain('nobody');
    expect(await output(file)).toBe('ahoy you\n');
  });

  it('makes it anew when the npm packages have changed', async () => {
    await bundleProgram(program, { root });
    await write('package-lock.json', '{ "changed": true }');
    expect(await bundleProgram(program, { root })).toMatchObject({ made: true });
  });

  it('makes it anew when a source has moved', async () => {
    await bundleProgram(program, { root });
    await write('packages/greeter/src/main.ts', `import { word } from './speech.ts';\nconsole.log(word);\n`);
    await rename(join(root, 'packages/greeter/src/word.ts'), join(root, 'packages/greeter/src/speech.ts'));
    const { file } = await bundleProgram(program, { root });
    expect(await output(file)).toBe('ahoy you\n');
  });

  it('does not take another bundle for the one that is recorded', async () => {
    const { file } = await bundleProgram(program, { root });
    await writeFile(file, (await readFile(file, 'utf8')).replace(/made from ..../, 'made from 0000'));
    expect(await bundleProgram(program, { root })).toMatchObject({ made: true });
  });

  it('says where the code is wrong, and leaves the last bundle', async () => {
    const { file } = await bundleProgram(program, { root });
    await write('packages/greeter/src/word.ts', 'export const word = ;\n');
    await expect(bundleProgram(program, { root })).rejects.toThrow('packages/greeter/src/word.ts:1');
    expect(await output(file)).toBe('ahoy you\n');
  });
});
