import { describe, expect, it } from 'vitest';
import { fakeClock } from './fake-clock.ts';
import { portFlag } from './flags/flag.ts';
import { type Host, type MainContext, runMain } from './main.ts';
import { type Running, releasing } from './running.ts';

const flags = { port: portFlag({ default: 1, help: 'A port.' }) };

function host(...argv: string[]) {
  const clock = fakeClock();
  const exits: number[] = [];
  const written = { out: '', error: '' };
  let signal: (name: string) => void = () => undefined;
  const host: Host = {
    argv,
    clock,
    onSignal: (callback) => void (signal = callback),
    writeOut: (text) => void (written.out += text),
    writeError: (text) => void (written.error += text),
    exit: (code) => void exits.push(code),
  };
  const run = (start: (context: MainContext<typeof flags>) => Promise<Running>) =>
    runMain({ name: 'thing', summary: 'Does a thing.', flags, start, host });
  return { run, exits, written, clock, signal: (name: string) => signal(name) };
}

describe('runMain()', () => {
  it('explains the flags and leaves with 0', async () => {
    const { run, exits, written } = host('--help');
    await run(() => expect.unreachable());
    expect(written.out).toContain('Usage:\n  thing [flags]');
    expect(written.out).toContain('--port int');
    expect(exits).toEqual([0]);
  });

  it('leaves with 2 when the command line is wrong', async () => {
    const { run, exits, written } = host('--prot=1');
    await run(() => expect.unreachable());
    expect(written.error).toBe("Error: unknown flag: --prot\nSee 'thing --help' for usage.\n");
    expect(exits).toEqual([2]);
  });

  it('stops the component at a signal and leaves with 0', async () => {
    const { run, exits, signal } = host('--port=7');
    let stopped = false;
    const ready = Promise.withResolvers<number>();
    const end = run(async (context) => {
      ready.resolve(context.flags.port);
      return releasing(() => void (stopped = true));
    });
    expect(await ready.promise).toBe(7);
    signal('SIGTERM');
    await end;
    expect(stopped).toBe(true);
    expect(exits).toEqual([0]);
  });

  it('leaves with 1 at the second signal', async () => {
    const { run, exits, signal } = host();
    const ready = Promise.withResolvers<void>();
    void run(async () => {
      ready.resolve();
      return releasing(() => new Promise(() => undefined));
    });
    await ready.promise;
    signal('SIGTERM');
    signal('SIGTERM');
    expect(exits).toEqual([1]);
  });

  it('leaves with 0 when a start ends because of the signal', async () => {
    const { run, exits, signal } = host();
    const end = run((context) => context.clock.sleep(1e6, context.signal).then(() => releasing(() => undefined)));
    signal('SIGINT');
    await end;
    expect(exits).toEqual([0]);
  });

  it('says why it could not start, or what it died of, and leaves with 1', async () => {
    const notStarted = host();
    await notStarted.run(() => Promise.reject(new Error('no etcd')));
    expect(notStarted.written.error).toContain('component=thing error="no etcd"');
    expect(notStarted.exits).toEqual([1]);
    const died = host();
    await died.run(async () => ({ done: Promise.reject(new Error('crash')), stop: async () => undefined }));
    expect(died.written.error).toContain('error=crash');
    expect(died.exits).toEqual([1]);
  });

  it('leaves a component behind that does not stop in a minute', async () => {
    const { run, exits, signal, clock } = host();
    const ready = Promise.withResolvers<void>();
    const end = run(async () => {
      ready.resolve();
      return releasing(() => new Promise(() => undefined));
    });
    await ready.promise;
    signal('SIGTERM');
    await clock.advance(59_999);
    expect(exits).toEqual([]);
    await clock.advance(1);
    await end;
    expect(exits).toEqual([1]);
  });
});
