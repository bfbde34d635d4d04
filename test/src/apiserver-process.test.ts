// The harness itself, on a program that stands in for the apiserver: what the end-to-end tests rely on.

import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startApiserverProcess, startTestServer } from './apiserver-process.ts';

const program = join(import.meta.dirname, 'testing', 'stand-in-server.ts');
const etcdUrl = 'http://127.0.0.1:1';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function startStandIn(): ReturnType<typeof startApiserverProcess> {
  const server = await startApiserverProcess({ etcdUrl, program });
  cleanUps.push(() => server.stop());
  return server;
}

function isRunning(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('startApiserverProcess', () => {
  it('resolves when the process answers, and leaves nothing behind when stopped', async () => {
    const server = await startStandIn();
    const { pid, dataDir } = server;
    expect(isRunning(pid)).toBe(true);
    await expect.poll(() => server.output).toBe(`up ${pid}\n`);
    await server.stop();
    expect(isRunning(pid)).toBe(false);
    expect(existsSync(dataDir)).toBe(false);
  });

  it('kills and restarts on the same port and folder', async () => {
    const server = await startStandIn();
    const { pid: first, url, dataDir } = server;
    await server.kill();
    expect(server.pid).toBeUndefined();
    expect(isRunning(first)).toBe(false);
    await server.restart();
    expect(isRunning(server.pid)).toBe(true);
    expect(server).toMatchObject({ url, dataDir });
    await expect.poll(() => server.output).toBe(`up ${first}\nup ${server.pid}\n`);
    expect(await readFile(join(dataDir, 'starts'), 'utf8')).toBe(`${first}\n${server.pid}\n`);
  });

  it('tells the exit code of a process that was asked to end', async () => {
    const server = await startStandIn();
    expect(await server.terminate()).toBe(0);
    expect(server.pid).toBeUndefined();
    await server.restart();
    await server.kill();
    expect(await server.terminate()).toBeUndefined();
  });

  it('tells what a process printed that ended before it was ready', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wherry-stand-in-'));
    cleanUps.push(() => rm(folder, { recursive: true }));
    const failing = startApiserverProcess({ etcdUrl, program, dataDir: folder, flags: ['--fail'] });
    await expect(failing).rejects.toThrow('cannot bind');
    expect(existsSync(folder)).toBe(true);
  });
});

describe('startTestServer', () => {
  it('runs the program on a real etcd and ends both', async () => {
    const server = await startTestServer({ program });
    cleanUps.push(() => server.stop());
    const pids = [server.etcd.pid, server.apiserver.pid];
    expect(pids.map(isRunning)).toEqual([true, true]);
    await server.stop();
    expect(pids.map(isRunning)).toEqual([false, false]);
  });

  it('ends the etcd when the program fails', async () => {
    const before = process.listenerCount('exit');
    await expect(startTestServer({ program, flags: ['--fail'] })).rejects.toThrow('cannot bind');
    expect(process.listenerCount('exit')).toBe(before);
  });
});
