import { describe, expect, it } from 'vitest';
import { podOf } from '../pods/testing/pictures.ts';
import { formatBytes } from './format-bytes.ts';
import { planEviction, pressureVerdict, volumeVerdict } from './plan-eviction.ts';
import { pressureOf, type Readings } from './pressure.ts';

const GIB = 2 ** 30;
const pod = (name: string, spec: object = {}, more: { metadata?: object; status?: object } = {}) =>
  podOf(spec, { metadata: { name, ...more.metadata }, status: { startTime: '2026-01-01T00:00:00Z', ...more.status } });
const guaranteed = {
  containers: [{ name: 'app', image: 'app:1', resources: { limits: { cpu: '1', memory: '1Gi' } } }],
};

describe('planEviction', () => {
  it.each([
    ['who was promised least', [pod('promised', guaranteed), pod('unasked')], 'unasked'],
    ['who has less priority', [pod('unasked', { priority: 10 }), pod('promised', guaranteed)], 'promised'],
    ['who came last', [pod('old'), pod('young', {}, { status: { startTime: '2026-02-01T00:00:00Z' } })], 'young'],
    ['nobody of the system', [pod('system', { priority: 2_000_001_000 })], undefined],
    ['nobody who is over', [pod('done', {}, { status: { phase: 'Succeeded' } })], undefined],
    [
      'nobody who is about to end',
      [pod('ends', {}, { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } })],
      undefined,
    ],
  ])('chooses %s', (_name, pods, expected) => {
    expect(planEviction(pods)?.metadata.name).toBe(expected);
  });
});

describe('what is said of it', () => {
  it('names the resource with its amounts', () => {
    const reading = { available: 64 * 2 ** 20, capacity: 8 * GIB };
    expect(pressureVerdict('memory', reading)).toMatchObject({
      reason: 'Evicted',
      message: 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 64Mi. ',
      isDisruption: true,
    });
    expect(pressureVerdict('pids', { available: 3, capacity: 1000 }).message).toContain(
      'pids. Threshold quantity: 20, available: 3',
    );
  });

  it('names the volume with its limit', () => {
    expect(volumeVerdict('cache', '1Gi').message).toBe('Usage of EmptyDir volume "cache" exceeds the limit "1Gi". ');
  });

  it.each([
    [3 * GIB, '3Gi'],
    [1536 * 1024, '1536Ki'],
    [2048, '2Ki'],
    [1500, '1Ki'],
    [0, '0Ki'],
  ])('writes %i bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('pressureOf', () => {
  const well: Readings = {
    memory: { available: GIB, capacity: 8 * GIB },
    disk: { available: 5 * GIB, capacity: 100 * GIB },
    pids: { available: 30_000, capacity: 32_768 },
  };
  it.each<[string, Partial<Readings>, readonly string[]]>([
    ['nothing', {}, []],
    ['memory', { memory: { available: 50 * 2 ** 20, capacity: 8 * GIB } }, ['memory']],
    ['disk', { disk: { available: GIB / 2, capacity: 100 * GIB } }, ['disk']],
    ['nothing of a small disk that is half empty', { disk: { available: GIB / 2, capacity: GIB } }, []],
    ['processes', { pids: { available: 10, capacity: 32_768 } }, ['pids']],
  ])('finds too little of %s', (_name, changed, expected) => {
    const low = Object.entries(pressureOf({ ...well, ...changed })).filter(([, isLow]) => isLow);
    expect(low.map(([resource]) => resource)).toEqual(expected);
  });
});
