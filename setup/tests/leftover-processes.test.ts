import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { endLeftovers, findLeftovers, runMark } from './leftover-processes.ts';

const started: ChildProcess[] = [];

/** A process that runs until it is ended, detached as a daemon would be. */
async function startIdle(env: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1000)'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  started.push(child);
  if (child.stdout !== null) await once(child.stdout, 'data');
  return child;
}

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

describe('findLeftovers', () => {
  it('finds a detached process by the mark it inherited, and no other', async () => {
    const mark = randomUUID();
    const marked = await startIdle({ [runMark]: mark });
    await startIdle({ [runMark]: `${mark}-of-another-run` });
    const found = await findLeftovers(mark);
    expect(found.map(({ pid }) => pid)).toEqual([marked.pid]);
    expect(found[0]?.command).toContain('setInterval');
  });
});

describe('endLeftovers', () => {
  it('ends what carries the mark and names it', async () => {
    const mark = randomUUID();
    const child = await startIdle({ [runMark]: mark });
    const ended = once(child, 'exit');
    expect((await endLeftovers(mark, { graceMs: 0 })).map(({ pid }) => pid)).toEqual([child.pid]);
    expect((await ended)[1]).toBe('SIGKILL');
    expect(await findLeftovers(mark)).toEqual([]);
  });

  it('does not count a process that ends by itself within the grace', async () => {
    const mark = randomUUID();
    const child = await startIdle({ [runMark]: mark });
    const ended = endLeftovers(mark, { graceMs: 10_000 });
    child.kill('SIGTERM');
    expect(await ended).toEqual([]);
  });
});
