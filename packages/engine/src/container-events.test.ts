import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { containerEvents } from './container-events.ts';

function follow(signal = new AbortController().signal) {
  const stream = new PassThrough();
  const asked: unknown[] = [];
  const docker = {
    getEvents: (options?: { readonly filters?: unknown }) => {
      asked.push(JSON.parse(String(options?.filters)));
      return Promise.resolve(stream as NodeJS.ReadableStream);
    },
  };
  // The one overload that is used.
  const engine = docker as unknown as Parameters<typeof containerEvents>[0];
  const told = containerEvents(engine, { labels: ['owner=me'], events: ['start', 'die'], key: 'uid', signal });
  return { stream, asked, told };
}

const event = (attributes: object) => `${JSON.stringify({ Actor: { Attributes: attributes } })}\n`;

async function all(told: Promise<AsyncIterable<string>>): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of await told) keys.push(key);
  return keys;
}

describe('containerEvents', () => {
  it('tells the keys of containers until the engine goes away, and passes over those without', async () => {
    const { stream, asked, told } = follow();
    stream.write(event({ uid: 'a' }) + event({ other: 'x' }));
    stream.end(event({ uid: 'b' }));
    expect(await all(told)).toEqual(['a', 'b']);
    expect(asked).toEqual([{ type: ['container'], event: ['start', 'die'], label: ['owner=me'] }]);
  });

  it('throws when the engine breaks off', async () => {
    const { stream, told } = follow();
    const keys = all(told);
    stream.destroy(new Error('the engine has gone'));
    await expect(keys).rejects.toThrow('the engine has gone');
  });

  it('ends when it is called off, and lets go of the engine', async () => {
    const stop = new AbortController();
    const { stream, told } = follow(stop.signal);
    const keys = all(told);
    await told;
    stop.abort();
    expect(await keys).toEqual([]);
    expect(stream.destroyed).toBe(true);
  });
});
