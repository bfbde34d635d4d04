// Makes node_modules hold what package-lock.json says. When a stamp under .wherry/ shows that it does, this costs a
// few milliseconds; two processes that start at once take turns. Plain JavaScript for any Node ≥ 20: see run.mjs.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock } from './install-lock.mjs';
import { installNodeLibraries } from './install-node-libraries.mjs';

/** Something that the person at the terminal has to put right; shown without a stack. */
export class InstallError extends Error {}

/**
 * Installs the npm packages unless they are there already.
 * @param {{ root: string, say: (line: string) => void }} options
 * @returns {Promise<{ changed: boolean }>} whether node_modules was changed
 */
export async function installDependencies({ root, say }) {
  if (isStamped(root)) return { changed: false };
  mkdirSync(join(root, '.wherry'), { recursive: true });
  const release = await takeLock({ path: join(root, '.wherry', 'install.lock'), say, sleep });
  try {
    if (isStamped(root)) return { changed: false };
    const changed = !matchesLockfile(root);
    if (changed) {
      say('wherry: installing the npm packages of package-lock.json (about 150 MB to download the first time) …');
      await npmCi(root);
    }
    ensureNodeRuns(root, say);
    writeFileSync(stampFile(root), fingerprint(root));
    return { changed };
  } finally {
    release();
  }
}

const stampFile = (root) => join(root, '.wherry', 'installed');
const installedLockfile = (root) => join(root, 'node_modules', '.package-lock.json');

function isStamped(root) {
  return readOr(stampFile(root), '') === fingerprint(root);
}

/** Everything that decides what node_modules must hold, and a sign that npm has not touched it since. */
function fingerprint(root) {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  for (const file of ['package-lock.json', '.npmrc', 'package.json', ...workspaces(root).map(manifest)]) {
    hash.update(`\0${file}\0`).update(readOr(join(root, file), ''));
  }
  const installed = installedLockfile(root);
  return hash.update(existsSync(installed) ? `\0${statSync(installed).mtimeMs}` : '\0none').digest('hex');
}

const manifest = (workspace) => `${workspace}/package.json`;

function workspaces(root) {
  const { workspaces: patterns = [] } = readJson(join(root, 'package.json'), {});
  return patterns.flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [pattern];
    const folder = pattern.slice(0, -2);
    if (!existsSync(join(root, folder))) return [];
    return readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
  });
}

/**
 * Whether npm itself has already brought node_modules to the lockfile's state, for example by `npm install`.
 * npm notes what it installed in node_modules/.package-lock.json.
 */
function matchesLockfile(root) {
  const wanted = readJson(join(root, 'package-lock.json'), {}).packages;
  const have = readJson(installedLockfile(root), {}).packages;
  if (wanted === undefined || have === undefined) return false;
  const places = Object.keys(wanted).filter((place) => place.includes('node_modules/'));
  return (
    places.every((place) =>
      have[place] === undefined ? wanted[place].optional === true : same(have[place], wanted[place]),
    ) && ['', ...workspaces(root)].every((place) => sameDependencies(root, { place, locked: wanted[place] }))
  );
}

function same(one, other) {
  return one.version === other.version && one.integrity === other.integrity && one.link === other.link;
}

function sameDependencies(root, { place, locked }) {
  const own = readJson(join(root, place, 'package.json'), undefined);
  if (own === undefined) return true;
  return ['dependencies', 'devDependencies', 'optionalDependencies'].every(
    (kind) => JSON.stringify(sorted(own[kind])) === JSON.stringify(sorted(locked?.[kind])),
  );
}

const sorted = (record = {}) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

/** The Node that npm brought, where it has one for this machine. */
export const installedNode = (root) => join(root, 'node_modules', '.bin', 'node');

function ensureNodeRuns(root, say) {
  const node = installedNode(root);
  if (!existsSync(node)) return;
  const problem = installNodeLibraries(node, { say });
  if (problem === undefined) return;
  // npm puts it in front of the PATH: left there, it would keep the next run from saying this again.
  rmSync(node);
  rmSync(installedLockfile(root), { force: true });
  throw new InstallError(problem);
}

function npmCi(root) {
  return new Promise((done, failed) => {
    // npm must not run in the Node that it is about to replace: `npm run` has put node_modules/.bin in front.
    const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.endsWith('node_modules/.bin'));
    const npm = spawn('npm', ['ci', '--include=dev', '--include=optional', '--loglevel=error'], {
      cwd: root,
      env: { ...process.env, PATH: path.join(delimiter) },
      // npm's words go to stderr: stdout belongs to the script that follows.
      stdio: ['ignore', 2, 2],
    });
    npm.on('error', (cause) =>
      failed(new InstallError(`npm could not be started (${cause.message}): install Node ≥ 20 with npm.`)),
    );
    npm.on('exit', (code, signal) => {
      if (code === 0) return done();
      const why = code === null ? `was ended by ${signal}` : `ended with code ${code}`;
      failed(
        new InstallError(
          `the npm packages could not be installed: npm ci ${why}; its own words stand above. ` +
            'Without a connection to the npm registry the first start is not possible; a later one is.',
        ),
      );
    });
  });
}

function readOr(path, fallback) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return fallback;
  }
}

function readJson(path, fallback) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return fallback;
  }
}
