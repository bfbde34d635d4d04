import { describe, expect, it } from 'vitest';
import { Entry } from './entry.ts';
import { CacheEvent } from './cache-event.ts';
import { MemoBudget } from './memo-budget.ts';
import { Queue } from './queue.ts';

const text = (name: string) => `{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"1","name":"${name}"}}`;

describe('MemoBudget', () => {
  it('lets entries forget their objects, those that are asked for last', () => {
    const size = text('a').length;
    const budget = new MemoBudget(size * 2);
    const [a, b, c] = ['a', 'b', 'c'].map(
      (name) => new Entry({ key: name, revision: 1, text: text(name), parsed: budget }),
    ) as [Entry, Entry, Entry];
    const objectOfA = a.object;
    const objectOfB = b.object;
    expect(a.object).toBe(objectOfA);
    expect(c.object.metadata['name']).toBe('c');
    expect(budget.size).toBe(size * 2);
    expect(a.object).toBe(objectOfA);
    expect(b.object).not.toBe(objectOfB);
    expect(b.object).toEqual(objectOfB);
  });

  it('makes a frame once while it is remembered', () => {
    const parsed = new MemoBudget(0);
    const entry = new Entry({ key: 'a', revision: 5, text: text('a'), parsed });
    const frames = new MemoBudget(1000);
    const event = new CacheEvent({ key: 'a', revision: 5, entry, previous: undefined, time: 0, frames });
    const frame = event.frame();
    expect(frame.toString()).toBe(`{"type":"ADDED","object":${text('a')}}\n`);
    expect(event.frame('ADDED')).toBe(frame);
    for (let i = 0; i < 2; i += 1) frames.admit({ wanted: true, forget: () => undefined }, 950);
    expect(event.frame('ADDED')).not.toBe(frame);
  });

  it('does not forget for ever when everything is wanted', () => {
    const budget = new MemoBudget(1);
    const memos = Array.from({ length: 3 }, () => ({
      wanted: true,
      forgotten: false,
      forget() {
        this.forgotten = true;
      },
    }));
    for (const memo of memos) budget.admit(memo, 1);
    expect(memos.filter((memo) => memo.forgotten)).toHaveLength(2);
    expect(budget.size).toBe(1);
  });
});

describe('CacheEvent', () => {
  const parsed = new MemoBudget(0);
  const frames = new MemoBudget(10_000);
  const before = new Entry({ key: 'a', revision: 5, text: text('before').replace('"1"', '"5"'), parsed });
  const after = new Entry({ key: 'a', revision: 8, text: text('after').replace('"1"', '"8"'), parsed });
  const event = (entry: Entry | undefined, previous: Entry | undefined) =>
    new CacheEvent({ key: 'a', revision: 8, entry, previous, time: 0, frames });

  it('knows what happened', () => {
    expect([event(after, undefined).type, event(after, before).type, event(undefined, before).type]).toEqual([
      'ADDED',
      'MODIFIED',
      'DELETED',
    ]);
  });

  it('shows what was deleted, or is no longer seen, as it was, at the revision of the change', () => {
    for (const change of [event(undefined, before), event(after, before)]) {
      const { type, object } = JSON.parse(change.frame('DELETED').toString()) as { type: string; object: object };
      expect({ type, object }).toMatchObject({
        type: 'DELETED',
        object: { metadata: { name: 'before', resourceVersion: '8' } },
      });
    }
    expect(event(after, before).frame('ADDED').toString()).toContain('"name":"after"');
  });
});

describe('Queue', () => {
  it('gives back what was put in, in order, however it grows and shrinks', () => {
    const queue = new Queue<number>();
    const model: number[] = [];
    for (let i = 0; i < 1000; i += 1) {
      queue.push(i);
      model.push(i);
      if (i % 3 !== 0) expect(queue.shift()).toBe(model.shift());
      expect(queue.length).toBe(model.length);
      expect(queue.at(model.length >> 1)).toBe(model[model.length >> 1]);
    }
    while (model.length > 0) expect(queue.shift()).toBe(model.shift());
    expect(queue.shift()).toBeUndefined();
    expect(queue.length).toBe(0);
    expect(queue.at(-1)).toBeUndefined();
  });
});
