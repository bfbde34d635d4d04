// The rules for imports: the arrows between packages, entry points, and declared dependencies.

import { posix } from 'node:path';
import { arrows, outsiders, realServerForTests, testingEntryPoint, usersOfSetUp } from './arrows.ts';
import { importsOf } from './imports-of.ts';
import type { Package, SourceFile, Workspace } from './workspace.ts';

/** What is wrong with the imports and manifests, one line each; empty when all is well. */
export function importViolations(workspace: Workspace): string[] {
  return [
    ...workspace.packages.flatMap((own) => manifestViolations(own)),
    ...workspace.files.flatMap((file) => fileViolations(file, workspace)),
  ];
}

function manifestViolations(own: Package): string[] {
  const place = `${own.folder}/package.json`;
  if (outsiders.includes(own.name)) return [];
  const allowed = arrows[own.name];
  if (allowed === undefined) return [`${place}: ${own.name} has no line in the table of arrows`];
  return [
    ...own.dependencies.filter((name) => isOurs(name) && !allowed.includes(name)),
    ...own.devDependencies.filter((name) => isOurs(name) && !mayTest(own, name)),
  ].map((name) => `${place}: ${own.name} must not depend on ${name}`);
}

function fileViolations(file: SourceFile, workspace: Workspace): string[] {
  return importsOf(file.text)
    .map((specifier) => violation({ file, specifier, workspace }))
    .filter((line) => line !== undefined)
    .map((line) => `${file.path}: ${line}`);
}

interface Import {
  readonly file: SourceFile;
  readonly specifier: string;
  readonly workspace: Workspace;
}

function violation({ file, specifier, workspace }: Import): string | undefined {
  if (specifier.startsWith('node:')) return undefined;
  const own = workspace.packages.find(({ folder }) => file.path.startsWith(`${folder}/`));
  if (specifier.startsWith('.')) return relativeViolation({ file, specifier, own });
  const name = packageName(specifier);
  if (own === undefined) {
    if (isOurs(name)) return `setup runs before the packages and must not import ${name}`;
    return workspace.rootDependencies.includes(name) ? undefined : `${name} is not a dependency of the root`;
  }
  if (isOurs(name)) return ownPackageViolation({ file, specifier, workspace, own });
  // All of an outsider is there for tests or benchmarks.
  const declared =
    isTest(file) || outsiders.includes(own.name)
      ? [...own.dependencies, ...own.devDependencies, ...workspace.rootDependencies]
      : own.dependencies;
  return declared.includes(name) ? undefined : `${name} is not a dependency of ${own.name}`;
}

function relativeViolation({
  file,
  specifier,
  own,
}: {
  file: SourceFile;
  specifier: string;
  own: Package | undefined;
}): string | undefined {
  const target = posix.join(posix.dirname(file.path), specifier);
  const folder = own?.folder ?? 'setup';
  const seesSetUp = own !== undefined && usersOfSetUp.includes(own.name);
  const within = target.startsWith(`${folder}/`) || (seesSetUp && target.startsWith('setup/'));
  if (!within) return `${specifier} reaches out of ${folder}`;
  if (target === `${folder}/src/index.ts`)
    return `${specifier} is the package's own entry point: import the file itself`;
  return undefined;
}

function ownPackageViolation({ file, specifier, workspace, own }: Import & { own: Package }): string | undefined {
  const name = packageName(specifier);
  if (name === own.name) return `${specifier} is this very package: import the file itself`;
  const target = workspace.packages.find((other) => other.name === name);
  const entry = `.${specifier.slice(name.length)}`;
  if (target === undefined) return `${name} does not exist`;
  if (!target.exports.some((pattern) => isEntry(entry, pattern)))
    return `${specifier} is not an entry point of ${name}`;
  const outside = outsiders.includes(own.name);
  if (entry === testingEntryPoint && !outside && !isTest(file)) return `${specifier} is for tests only`;
  if (!outside && !(arrows[own.name] ?? []).includes(name) && !(isTest(file) && mayTest(own, name))) {
    return `${own.name} must not import ${name}`;
  }
  const declared = isTest(file) || outside ? [...own.dependencies, ...own.devDependencies] : own.dependencies;
  return declared.includes(name) ? undefined : `${name} is not a dependency of ${own.name}`;
}

/** Whether `exports` opens this entry; `./*` stands for one name, never for a path into the package. */
function isEntry(entry: string, pattern: string): boolean {
  if (pattern !== './*') return entry === pattern;
  return /^\.\/[^/]+$/.test(entry);
}

function mayTest(own: Package, name: string): boolean {
  const allowed = arrows[own.name] ?? [];
  const usesClient = own.name === '@wherry/client' || allowed.includes('@wherry/client');
  return allowed.includes(name) || (name === realServerForTests && usesClient);
}

function isTest({ path }: SourceFile): boolean {
  return /\.(test|contract)\.ts$/.test(path) || path.includes('/testing/');
}

function isOurs(name: string): boolean {
  return name.startsWith('@wherry/');
}

function packageName(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}
