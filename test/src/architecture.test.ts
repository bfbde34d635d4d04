// The architecture as a test: the arrows between packages, their entry points, names and sizes. Each rule is first
// shown to find a breach in a small workspace in memory, then asked about the real one.

import { dirname } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { arrows, outsiders } from './architecture/arrows.ts';
import { importViolations } from './architecture/import-rules.ts';
import { importsOf } from './architecture/imports-of.ts';
import { shapeViolations } from './architecture/shape-rules.ts';
import { readWorkspace } from './architecture/workspace.ts';
import type { Package, SourceFile, Workspace } from './architecture/workspace.ts';

function packageOf(folder: string, fields: Partial<Package> = {}): Package {
  const name = `@wherry/${folder.split('/').at(-1) ?? ''}`;
  return { folder, name, dependencies: [], devDependencies: [], exports: ['.'], ...fields };
}

const packages: readonly Package[] = [
  packageOf('packages/api', { dependencies: ['yaml'], exports: ['.', './*'] }),
  packageOf('packages/component'),
  packageOf('packages/apiserver', { dependencies: ['@wherry/api', 'etcd3'], exports: ['.', './testing'] }),
  packageOf('packages/client', { dependencies: ['@wherry/api'] }),
  packageOf('packages/scheduler', { dependencies: ['@wherry/client'], devDependencies: ['@wherry/apiserver'] }),
  packageOf('test', { devDependencies: ['@wherry/apiserver'] }),
];

function workspaceOf(...files: SourceFile[]): Workspace {
  return { packages, files, rootDependencies: ['vitest'] };
}

function violationsOf(path: string, specifier: string): string[] {
  return importViolations(workspaceOf({ path, text: `import { x } from '${specifier}';\n` }));
}

describe('importsOf', () => {
  it.each([
    ['a value', `import { a } from './a.ts';`, './a.ts'],
    ['a type', `import type { A } from './a.ts';`, './a.ts'],
    ['several lines', `import {\n  a,\n  type B,\n} from './a.ts';`, './a.ts'],
    ['a namespace', `import * as a from "./a.ts";`, './a.ts'],
    ['a side effect', `import './a.ts';`, './a.ts'],
    ['a re-export', `export { a } from './a.ts';`, './a.ts'],
    ['a whole re-export', `export * from './a.ts';`, './a.ts'],
    ['a call', `const a = await import('./a.ts');`, './a.ts'],
    ['a type by call', `type A = import('./a.ts').A;`, './a.ts'],
    ['require', `const a = require('./a.ts');`, './a.ts'],
  ])('finds %s', (_name, text, specifier) => {
    expect(importsOf(text)).toEqual([specifier]);
  });

  it.each([
    ['prose in a comment', `// import('./a.ts') is one form\n`],
    ['prose in a block comment', `/**\n import { a } from './a.ts'\n */\n`],
    ['prose after code', `const a = 1; // not import('./a.ts')`],
    ['a call of from()', `export const list = Array.from('abc');`],
    ['a property named from', `export interface Edge { from: string; to: 'b' }`],
  ])('does not take %s for an import', (_name, text) => {
    expect(importsOf(text)).toEqual([]);
  });
});

describe('importViolations', () => {
  it.each([
    ['an arrow of the table', 'packages/apiserver/src/a.ts', '@wherry/api'],
    ['an entry point by pattern', 'packages/apiserver/src/a.ts', '@wherry/api/core-v1'],
    ['a file of the same package', 'packages/apiserver/src/http/a.ts', '../storage/b.ts'],
    ['a declared dependency', 'packages/apiserver/src/a.ts', 'etcd3'],
    ['Node itself', 'packages/api/src/a.ts', 'node:path'],
    ['vitest in a test', 'packages/api/src/a.test.ts', 'vitest'],
    ['a real apiserver in the test of a component', 'packages/scheduler/src/a.test.ts', '@wherry/apiserver'],
    ['the testing entry point from outside', 'test/src/a.ts', '@wherry/apiserver/testing'],
  ])('allows %s', (_name, path, specifier) => {
    expect(violationsOf(path, specifier)).toEqual([]);
  });

  it.each([
    [
      'a package that must import nothing of ours',
      'packages/api/src/a.ts',
      '@wherry/component',
      '@wherry/api must not import @wherry/component',
    ],
    [
      'the wrong way along an arrow',
      'packages/api/src/a.ts',
      '@wherry/apiserver',
      '@wherry/api must not import @wherry/apiserver',
    ],
    ['a sibling', 'packages/apiserver/src/a.ts', '@wherry/client', '@wherry/apiserver must not import @wherry/client'],
    [
      'a real apiserver outside a test',
      'packages/scheduler/src/a.ts',
      '@wherry/apiserver',
      '@wherry/scheduler must not import @wherry/apiserver',
    ],
    [
      'an arrow without a dependency',
      'packages/apiserver/src/a.ts',
      '@wherry/component',
      '@wherry/component is not a dependency of @wherry/apiserver',
    ],
    [
      'a file inside another package',
      'packages/apiserver/src/a.ts',
      '@wherry/api/src/pod.ts',
      '@wherry/api/src/pod.ts is not an entry point of @wherry/api',
    ],
    [
      'a way around the entry point',
      'packages/apiserver/src/a.ts',
      '../../api/src/pod.ts',
      '../../api/src/pod.ts reaches out of packages/apiserver',
    ],
    [
      'the own entry point',
      'packages/api/src/core/a.ts',
      '../index.ts',
      "../index.ts is the package's own entry point: import the file itself",
    ],
    [
      'the own package by name',
      'packages/api/src/a.ts',
      '@wherry/api',
      '@wherry/api is this very package: import the file itself',
    ],
    ['an undeclared package of npm', 'packages/api/src/a.ts', 'etcd3', 'etcd3 is not a dependency of @wherry/api'],
    ['a test tool outside a test', 'packages/api/src/a.ts', 'vitest', 'vitest is not a dependency of @wherry/api'],
    [
      'a package in the set-up',
      'setup/a.ts',
      '@wherry/api',
      'setup runs before the packages and must not import @wherry/api',
    ],
    [
      'the testing entry point outside a test',
      'packages/scheduler/src/a.ts',
      '@wherry/apiserver/testing',
      '@wherry/apiserver/testing is for tests only',
    ],
  ])('refuses %s', (_name, path, specifier, line) => {
    expect(violationsOf(path, specifier)).toEqual([`${path}: ${line}`]);
  });

  it('refuses a dependency in a manifest that the arrows do not allow', () => {
    const sideways = packageOf('packages/dns', { dependencies: ['@wherry/proxy'] });
    expect(importViolations({ ...workspaceOf(), packages: [sideways] })).toEqual([
      'packages/dns/package.json: @wherry/dns must not depend on @wherry/proxy',
    ]);
  });

  it('refuses a package that has no line in the table', () => {
    expect(importViolations({ ...workspaceOf(), packages: [packageOf('packages/extras')] })).toEqual([
      'packages/extras/package.json: @wherry/extras has no line in the table of arrows',
    ]);
  });
});

describe('arrows', () => {
  it('lead to packages of the table and never in a circle', () => {
    const reaches = (from: string, to: string): boolean =>
      (arrows[from] ?? []).some((next) => next === to || reaches(next, to));
    const names = Object.keys(arrows);
    expect(names.filter((name) => reaches(name, name))).toEqual([]);
    expect(
      Object.values(arrows)
        .flat()
        .filter((name) => !names.includes(name)),
    ).toEqual([]);
    expect(names.filter((name) => outsiders.includes(name))).toEqual([]);
  });
});

describe('shapeViolations', () => {
  it.each([
    ['packages/api/src/utils/quantity.ts', 'utils says nothing about what is in it'],
    ['packages/api/src/helpers.ts', 'helpers says nothing about what is in it'],
    ['packages/api/src/common/pod.ts', 'common says nothing about what is in it'],
    ['packages/api/src/podSpec.ts', 'podSpec is not kebab-case'],
  ])('refuses the name %s', (path, line) => {
    expect(shapeViolations(workspaceOf({ path, text: '' }))).toEqual([`${path}: ${line}`]);
  });

  it.each(['packages/api/src/core-v1/pod.ts', 'packages/api/src/a.test.ts', 'setup/run.mjs'])(
    'allows the name %s',
    (path) => {
      expect(shapeViolations(workspaceOf({ path, text: '' }))).toEqual([]);
    },
  );

  it('counts lines of code, not blank lines and comments', () => {
    const path = 'packages/api/src/a.ts';
    const full = '/**\n * What it is.\n */\n// Why.\n\n'.repeat(100) + 'a();\n'.repeat(250);
    expect(shapeViolations(workspaceOf({ path, text: full }))).toEqual([]);
    expect(shapeViolations(workspaceOf({ path, text: `${full}a();\n` }))).toEqual([
      `${path}: 251 lines of code, more than 250`,
    ]);
    for (const longer of ['packages/api/src/a.test.ts', 'packages/api/src/core-v1/index.ts']) {
      expect(shapeViolations(workspaceOf({ path: longer, text: `${full}a();\n` }))).toEqual([]);
    }
  });
});

describe('the workspace', () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await readWorkspace(dirname(dirname(import.meta.dirname)));
  });

  it('is seen whole', () => {
    expect(workspace.packages.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        '@wherry/api',
        '@wherry/component',
        '@wherry/apiserver',
        '@wherry/test',
        '@wherry/bench',
      ]),
    );
    expect(workspace.files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['setup/run.mjs', 'packages/api/src/index.ts', 'test/src/architecture.test.ts']),
    );
  });

  it('keeps to the arrows', () => {
    expect(importViolations(workspace)).toEqual([]);
  });

  it('keeps to the shape', () => {
    expect(shapeViolations(workspace)).toEqual([]);
  });
});
