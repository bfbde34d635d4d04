import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeClock } from '@wherry/component';
import { describe, expect, it, onTestFinished } from 'vitest';
import { acceptQueues, someWait } from './accept-queues.ts';

const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const socket = (state: string, queues: string) =>
  `   0: 00000000:1F90 00000000:0000 ${state} ${queues} 00:00000000 00000000     0        0 4279872 2 0000000057f1313b 100 0 0 10 0`;
const table = (...lines: readonly string[]) => [head, ...lines, ''].join('\n');

const idle = table(socket('0A', '00000000:00000000'));
const busy = table(socket('0A', '00000000:00000000'), socket('0A', '00000000:00000010'));

describe('someWait', () => {
  it.each([
    ['there is no table', '', false],
    ['nothing listens', table(), false],
    ['nobody waits', idle, false],
    ['somebody waits', busy, true],
    ['bytes wait in a connection that was let in', table(socket('01', '00000000:00000096')), false],
  ])('knows when %s', (_, text, expected) => {
    expect(someWait(text)).toBe(expected);
  });
});

describe('acceptQueues', () => {
  async function open(tables: Readonly<Record<string, string>>) {
    const proc = await mkdtemp(join(tmpdir(), 'wherry-proc-'));
    onTestFinished(() => rm(proc, { recursive: true }));
    const net = join(proc, '42', 'net');
    await mkdir(net, { recursive: true });
    const write = async (name: string, text: string) => writeFile(join(net, name), text);
    for (const [name, text] of Object.entries(tables)) await write(name, text);
    const clock = fakeClock();
    return { clock, write, queues: acceptQueues({ clock, proc }) };
  }
  const never = () => new AbortController().signal;
  /** Lets time pass until something is done. */
  async function passing(clock: ReturnType<typeof fakeClock>, done: Promise<void>): Promise<number> {
    let isDone = false;
    void done.then(() => (isDone = true));
    const begin = clock.monotonic();
    while (!isDone) {
      await clock.advance(1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return clock.monotonic() - begin;
  }

  it.each(['tcp', 'tcp6'])('waits until a busy server has let all in, by %s', async (name) => {
    const { clock, write, queues } = await open({ tcp: idle, tcp6: idle, [name]: busy });
    const over: string[] = [];
    const waiting = queues({ network: 'pod', pid: 42 }, never()).then(() => void over.push('all are in'));
    for (let turn = 0; turn < 100; turn += 1) {
      await clock.advance(1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(over).toEqual([]);
    await write(name, idle);
    await passing(clock, waiting);
    expect(over).toEqual(['all are in']);
  });

  it('does not wait for a server that lets nobody in', async () => {
    const { clock, queues } = await open({ tcp: busy });
    expect(await passing(clock, queues({ network: 'pod', pid: 42 }, never()))).toBeGreaterThanOrEqual(2000);
  });

  it.each([
    ['nobody waits', { network: 'pod', pid: 42 } as const, idle],
    ['the pod is on the network of the node', { network: 'host', pid: 42 } as const, busy],
    ['nothing of the pod runs', { network: 'pod' } as const, busy],
    ['its processes are not to be seen', { network: 'pod', pid: 43 } as const, busy],
  ])('does not wait when %s', async (_, sandbox, tcp) => {
    const { queues } = await open({ tcp });
    await expect(queues(sandbox, never())).resolves.toBeUndefined();
  });

  it('does not wait when it is called off', async () => {
    const { queues } = await open({ tcp: busy });
    await expect(queues({ network: 'pod', pid: 42 }, AbortSignal.abort())).resolves.toBeUndefined();
  });
});
