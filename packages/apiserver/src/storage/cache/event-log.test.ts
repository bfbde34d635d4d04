import { describe, expect, it } from 'vitest';
import { CacheEvent } from './cache-event.ts';
import { Entry } from './entry.ts';
import { EventLog, type EventLogLimits, ResourceLog } from './event-log.ts';
import { MemoBudget } from './memo-budget.ts';

const budget = new MemoBudget(0);

function logs(limits: EventLogLimits) {
  const all = new EventLog(limits);
  const pods = new ResourceLog(10);
  const nodes = new ResourceLog(10);
  const push = (log: ResourceLog, revision: number, options: { time?: number; past?: string } = {}) => {
    const previous = new Entry({ key: 'k', revision: 1, text: options.past ?? '', parsed: budget });
    all.push(
      new CacheEvent({ key: 'k', revision, entry: undefined, previous, time: options.time ?? 0, frames: budget }),
      log,
    );
  };
  const since = (log: ResourceLog, revision: number) => log.since(revision)?.map((event) => event.revision);
  return { all, pods, nodes, push, since };
}

describe('EventLog', () => {
  it('knows what came after a revision, and what it cannot know', () => {
    const { pods, nodes, push, since } = logs({});
    for (const revision of [12, 13, 13, 17]) push(pods, revision);
    expect(since(pods, 10)).toEqual([12, 13, 13, 17]);
    expect(since(pods, 12)).toEqual([13, 13, 17]);
    expect(since(pods, 13)).toEqual([17]);
    expect(since(pods, 99)).toEqual([]);
    expect(since(pods, 9)).toBeUndefined();
    expect(since(nodes, 10)).toEqual([]);
  });

  it.each([
    ['too many', { maxEvents: 2 }, {}],
    ['too much text', { maxText: 20 }, { past: 'x'.repeat(10) }],
  ])('drops the oldest of all resources when there is %s', (_name, limits, event) => {
    const { all, pods, nodes, push, since } = logs(limits);
    push(pods, 11, event);
    push(nodes, 12, event);
    push(pods, 13, event);
    expect(all.length).toBe(2);
    expect(since(pods, 10)).toBeUndefined();
    expect(since(pods, 11)).toEqual([13]);
    expect(since(nodes, 10)).toEqual([12]);
  });

  it('drops what is older than it has to keep', () => {
    const { pods, push, since } = logs({ maxAge: 300 });
    push(pods, 11, { time: 0 });
    push(pods, 12, { time: 100 });
    push(pods, 13, { time: 350 });
    expect(since(pods, 10)).toBeUndefined();
    expect(since(pods, 11)).toEqual([12, 13]);
  });
});
