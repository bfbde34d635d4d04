// What is acknowledged stays, and watchers miss nothing, whenever the apiserver is killed.

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from './apiserver-process.ts';
import type { TestServer } from './apiserver-process.ts';
import { followCollection } from './following-watcher.ts';
import { restClient } from './rest-client.ts';
import type { KubeDocument, RestClient, WatchLine } from './rest-client.ts';
import { waitFor } from './wait-for.ts';

const path = '/api/v1/namespaces/default/configmaps';
const crashes = 6;
const writers = 6;
/** Between the writes of one writer: on a fast machine there would be more than a watch may be behind. */
const PAUSE_MS = 4;

let server: TestServer;
let client: RestClient;

beforeAll(async () => {
  server = await startTestServer();
  client = await restClient(server.apiserver);
});

afterAll(async () => {
  client.close();
  await server.stop();
});

const revisionOf = ({ metadata }: KubeDocument): number => Number(metadata.resourceVersion);
const eventOf = ({ type, object }: WatchLine): string =>
  `${type} ${object.metadata.name ?? ''} ${object.metadata.resourceVersion ?? ''}`;

/** Creates objects and counts them up, and remembers what was acknowledged. */
async function write(
  id: number,
  { acknowledged, stopped }: { acknowledged: Map<string, number>; stopped: () => boolean },
) {
  for (let round = 0; !stopped(); round += 1) {
    const name = `w${id}-${round}`;
    for (let count = 0; count < 3 && !stopped(); count += 1) {
      const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { count: String(count) } };
      const sent = count === 0 ? client.send('POST', path, object) : client.send('PUT', `${path}/${name}`, object);
      // A write without an answer may or may not have happened; only answers count.
      const answer = await sent.catch(() => undefined);
      if (answer !== undefined && answer.status < 300) acknowledged.set(name, count);
      else break;
      await sleep(PAUSE_MS);
    }
  }
}

describe('an apiserver that is killed at random under writes', () => {
  it('loses no acknowledged write, and a watch that resumes misses and doubles nothing', async () => {
    const start = String(revisionOf((await client.send('GET', path)).json()));
    const watcher = followCollection(client, { path, from: start });
    const acknowledged = new Map<string, number>();
    let isDone = false;
    const writing = Array.from({ length: writers }, (_, id) => write(id, { acknowledged, stopped: () => isDone }));
    for (let crash = 0; crash < crashes; crash += 1) {
      // However slow the machine is: some objects between any two crashes.
      await waitFor('writes to be acknowledged', () => acknowledged.size >= 10 * (crash + 1));
      await sleep(Math.random() * 800);
      await server.apiserver.kill();
      await server.apiserver.restart();
    }
    isDone = true;
    await Promise.all(writing);

    const list = (await client.send('GET', path)).json();
    const present = new Map((list.items ?? []).map((item) => [item.metadata.name ?? '', Number(item.data?.['count'])]));
    for (const [name, count] of acknowledged) expect(present.get(name) ?? -1, name).toBeGreaterThanOrEqual(count);

    await waitFor('the watcher to see the last write', () => {
      const last = watcher.events.at(-1);
      return last !== undefined && revisionOf(last.object) >= Math.max(...(list.items ?? []).map(revisionOf));
    });
    await watcher.stop();
    expect(watcher.connections).toBeGreaterThan(crashes);
    expect(watcher.events.map(({ type }) => type)).not.toContain('ERROR');
    expect(watcher.events.map(eventOf)).toEqual((await uninterrupted(start, watcher.events.length)).map(eventOf));
  });

  /** What a watch that nothing interrupts is told of the same time. */
  async function uninterrupted(from: string, count: number): Promise<WatchLine[]> {
    const events: WatchLine[] = [];
    const watch = client.watch(`${path}?watch=1&resourceVersion=${from}`, (line) => events.push(line));
    await waitFor('the whole history', () => events.length >= count);
    watch.close();
    return events;
  }
});
