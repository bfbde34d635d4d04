import { describe, expect, it } from 'vitest';
import type { Point, Sample } from './sample.ts';
import { nodeUsage, podUsage } from './usage-of.ts';

const T = Date.parse('2026-01-01T00:00:00Z');
const MI = 1024 * 1024;

const nodeSample = (cpu: number, at: number, memory = 64 * MI): Sample => ({
  node: { cpu, memory, at },
  pods: new Map(),
  at,
});
const podSample = (containers: Readonly<Record<string, Point>>): Sample => ({
  node: undefined,
  pods: new Map([['d/p', new Map(Object.entries(containers))]]),
  at: 0,
});

describe('nodeUsage', () => {
  it.each([
    ['a quarter of a processor', 10, 12.5, 10_000, '250m'],
    ['what is no whole thousandth', 0, 1, 3000, '333333333n'],
    ['nothing', 5, 5, 10_000, '0'],
    ['three processors', 0, 30, 10_000, '3'],
  ])('counts %s', (_name, before, now, window, cpu) => {
    const pair = { previous: nodeSample(before, T), last: nodeSample(now, T + window) };
    expect(nodeUsage(pair)?.usage).toEqual({ cpu, memory: '64Mi' });
  });

  it('says when and for how long', () => {
    const pair = { previous: nodeSample(0, T), last: nodeSample(1, T + 15_250, 5000) };
    expect(nodeUsage(pair)).toMatchObject({
      timestamp: '2026-01-01T00:00:15Z',
      window: '15.25s',
      usage: { memory: '5000' },
    });
  });

  it.each([
    ['time stands still', nodeSample(1, T), nodeSample(2, T)],
    ['the count went back', nodeSample(2, T), nodeSample(1, T + 1000)],
    ['there was nothing before', { ...nodeSample(0, T), node: undefined }, nodeSample(1, T + 1000)],
    ['there is nothing now', nodeSample(0, T), { ...nodeSample(1, T + 1000), node: undefined }],
  ])('knows nothing when %s', (_name, previous, last) => {
    expect(nodeUsage({ previous, last })).toBeUndefined();
  });
});

describe('podUsage', () => {
  const point = (cpu: number, at: number, startedAt = T - 60_000): Point => ({ cpu, memory: MI, at, startedAt });

  it('shows every container, at the earliest of their times', () => {
    const pair = {
      previous: podSample({ a: point(0, T), b: point(0, T) }),
      last: podSample({ a: point(1, T + 10_000), b: point(4, T + 8000) }),
    };
    expect(podUsage(pair, 'd/p')).toEqual({
      timestamp: '2026-01-01T00:00:08Z',
      window: '8s',
      containers: [
        { name: 'a', usage: { cpu: '100m', memory: '1Mi' } },
        { name: 'b', usage: { cpu: '500m', memory: '1Mi' } },
      ],
    });
  });

  it('counts a container that was started since from its start', () => {
    const before = podSample({ a: point(100, T) });
    const restarted = { previous: before, last: podSample({ a: point(5, T + 20_000, T + 10_000) }) };
    expect(podUsage(restarted, 'd/p')?.containers).toMatchObject([{ usage: { cpu: '500m' } }]);
    const added = { previous: podSample({}), last: podSample({ a: point(5, T + 20_000, T + 10_000) }) };
    expect(podUsage(added, 'd/p')?.window).toBe('10s');
  });

  it('says nothing of a pod of which one container has only just begun', () => {
    const previous = podSample({ a: point(0, T) });
    const last = podSample({ a: point(1, T + 10_000), b: point(1, T + 10_000, T + 9000) });
    expect(podUsage({ previous, last }, 'd/p')).toBeUndefined();
  });

  it('says nothing of a pod that the kubelet does not know', () => {
    expect(podUsage({ previous: podSample({}), last: podSample({}) }, 'd/other')).toBeUndefined();
  });
});
