import { describe, expect, it } from 'vitest';
import { CommandError } from '../docker/docker.ts';
import type { Settings } from '../settings.ts';
import { startWhereFree } from './start-where-free.ts';

const settings: Settings = {
  name: 'wherry',
  workers: 1,
  network: '172.30.0',
  apiPort: 6443,
  httpPort: 80,
  httpsPort: 443,
};
const taken = new CommandError('Compose failed: port is already allocated', '');

/** Others have these ports, and take each one that is chosen as long as they go on. */
function world({ ports, goOn = 0 }: { readonly ports: number[]; readonly goOn?: number }) {
  const tried: number[] = [];
  let left = goOn;
  return {
    tried,
    start: ({ apiPort }: Settings): Promise<string> => {
      tried.push(apiPort);
      if (left > 0) {
        left -= 1;
        ports.push(apiPort);
      }
      return ports.includes(apiPort) ? Promise.reject(taken) : Promise.resolve(`at ${apiPort}`);
    },
    choose: (): Promise<Settings> => {
      let apiPort = settings.apiPort;
      while (ports.includes(apiPort)) apiPort += 1;
      return Promise.resolve({ ...settings, apiPort });
    },
  };
}

describe('startWhereFree()', () => {
  it('starts with what was found', async () => {
    const { start, choose, tried } = world({ ports: [] });
    expect(await startWhereFree({ settings, start, choose })).toBe('at 6443');
    expect(tried).toEqual([6443]);
  });

  it('looks again when somebody was quicker', async () => {
    const { start, choose, tried } = world({ ports: [], goOn: 2 });
    expect(await startWhereFree({ settings, start, choose })).toBe('at 6445');
    expect(tried).toEqual([6443, 6444, 6445]);
  });

  it('gives up with somebody who always is', async () => {
    const { start, choose, tried } = world({ ports: [], goOn: 100 });
    await expect(startWhereFree({ settings, start, choose })).rejects.toBe(taken);
    expect(tried).toHaveLength(5);
  });

  it('does not try again what has failed for another reason', async () => {
    const { choose } = world({ ports: [] });
    const failing = (error: Error) => startWhereFree({ settings, start: () => Promise.reject(error), choose });
    await expect(failing(taken)).rejects.toBe(taken);
    const bug = new TypeError('a mistake');
    await expect(failing(bug)).rejects.toBe(bug);
  });
});
