// What the architecture rules look at: every manifest and every source file of the checkout, read once.

import { readFile } from 'node:fs/promises';
import { glob } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface SourceFile {
  /** From the root of the checkout, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** A package: a folder with a package.json. */
export interface Package {
  /** From the root of the checkout: `packages/api`, `test`. */
  readonly folder: string;
  /** As package.json says. */
  readonly name: string;
  /** What the package may use at run time, and what only its tests may. */
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  /** The keys of `exports`: `.`, `./testing`. */
  readonly exports: readonly string[];
}

export interface Workspace {
  readonly packages: readonly Package[];
  readonly files: readonly SourceFile[];
  /** What the root manifest gives to every test and tool. */
  readonly rootDependencies: readonly string[];
}

/** Reads the checkout under `root`. */
export async function readWorkspace(root: string): Promise<Workspace> {
  const manifests = await paths(root, ['{packages/*,test,bench}/package.json']);
  const sources = await paths(root, ['{packages/*,test,bench}/src/**/*.ts', 'setup/**/*.{ts,mjs}']);
  return {
    packages: await Promise.all(manifests.map((path) => readPackage(root, path))),
    files: await Promise.all(sources.map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') }))),
    rootDependencies: keysOf((await readManifest(join(root, 'package.json')))['devDependencies']),
  };
}

async function paths(root: string, patterns: readonly string[]): Promise<string[]> {
  const found = await Array.fromAsync(glob(patterns, { cwd: root, exclude: ['**/node_modules/**'] }));
  return found.toSorted();
}

async function readPackage(root: string, path: string): Promise<Package> {
  const manifest = await readManifest(join(root, path));
  return {
    folder: dirname(path),
    name: String(manifest['name']),
    dependencies: keysOf(manifest['dependencies']),
    devDependencies: keysOf(manifest['devDependencies']),
    exports: keysOf(manifest['exports']),
  };
}

async function readManifest(path: string): Promise<Record<string, unknown>> {
  return record(JSON.parse(await readFile(path, 'utf8')));
}

function keysOf(value: unknown): string[] {
  return Object.keys(record(value));
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
