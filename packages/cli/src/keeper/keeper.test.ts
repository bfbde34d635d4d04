import { fakeClock, silentLog } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import type { EngineSocket } from './engine-socket.ts';
import { startKeeper } from './keeper.ts';

interface World {
  containers: Record<string, { isRunning: boolean; startedAt: string; error: string; machine?: string }>;
  readonly acts: string[];
}

/** An engine with a few containers, whose events a test makes. */
function engineOf(world: World) {
  let tell: (() => void) | undefined;
  const engine: EngineSocket = {
    list: () => Promise.resolve(Object.keys(world.containers)),
    inspect(id) {
      const found = world.containers[id];
      if (found === undefined) return Promise.resolve(undefined);
      const { isRunning, startedAt, error, machine } = found;
      return Promise.resolve({
        Id: id,
        Name: `/${id}`,
        State: { Running: isRunning, StartedAt: startedAt, Error: error },
        HostConfig: { NetworkMode: machine === undefined ? 'wherry_default' : `container:${machine}` },
      });
    },
    start: (id) => Promise.resolve(void world.acts.push(`start ${id}`)),
    restart: (id) => Promise.resolve(void world.acts.push(`restart ${id}`)),
    events: (_labels, signal) =>
      Promise.resolve(
        (async function* () {
          while (!signal.aborted) {
            await new Promise<void>((resolve) => {
              tell = resolve;
              signal.addEventListener('abort', () => resolve(), { once: true });
            });
            yield 'event';
          }
        })(),
      ),
  };
  return { engine, tell: () => tell?.() };
}

const early = '2026-01-01T00:00:01Z';
const late = '2026-01-01T00:00:02Z';

describe('startKeeper()', () => {
  it('starts at once what the engine could not', async () => {
    const world: World = {
      containers: {
        machine: { isRunning: true, startedAt: late, error: '' },
        etcd: { isRunning: false, startedAt: early, error: 'cannot join network', machine: 'machine' },
      },
      acts: [],
    };
    const clock = fakeClock();
    const keeper = startKeeper({ cluster: 'wherry', engine: engineOf(world).engine, clock, log: silentLog });
    await clock.advance(1000);
    expect(world.acts).toEqual(['start etcd']);
    await keeper.stop();
  });

  it('starts processes again when their machine was, and once', async () => {
    const world: World = {
      containers: {
        machine: { isRunning: true, startedAt: early, error: '' },
        proxy: { isRunning: true, startedAt: early, error: '', machine: 'machine' },
      },
      acts: [],
    };
    const clock = fakeClock();
    const { engine, tell } = engineOf(world);
    const keeper = startKeeper({ cluster: 'wherry', engine, clock, log: silentLog });
    await clock.advance(1000);
    expect(world.acts).toEqual([]);
    world.containers['machine'] = { isRunning: true, startedAt: late, error: '' };
    tell();
    await clock.advance(1000);
    expect(world.acts).toEqual(['restart proxy']);
    world.containers['proxy'] = { isRunning: true, startedAt: late, error: '', machine: 'machine' };
    tell();
    await clock.advance(60_000);
    expect(world.acts).toEqual(['restart proxy']);
    await keeper.stop();
  });
});
