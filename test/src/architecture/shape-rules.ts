// The rules for the shape of the tree: names that say something, and files that one can read in one go.

import type { SourceFile, Workspace } from './workspace.ts';

const maximumLines = 250;
const grabBags: ReadonlySet<string> = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'misc']);

/** What is wrong with names and sizes, one line each; empty when all is well. */
export function shapeViolations({ files }: Workspace): string[] {
  return files.flatMap((file) => [...nameViolations(file), ...sizeViolations(file)]);
}

function nameViolations({ path }: SourceFile): string[] {
  const names = path.split('/').map((segment) => segment.replace(/\.(ts|mjs)$/, ''));
  const bags = names
    .filter((name) => grabBags.has(name))
    .map((name) => `${path}: ${name} says nothing about what is in it`);
  const odd = names.filter((name) => !/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(name));
  return [...bags, ...odd.map((name) => `${path}: ${name} is not kebab-case`)];
}

function sizeViolations({ path, text }: SourceFile): string[] {
  // Stories told by tests may be longer; a list of exports is as long as what it lists.
  if (/(\.test|\.contract|\/index)\.ts$/.test(path)) return [];
  const lines = codeLines(text);
  return lines > maximumLines ? [`${path}: ${lines} lines of code, more than ${maximumLines}`] : [];
}

/** Lines that are neither blank nor comment. */
function codeLines(text: string): number {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length;
}
