import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_ENDPOINTS, packSlices, type SliceContent, type SlicePlan } from './pack-slices.ts';
import { sliceOf } from './testing/new-objects.ts';
import type { Endpoint, EndpointSlice } from '@wherry/api/discovery-v1';

const http = [{ name: 'http', port: 8080, protocol: 'TCP' as const }];
const endpoint = (n: number, ready = true): Endpoint => ({
  addresses: [`10.244.${Math.floor(n / 250)}.${n % 250}`],
  conditions: { ready },
  targetRef: { kind: 'Pod', namespace: 'default', name: `p${n}`, uid: `u${n}` },
});
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => endpoint(from + i));
const content = (endpoints: readonly Endpoint[], ports = http): SliceContent => ({
  addressType: 'IPv4',
  ports,
  endpoints,
});

function pack(endpoints: readonly Endpoint[], slices: readonly EndpointSlice[], isLabelled = () => true): SlicePlan {
  return packSlices({ families: ['IPv4'], groups: [content(endpoints)], slices, isLabelled });
}

const summary = ({ create, update, delete: gone }: SlicePlan) => ({
  create: create.map(({ endpoints }) => endpoints.length),
  update: update.map(({ slice, content: { endpoints } }) => [slice.metadata.name, endpoints.length]),
  delete: gone.map(({ metadata }) => metadata.name),
});

describe('packSlices', () => {
  const full = sliceOf('full', content(range(0, 100)));
  const half = sliceOf('half', content(range(100, 150)));
  const fourFifths = sliceOf('fuller', content(range(200, 280)));
  const nothing = sliceOf('none', content([], []));

  it.each([
    ['an empty slice for no endpoints', [], [], { create: [0], update: [], delete: [] }],
    ['a hundred in a slice', range(0, 250), [], { create: [100, 100, 50], update: [], delete: [] }],
    ['nothing when all is there', range(0, 150), [full, half], { create: [], update: [], delete: [] }],
    ['a new one into one with room', range(0, 151), [full, half], { create: [], update: [['half', 51]], delete: [] }],
    [
      'a new one into the fullest with room',
      [...range(100, 150), ...range(200, 281)],
      [half, fourFifths],
      { create: [], update: [['fuller', 81]], delete: [] },
    ],
    [
      'a new one into a slice that changes anyway',
      [...range(0, 99), ...range(100, 150), endpoint(999)],
      [full, half],
      { create: [], update: [['full', 100]], delete: [] },
    ],
    ['no slice without endpoints', range(0, 100), [full, half], { create: [], update: [], delete: ['half'] }],
    ['the last slice as a placeholder', [], [full], { create: [], update: [['full', 0]], delete: [] }],
    ['a placeholder as it is', [], [nothing], { create: [], update: [], delete: [] }],
    ['endpoints into a placeholder', range(0, 2), [nothing], { create: [], update: [['none', 2]], delete: [] }],
  ])('puts %s', (_name, endpoints, slices, expected) => {
    expect(summary(pack(endpoints, slices))).toEqual(expected);
  });

  it('writes a slice anew when an endpoint changes, or a label', () => {
    const [first, ...rest] = range(0, 3);
    const slice = sliceOf('a', content([endpoint(0, false), ...rest]));
    expect(summary(pack([first ?? endpoint(0), ...rest], [slice]))).toEqual({
      create: [],
      update: [['a', 3]],
      delete: [],
    });
    expect(summary(pack(range(0, 3), [sliceOf('a', content(range(0, 3)))], () => false)).update).toEqual([['a', 3]]);
  });

  it('deletes slices of families that are not wanted', () => {
    const other = { ...sliceOf('six', content([])), addressType: 'IPv6' as const };
    expect(summary(pack(range(0, 150), [full, half, other])).delete).toEqual(['six']);
  });

  it('ends with all endpoints once, whatever was there', () => {
    const some = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 250 });
    fc.assert(
      fc.property(some, fc.array(some, { maxLength: 4 }), (wanted, before) => {
        const slices = before.map((numbers, i) =>
          sliceOf(`s${i}`, content(numbers.map((n) => endpoint(n)).slice(0, 100))),
        );
        const plan = pack(
          wanted.map((n) => endpoint(n)),
          slices,
        );
        const touched = [...plan.update.map(({ slice }) => slice), ...plan.delete];
        const after = [
          ...slices.filter((slice) => !touched.includes(slice)).map(({ endpoints }) => endpoints),
          ...plan.update.map((each) => each.content.endpoints),
          ...plan.create.map(({ endpoints }) => endpoints),
        ];
        const names = (endpoints: readonly Endpoint[]) => endpoints.map(({ targetRef }) => targetRef?.name ?? '');
        expect(after.flatMap(names).toSorted()).toEqual(wanted.map((n) => `p${n}`).toSorted());
        expect(Math.max(0, ...after.map(({ length }) => length))).toBeLessThanOrEqual(MOST_ENDPOINTS);
        expect(after.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
});
