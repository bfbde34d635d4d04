// The apiserver as `npm run apiserver` starts it: what stands between it and the one who started it.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { programNamed } from './programs.ts';

const script = join(import.meta.dirname, 'run-program.ts');
const timeout = 20_000;

describe('run-program', { timeout }, () => {
  it('hands arguments on, and keeps stdout for the program', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [script, 'apiserver', '--help']);
    expect(stdout).toMatch(/^Serves the Kubernetes API/);
  });

  it('ends with the exit code of the program', async () => {
    const child = spawn(process.execPath, [script, 'apiserver', '--no-such-flag'], { stdio: 'ignore' });
    expect(await once(child, 'exit')).toEqual([2, null]);
  });

  it.runIf(process.platform === 'linux')('becomes the program, with its flags, in the very process', async () => {
    const flags = [
      '--storage=memory',
      '--secure-port=0',
      `--data-dir=${join(dirname(script), '..', '.wherry', 'run-program-test')}`,
    ];
    const child = spawn(process.execPath, [script, 'apiserver', ...flags], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const [line]: unknown[] = await once(child.stdout.setEncoding('utf8'), 'data');
      expect(line).toMatch(/^apiserver ready at .*\n$/);
      const commandLine = (await readFile(`/proc/${child.pid}/cmdline`, 'utf8')).split('\0');
      expect(commandLine).toEqual([
        process.execPath,
        ...programNamed('apiserver').nodeFlags,
        expect.stringMatching(/apiserver\.mjs$/),
        ...flags,
        '',
      ]);
      child.kill('SIGTERM');
      expect(await once(child, 'exit')).toEqual([0, null]);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('names the programs that there are when asked for another', async () => {
    const run = promisify(execFile)(process.execPath, [script, 'butler']);
    await expect(run).rejects.toThrow('There is no program butler; there are: apiserver');
  });
});
