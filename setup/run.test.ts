// run.mjs as a process of its own, in a small workspace with an npm that only writes down what it was asked.

import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let root: string;

const lockfile = {
  packages: {
    '': { dependencies: { left: '^1.0.0' } },
    'node_modules/left': { version: '1.0.0', integrity: 'sha512-left' },
    'node_modules/other-platform': { version: '1.0.0', integrity: 'sha512-other', optional: true },
  },
};

/** Stands in for npm: notes its arguments and "installs" the lockfile. */
const npm = `#!/bin/sh
echo "$*" >> npm-calls
echo "npm speaks"
if [ -e npm-fails ]; then exit 7; fi
mkdir -p node_modules/.bin
ln -sf ${process.execPath} node_modules/.bin/node
cp package-lock.json node_modules/.package-lock.json
`;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'wherry-run-'));
  await mkdir(join(root, 'setup'));
  await mkdir(join(root, 'bin'));
  for (const file of ['run.mjs', 'install-dependencies.mjs', 'install-lock.mjs', 'install-node-libraries.mjs']) {
    await copyFile(join(import.meta.dirname, file), join(root, 'setup', file));
  }
  await writeFile(join(root, 'bin', 'npm'), npm, { mode: 0o755 });
  await writeFile(join(root, 'package.json'), JSON.stringify({ dependencies: { left: '^1.0.0' } }));
  await writeFile(join(root, 'package-lock.json'), JSON.stringify(lockfile));
  await writeFile(
    join(root, 'script.ts'),
    'const args: string[] = process.argv.slice(2);\nconsole.log(args.join(","));\nprocess.exitCode = 3;\n',
  );
});
afterEach(() => rm(root, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${join(root, 'bin')}:${dirname(process.execPath)}:/usr/bin:/bin` };
}

function run(...args: string[]): Promise<Ended> {
  return new Promise((done) => {
    const command = [join(root, 'setup', 'run.mjs'), ...args];
    const child = execFile(process.execPath, command, { env: environment() }, (_error, stdout, stderr) =>
      done({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

async function npmCalls(): Promise<string[]> {
  const text = await readFile(join(root, 'npm-calls'), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}

describe('run.mjs', () => {
  it('installs once, and hands on arguments, stdout and the exit code', async () => {
    const first = await run('script.ts', 'one', '--two');
    expect(first).toMatchObject({ code: 3, stdout: 'one,--two\n' });
    expect(first.stderr).toContain('installing the npm packages');
    expect(first.stderr).toContain('npm speaks');
    expect(await run('script.ts')).toEqual({ code: 3, stdout: '\n', stderr: '' });
    expect(await npmCalls()).toEqual(['ci --include=dev --include=optional --loglevel=error']);
  });

  it('installs again when the lockfile has changed', async () => {
    await run('script.ts');
    const changed = structuredClone(lockfile);
    changed.packages['node_modules/left'].version = '1.0.1';
    await writeFile(join(root, 'package-lock.json'), JSON.stringify(changed));
    await run('script.ts');
    expect(await npmCalls()).toHaveLength(2);
  });

  it('installs again when node_modules is gone', async () => {
    await run('script.ts');
    await rm(join(root, 'node_modules'), { recursive: true });
    await run('script.ts');
    expect(await npmCalls()).toHaveLength(2);
  });

  it('installs when a manifest asks for what the lockfile lacks', async () => {
    await run('script.ts');
    await writeFile(join(root, 'package.json'), JSON.stringify({ dependencies: { left: '^1.0.0', right: '^1.0.0' } }));
    await run('script.ts');
    expect(await npmCalls()).toHaveLength(2);
  });

  it('accepts what npm install has already brought up to date', async () => {
    await mkdir(join(root, 'node_modules', '.bin'), { recursive: true });
    await symlink(process.execPath, join(root, 'node_modules', '.bin', 'node'));
    const { 'node_modules/left': left } = lockfile.packages;
    const installed = { packages: { 'node_modules/left': left } };
    await writeFile(join(root, 'node_modules', '.package-lock.json'), JSON.stringify(installed));
    expect(await run('script.ts')).toEqual({ code: 3, stdout: '\n', stderr: '' });
    expect(await npmCalls()).toEqual([]);
  });

  it('lets two that start at once install once', async () => {
    const both = await Promise.all([run('script.ts', 'one'), run('script.ts', 'two')]);
    expect(both.map(({ stdout }) => stdout)).toEqual(['one\n', 'two\n']);
    expect(await npmCalls()).toHaveLength(1);
  });

  it('takes over the lock of a process that is gone', async () => {
    const gone = spawn(process.execPath, ['-e', '']);
    await once(gone, 'exit');
    await mkdir(join(root, '.wherry'));
    await writeFile(join(root, '.wherry', 'install.lock'), String(gone.pid));
    expect(await run('script.ts', 'x')).toMatchObject({ code: 3, stdout: 'x\n' });
  });

  it('says clearly when npm fails, runs nothing, and tries again the next time', async () => {
    await writeFile(join(root, 'npm-fails'), '');
    const failed = await run('script.ts');
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failed.stderr).toContain('the npm packages could not be installed: npm ci ended with code 7');
    await rm(join(root, 'npm-fails'));
    expect(await run('script.ts')).toMatchObject({ code: 3 });
  });

  it('says clearly when npm brings no Node for this machine', async () => {
    await writeFile(join(root, 'bin', 'npm'), npm.replace(/ln -sf .*/, ':'), { mode: 0o755 });
    const failed = await run('script.ts');
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failed.stderr).toContain(`npm has no Node 26 for ${process.platform}-${process.arch}`);
  });

  it('says clearly when the Node that npm brought does not run, and says so again', async () => {
    const broken = `#!/bin/sh\necho "node: cannot execute: no such thing" >&2\nexit 127\n`;
    await writeFile(join(root, 'broken-node'), broken, { mode: 0o755 });
    await writeFile(join(root, 'bin', 'npm'), npm.replace(/ln -sf \S+/, `ln -sf ${join(root, 'broken-node')}`), {
      mode: 0o755,
    });
    for (const attempt of ['first', 'second']) {
      const failed = await run('script.ts', attempt);
      expect(failed).toMatchObject({ code: 1, stdout: '' });
      expect(failed.stderr).toContain('does not run on this machine: node: cannot execute: no such thing');
    }
    expect(await npmCalls()).toHaveLength(2);
  });

  it('hands SIGTERM to the script in the Node it started, and its exit code back', async () => {
    await writeFile(
      join(root, 'script.ts'),
      'process.on("SIGTERM", () => process.exit(42));\nsetInterval(() => {}, 1000);\nconsole.log("up");\n',
    );
    // The first run installs, so that the script runs in a process of its own.
    const child: ChildProcess = spawn(process.execPath, [join(root, 'setup', 'run.mjs'), 'script.ts'], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    if (child.stdout !== null) await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([42, null]);
  });
});
