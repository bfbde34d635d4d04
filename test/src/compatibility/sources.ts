/** The code of a part, without its tests and its table: to see which words stand in it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkout } from '../checkout.ts';

/**
 * Also what the part uses of the client's functions and of the API's, whose rules for writes mention every field and are left out.
 */
export async function sourcesOf(part: string): Promise<string> {
  const packages = part === 'apiserver' ? [part, 'api'] : [part, 'client', 'api'];
  const texts = await Promise.all(packages.map((name) => textOf(join(checkout, 'packages', name, 'src'))));
  return texts.join('\n');
}

const LEFT_OUT = /(\.test|\.contract|-validation|-warnings|supported-fields)\.ts$|\/testing\//;

async function textOf(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true });
  const files = names.map((name) => join(folder, name)).filter((name) => name.endsWith('.ts') && !LEFT_OUT.test(name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  // A file that declares types names each of their fields and reads none.
  return texts.filter((text) => !/= struct\(/.test(text)).join('\n');
}

/** Whether a field's name stands in code, comments left out. */
export function mentions(text: string, field: string): boolean {
  return new RegExp(`\\b${field}\\b`).test(text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''));
}
