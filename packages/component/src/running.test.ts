import { describe, expect, it } from 'vitest';
import { type Running, releasing, starting } from './running.ts';

/** A part whose life is in the test's hands. */
function part(name: string, journal: string[]) {
  const end = Promise.withResolvers<void>();
  end.promise.catch(() => undefined);
  const running: Running = {
    done: end.promise,
    async stop() {
      journal.push(`stop ${name}`);
      end.resolve();
      await end.promise.catch(() => undefined);
    },
  };
  return { running, die: (error: Error) => end.reject(error), end: () => end.resolve() };
}

describe('starting()', () => {
  it('stops what it owns in reverse order, once', async () => {
    const journal: string[] = [];
    const running = await starting((own) => {
      own(part('a', journal).running);
      own(part('b', journal).running);
      own(() => void journal.push('release c'));
    });
    await Promise.all([running.stop(), running.stop()]);
    await running.stop();
    await running.done;
    expect(journal).toEqual(['release c', 'stop b', 'stop a']);
  });

  it('releases what was started when the start fails half-way', async () => {
    const journal: string[] = [];
    const start = starting((own) => {
      own(part('a', journal).running);
      own(part('b', journal).running);
      throw new Error('no port');
    });
    await expect(start).rejects.toThrow('no port');
    expect(journal).toEqual(['stop b', 'stop a']);
  });

  it('ends with the first part that dies and stops the others', async () => {
    const journal: string[] = [];
    const a = part('a', journal);
    const b = part('b', journal);
    const running = await starting((own) => {
      own(a.running);
      own(b.running);
    });
    a.die(new Error('disk full'));
    await expect(running.done).rejects.toThrow('disk full');
    expect(journal).toEqual(['stop b', 'stop a']);
    await running.stop();
    expect(journal).toHaveLength(2);
  });

  it('ends without an error when a part ends without one', async () => {
    const journal: string[] = [];
    const a = part('a', journal);
    const running = await starting((own) => void own(a.running));
    a.end();
    await running.done;
    expect(journal).toEqual(['stop a']);
  });

  it('gives up the start when a part dies meanwhile, and releases what comes late', async () => {
    const journal: string[] = [];
    const a = part('a', journal);
    const goOn = Promise.withResolvers<void>();
    const start = starting(async (own) => {
      own(a.running);
      await goOn.promise;
      own(part('late', journal).running);
    });
    a.die(new Error('crashed'));
    await expect(start).rejects.toThrow('crashed');
    goOn.resolve();
    await goOn.promise;
    await Promise.resolve();
    expect(journal).toEqual(['stop a', 'stop late']);
  });

  it('releases the rest when a release fails, then says so', async () => {
    const journal: string[] = [];
    const running = await starting((own) => {
      own(part('a', journal).running);
      own(() => {
        throw new Error('cannot unlink');
      });
    });
    await expect(running.stop()).rejects.toThrow('cannot unlink');
    await expect(running.done).rejects.toThrow('cannot unlink');
    expect(journal).toEqual(['stop a']);
  });

  it('hands on what the start returns, getters as getters', async () => {
    let requests = 0;
    const running = await starting((own) => {
      own(() => undefined);
      return {
        port: 6443,
        get requests() {
          return requests;
        },
      };
    });
    requests = 3;
    expect(running.port).toBe(6443);
    expect(running.requests).toBe(3);
    await running.stop();
  });

  it('stops the part that the start returns as its own', async () => {
    let released = 0;
    const running = await starting(async (own) =>
      own(await starting((inner) => void inner(() => void (released += 1)))),
    );
    await running.stop();
    expect(released).toBe(1);
  });
});

describe('releasing()', () => {
  it('releases on stop, once, and is done then', async () => {
    let released = 0;
    const running = releasing(() => void (released += 1));
    await running.stop();
    await running.stop();
    await running.done;
    expect(released).toBe(1);
  });
});
