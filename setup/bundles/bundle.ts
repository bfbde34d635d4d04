// One file of each component. Hundreds of small files, stripped of their types one by one, cost a component half a
// second and some 45 MB at every start; one file of plain JavaScript does not. npm packages stay outside.
//
// A bundle is made anew when what went into it has changed. It says in its first line what that was, so that a bundle
// and the record beside it cannot be mistaken for a pair when two processes make them at once.

import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, readSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from '../programs.ts';

export interface Bundle {
  /** The path of the JavaScript file. */
  readonly file: string;
  /** Whether it had to be made. */
  readonly made: boolean;
}

/** What is known of the bundle that was made last. */
interface BundleRecord {
  /** The files that it was made from, from the root. */
  readonly inputs: readonly string[];
  /** What stood in them. */
  readonly digest: string;
}

/** They decide how imports are resolved and what is made of them. */
const alsoDecisive = ['package-lock.json', 'tsconfig.json', 'setup/bundles/bundle.ts'];

/**
 * Makes the bundle of a program, unless the one at hand is up to date.
 * @throws {Error} when the program cannot be bundled; the message shows where its code is wrong
 */
export async function bundleProgram(
  program: Pick<Program, 'name' | 'entry'>,
  { root }: { readonly root: string },
): Promise<Bundle> {
  const folder = join(root, '.wherry', 'bundles');
  const file = join(folder, `${program.name}.mjs`);
  const recordFile = join(folder, `${program.name}.inputs.json`);
  const record = readRecord(recordFile);
  if (record !== undefined && isBundleOf(record, file) && digestOf(record.inputs, root) === record.digest) {
    return { file, made: false };
  }
  mkdirSync(folder, { recursive: true });
  const { code, map, inputs } = await build(program.entry, { root, file });
  const digest = digestOf(inputs, root) ?? '';
  replaceFile(`${file}.map`, map);
  replaceFile(file, code.replace(placeholder, firstLine(digest)));
  replaceFile(recordFile, JSON.stringify({ inputs, digest } satisfies BundleRecord));
  return { file, made: true };
}

interface Built {
  readonly code: string;
  readonly map: string;
  readonly inputs: readonly string[];
}

const firstLine = (digest: string): string => `// made from ${digest}`;
const placeholder = firstLine('0'.repeat(64));

async function build(entry: string, { root, file }: { root: string; file: string }): Promise<Built> {
  // Loaded only when there is something to build: a start that finds its bundle does not pay for it.
  const esbuild = await import('esbuild');
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node26',
    plugins: [
      {
        // They are CommonJS and read files that lie beside their own; inside the bundle they measured no better.
        name: 'npm packages stay outside',
        setup(builder) {
          builder.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@wherry/') ? undefined : { path, external: true },
          );
        },
      },
    ],
    banner: { js: placeholder },
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const textOf = (suffix: string): string => outputFiles.find(({ path }) => path.endsWith(suffix))?.text ?? '';
  const sources = Object.keys(metafile.inputs);
  return { code: textOf('.mjs'), map: textOf('.map'), inputs: [...sources, ...manifestsOf(sources)].toSorted() };
}

/** The manifests of the packages of these files: they say, by `sideEffects`, that what nobody uses may be left out. */
function manifestsOf(sources: readonly string[]): string[] {
  const folders = sources.flatMap((source) => /^packages\/[^/]+\//.exec(source)?.[0] ?? []);
  return [...new Set(folders)].map((folder) => `${folder}package.json`);
}

/** The digest of what stands in files; undefined when one of them is gone. */
function digestOf(inputs: readonly string[], root: string): string | undefined {
  const hash = createHash('sha256').update(process.versions.node);
  try {
    for (const input of [...alsoDecisive, ...inputs]) {
      const content = readFileSync(join(root, input));
      hash.update(`\0${input}\0${content.length}\0`).update(content);
    }
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  return hash.digest('hex');
}

function readRecord(file: string): BundleRecord | undefined {
  try {
    // Written by this file alone, in one step.
    return JSON.parse(readFileSync(file, 'utf8')) as BundleRecord;
  } catch {
    return undefined;
  }
}

/** Whether the bundle is the one that the record speaks of. */
function isBundleOf({ digest }: BundleRecord, file: string): boolean {
  const expected = firstLine(digest);
  const start = Buffer.alloc(expected.length);
  try {
    const descriptor = openSync(file, 'r');
    readSync(descriptor, start, { length: start.length });
    closeSync(descriptor);
  } catch {
    return false;
  }
  return start.toString() === expected;
}

/** In one step: a reader sees the old file or the new one. */
function replaceFile(path: string, text: string): void {
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, text);
  renameSync(aside, path);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
