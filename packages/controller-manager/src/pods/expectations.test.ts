import { describe, expect, it } from 'vitest';
import type { Pod } from '@wherry/api/core-v1';
import { fakeClock } from '@wherry/component';
import { Expectations } from './expectations.ts';

const key = 'default/web';

function pod(name: string, metadata: Partial<Pod['metadata']> = {}): Pod {
  return {
    metadata: { namespace: 'default', name, uid: `uid-${name}`, ...metadata },
    spec: { containers: [] },
    status: {},
  };
}

function start(...known: Pod[]) {
  const clock = fakeClock();
  const store = new Map(known.map((some) => [`default/${some.metadata.name ?? ''}`, some]));
  const pods = { revision: 10, get: (podKey: string) => store.get(podKey) };
  return { clock, pods, store, expectations: new Expectations({ pods, clock }) };
}

describe('Expectations', () => {
  it('are met when nothing has been done', () => {
    expect(start().expectations.areMet(key)).toBe(true);
  });

  it('wait until the picture has come as far as the last creation', () => {
    const { expectations, pods } = start();
    expectations.created(key, pod('a', { resourceVersion: '12' }));
    expectations.created(key, pod('b', { resourceVersion: '11' }));
    expect(expectations.areMet(key)).toBe(false);
    pods.revision = 11;
    expect(expectations.areMet(key)).toBe(false);
    pods.revision = 12;
    expect(expectations.areMet(key)).toBe(true);
  });

  it.each<[string, (store: Map<string, Pod>) => void]>([
    ['gone', (store) => store.delete('default/a')],
    ['going', (store) => store.set('default/a', pod('a', { deletionTimestamp: '2026-01-01T00:00:00Z' }))],
    ['another of the same name', (store) => store.set('default/a', pod('a', { uid: 'next' }))],
  ])('wait until a deleted pod is %s', (_name, change) => {
    const { expectations, store } = start(pod('a'));
    expectations.deleted(key, pod('a'));
    expect(expectations.areMet(key)).toBe(false);
    change(store);
    expect(expectations.areMet(key)).toBe(true);
  });

  it('of one key do not hold up another', () => {
    const { expectations } = start();
    expectations.created(key, pod('a', { resourceVersion: '12' }));
    expect(expectations.areMet('default/other')).toBe(true);
  });

  it('are given up after five minutes', async () => {
    const { expectations, clock } = start();
    expectations.created(key, pod('a', { resourceVersion: '12' }));
    await clock.advance(299_000);
    expect(expectations.areMet(key)).toBe(false);
    await clock.advance(1_000);
    expect(expectations.areMet(key)).toBe(true);
  });

  it('are forgotten with their owner', () => {
    const { expectations } = start();
    expectations.created(key, pod('a', { resourceVersion: '12' }));
    expectations.forget(key);
    expect(expectations.areMet(key)).toBe(true);
  });
});
