import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@wherry/api/resources';
import { Store } from './store.ts';

const object = (name: string, labels: Record<string, string> = {}): KubeObject => ({
  metadata: { namespace: 'n', name, labels },
});

describe('Store', () => {
  const byApp = { app: ({ metadata }: Readonly<KubeObject>) => Object.values(metadata.labels ?? {}) };
  const names = (objects: readonly Readonly<KubeObject>[]) =>
    objects.map(({ metadata }) => metadata.name).toSorted((a = '', b = '') => a.localeCompare(b));

  it('finds objects by key and by the values of an index', () => {
    const store = new Store(byApp);
    store.set(object('a', { app: 'x' }));
    store.set(object('b', { app: 'x', tier: 'y' }));
    expect(store.get('n/a')?.metadata.name).toBe('a');
    expect(names(store.by('app', 'x'))).toEqual(['a', 'b']);
    expect(names(store.by('app', 'y'))).toEqual(['b']);
  });

  it('moves an object in the index when it changes, and forgets one that goes', () => {
    const store = new Store(byApp);
    store.set(object('a', { app: 'x' }));
    expect(store.set(object('a', { app: 'z' }))?.metadata.labels).toEqual({ app: 'x' });
    expect(store.by('app', 'x')).toEqual([]);
    store.delete('n/a');
    expect(store.by('app', 'z')).toEqual([]);
    expect(store.size).toBe(0);
  });

  it('refuses an index that it does not have', () => {
    expect(() => new Store().by('app', 'x')).toThrow('no such index');
  });
});
