import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys } from '../object-key.ts';
import { Entry } from './entry.ts';
import { MemoBudget } from './memo-budget.ts';
import { type Selection, SortedEntries } from './sorted-entries.ts';

const parsed = new MemoBudget(0);
const entry = (key: string, revision = 1) => new Entry({ key, revision, text: '', parsed });
const shown = (entries: readonly Entry[]) => entries.map(({ key, revision }) => `${key}@${revision}`);

/** What `select` has to return, by the simplest means. */
function naive(all: ReadonlyMap<string, Entry>, { prefix, after, limit = Infinity, where = () => true }: Selection) {
  const candidates = [...all.values()]
    .toSorted((a, b) => compareKeys(a.key, b.key))
    .filter(({ key }) => key.startsWith(prefix) && (after === undefined || compareKeys(key, after) > 0));
  const wanted = candidates.filter(where).slice(0, limit);
  const full = wanted.length >= limit;
  const last = wanted.at(-1);
  return {
    entries: shown(wanted),
    remaining: full ? candidates.length - (last ? candidates.indexOf(last) + 1 : 0) : 0,
  };
}

const key = fc.tuple(fc.constantFrom('a/', 'b/', 'b0'), fc.nat(400)).map(([prefix, n]) => `${prefix}${n}`);
const selection = fc.record(
  {
    prefix: fc.constantFrom('a/', 'b/', 'c/'),
    after: key,
    limit: fc.nat(300),
    where: fc.constant((candidate: Entry) => candidate.revision % 2 === 0),
  },
  { requiredKeys: ['prefix'] },
);

describe('SortedEntries', () => {
  it('selects like a sorted copy would, through any changes, and snapshots stay as they were', () => {
    const change = fc.tuple(fc.constantFrom('put', 'put', 'put', 'delete', 'snapshot'), key);
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 900, size: 'max' }),
        fc.array(selection, { minLength: 3 }),
        (changes, selections) => {
          const entries = new SortedEntries();
          const all = new Map<string, Entry>();
          const snapshots = [];
          for (const [i, [kind, at]] of changes.entries()) {
            if (kind === 'snapshot' && snapshots.length < 5)
              snapshots.push({ view: entries.snapshot(), all: new Map(all) });
            if (kind === 'put') {
              const added = entry(at, i);
              entries.put(added);
              all.set(at, added);
            }
            if (kind === 'delete') {
              entries.delete(at);
              all.delete(at);
            }
          }
          for (const state of [{ view: entries, all }, ...snapshots]) {
            for (const wanted of selections) {
              const selected = state.view.select(wanted);
              expect({ ...selected, entries: shown(selected.entries) }).toEqual(naive(state.all, wanted));
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('never leaves the prefix, wherever it is told to start', () => {
    const entries = new SortedEntries();
    for (const at of ['a/1', 'b/1', 'c/1']) entries.put(entry(at));
    expect(shown(entries.select({ prefix: 'b/', after: '' }).entries)).toEqual(['b/1@1']);
    expect(shown(entries.select({ prefix: 'b/', after: 'z' }).entries)).toEqual([]);
  });
});
