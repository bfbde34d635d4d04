import { describe, expect, it } from 'vitest';
import { createLog, fakeClock, silentLog, systemClock } from '@wherry/component';
import { conflict } from '@wherry/api';
import { startController, TerminalError, type Controller, type Source } from './controller.ts';

/** A source that the test feeds. */
function feed(): { readonly source: Source; readonly add: (key: string) => void } {
  let enqueue: (key: string) => void = () => undefined;
  return {
    source: (given) => {
      enqueue = given;
      return () => (enqueue = () => undefined);
    },
    add: (key) => enqueue(key),
  };
}

/** Starts a controller that fails as often as it is told; `looks` are the times of its looks. */
async function start(reconcile: (look: number) => ReturnType<Controller['reconcile']>, log = silentLog) {
  const clock = fakeClock();
  const looks: number[] = [];
  const { source, add } = feed();
  const running = await startController(
    {
      name: 'test',
      sources: [source],
      reconcile: (_key) => {
        looks.push(clock.monotonic());
        return reconcile(looks.length);
      },
    },
    { clock, log },
  );
  return { clock, looks, add, running };
}

describe('startController()', () => {
  it('comes back later and later to a key that fails', async () => {
    const { clock, looks, add, running } = await start((look) =>
      look < 4 ? Promise.reject(new Error('not yet')) : Promise.resolve(),
    );
    const begin = clock.monotonic();
    add('a');
    await clock.advance(1_000);
    expect(looks.map((time) => time - begin)).toEqual([0, 5, 15, 35]);
    await running.stop();
  });

  it('looks again when a look asks for it', async () => {
    const { clock, looks, add, running } = await start(async (look) => (look === 1 ? { again: 700 } : {}));
    add('a');
    await clock.advance(699);
    expect(looks).toHaveLength(1);
    await clock.advance(1);
    expect(looks).toHaveLength(2);
    await running.stop();
  });

  it('does not come back to what cannot be mended', async () => {
    const { clock, looks, add, running } = await start(() => Promise.reject(new TerminalError('never')));
    add('a');
    await clock.advance(10_000);
    expect(looks).toHaveLength(1);
    await running.stop();
  });

  it('makes no fuss of a conflict', async () => {
    const lines: string[] = [];
    const log = createLog({ clock: systemClock, write: (line) => lines.push(line) });
    const resource = { group: 'apps', resource: 'deployments' };
    const { clock, looks, add, running } = await start(
      (look) => (look === 1 ? Promise.reject(conflict(resource, 'web', 'somebody was faster')) : Promise.resolve()),
      log,
    );
    add('a');
    await clock.advance(1_000);
    expect(looks).toHaveLength(2);
    expect(lines).toEqual([]);
    await running.stop();
  });
});
