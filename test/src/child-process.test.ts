import { describe, expect, it } from 'vitest';
import { startChild } from './child-process.ts';
import type { Child } from './child-process.ts';
import { waitFor } from './wait-for.ts';

function startNode(script: string, stdin?: string): Promise<Child> {
  return startChild({
    command: process.execPath,
    args: ['-e', script],
    ...(stdin === undefined ? {} : { stdin }),
  });
}

describe('startChild', () => {
  it('keeps both outputs and the exit code', async () => {
    const child = await startNode('console.log("out"); console.error("err"); process.exitCode = 3');
    expect(await child.ended).toEqual({ code: 3, signal: undefined, stdout: 'out\n', stderr: 'err\n' });
    expect(child.hasEnded).toBe(true);
  });

  it('hands over stdin', async () => {
    const child = await startNode('process.stdin.pipe(process.stdout)', 'kind: Pod\n');
    expect(await child.ended).toMatchObject({ code: 0, stdout: 'kind: Pod\n' });
  });

  it('shows output while the process runs, and stops it', async () => {
    const child = await startNode('console.log("up"); setInterval(() => {}, 1000)');
    await waitFor('its output', () => child.stdout === 'up\n');
    expect(child.hasEnded).toBe(false);
    expect(await child.stop()).toMatchObject({ code: undefined, signal: 'SIGTERM' });
    expect(await child.stop()).toMatchObject({ signal: 'SIGTERM' });
  });

  it('kills a process that ignores SIGTERM', async () => {
    const child = await startNode('process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000)');
    await waitFor('its output', () => child.stdout === 'up\n');
    expect(await child.stop({ graceMs: 20 })).toMatchObject({ signal: 'SIGKILL' });
  });

  it('says which command could not be started', async () => {
    await expect(startChild({ command: '/does/not/exist', args: [] })).rejects.toThrow(
      '/does/not/exist could not be started',
    );
  });
});
