import { fakeClock, type FakeClock } from '@wherry/component';
import { beforeEach, describe, expect, it } from 'vitest';
import { CacheEvent } from './cache-event.ts';
import { EventDealer } from './event-dealer.ts';
import { MemoBudget } from './memo-budget.ts';
import { Shelf } from './shelf.ts';
import { Subscriber } from './subscription.ts';

const prefix = '/registry/core/things/';
const immediately = () => new Promise((resolve) => setImmediate(resolve));

let clock: FakeClock;
let dealer: EventDealer;
let shelf: Shelf;
let revision: number;
/** The revisions that the watcher was given, a list for each delivery. */
let deliveries: number[][];
/** How long a delivery takes, in milliseconds. */
let cost: number;

beforeEach(() => {
  clock = fakeClock();
  let spent = 0;
  const busy = {
    monotonic: () => clock.monotonic() + spent,
    after: (ms: number, callback: () => void) => clock.after(ms, callback),
  };
  revision = 0;
  cost = 0;
  deliveries = [];
  dealer = new EventDealer({ revision: () => revision, clock: busy });
  shelf = new Shelf({ prefix, indexes: [], loaded: 0 });
  const onEvents = (events: readonly CacheEvent[]): void => {
    deliveries.push(events.map((event) => event.revision));
    process.nextTick(() => (spent += cost));
  };
  dealer.add(new Subscriber({ prefix, from: 0, since: 0, onEvents, onEnd: () => undefined }, dealer), {
    shelf,
    past: [],
  });
});

function happen(): void {
  revision += 1;
  const key = `${prefix}a`;
  const event = new CacheEvent({
    key,
    revision,
    entry: undefined,
    previous: undefined,
    time: 0,
    frames: new MemoBudget(0),
  });
  dealer.push({ event, shelf, fields: [] });
  dealer.schedule();
}

describe('EventDealer', () => {
  it('deals at once what has come by the end of the turn, all together', async () => {
    happen();
    happen();
    expect(deliveries).toEqual([]);
    await immediately();
    happen();
    await immediately();
    expect(deliveries).toEqual([[1, 2], [3]]);
  });

  it('leaves as much time between two rounds as the first one took, and gathers meanwhile', async () => {
    cost = 8;
    happen();
    await immediately();
    happen();
    await clock.advance(7);
    happen();
    await immediately();
    expect(deliveries).toEqual([[1]]);
    await clock.advance(1);
    expect(deliveries).toEqual([[1], [2, 3]]);
  });

  it('does not wait for long, however long a round has taken', async () => {
    cost = 500;
    happen();
    await immediately();
    happen();
    await clock.advance(20);
    expect(deliveries).toEqual([[1], [2]]);
  });

  it('deals no more once it is stopped', async () => {
    cost = 8;
    happen();
    await immediately();
    happen();
    dealer.stop();
    await clock.advance(100);
    expect(deliveries).toEqual([[1]]);
  });
});
