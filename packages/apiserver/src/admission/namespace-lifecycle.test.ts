import { ConfigMaps, Namespaces, type Namespace } from '@wherry/api/core-v1';
import { decodeJson } from '@wherry/api/schema';
import { fakeClock } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import { startTestRegistry } from '../testing/start-test-registry.ts';
import type { Admitted } from './admission.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';

const named = (name: string) => ({ namespace: '', name });

describe('namespaceLifecycle', () => {
  it('refuses what is made in a namespace that does not exist', async () => {
    const { create } = await startTestRegistry();
    await expect(create(ConfigMaps, { metadata: { name: 'x', namespace: 'nope' } })).rejects.toMatchObject({
      code: 404,
      message: 'namespaces "nope" not found',
    });
  });

  it('refuses what is made in a namespace that goes away, and says so for machines', async () => {
    const { create, update, delete: remove } = await startTestRegistry();
    await create(Namespaces, { metadata: { name: 'a' } });
    await create(ConfigMaps, { metadata: { name: 'before', namespace: 'a' } });
    await remove(Namespaces, named('a'));
    await expect(create(ConfigMaps, { metadata: { name: 'x', namespace: 'a' } })).rejects.toMatchObject({
      code: 403,
      message:
        'configmaps "x" is forbidden: unable to create new content in namespace a because it is being terminated',
      details: {
        kind: 'configmaps',
        name: 'x',
        causes: [
          { reason: 'NamespaceTerminating', message: 'namespace a is being terminated', field: 'metadata.namespace' },
        ],
      },
    });
    const changed = await update(ConfigMaps, { namespace: 'a', name: 'before' }, (map) => ({
      ...map,
      data: { key: 'value' },
    }));
    expect(changed.data).toEqual({ key: 'value' });
  });

  it.each(['default', 'kube-system', 'kube-public'])('keeps the namespace %s', async (name) => {
    const { delete: remove } = await startTestRegistry();
    await expect(remove(Namespaces, named(name))).rejects.toMatchObject({
      code: 403,
      message: `namespaces "${name}" is forbidden: this namespace may not be deleted`,
    });
  });

  it('asks the store about a namespace that was deleted a moment ago, whatever the cache says', async () => {
    const { served } = await startTestRegistry();
    const clock = fakeClock();
    const stale: Namespace = decodeJson(Namespaces.schema, {
      metadata: { name: 'a' },
      status: { phase: 'Active' },
    }).value as Namespace;
    const gone: Namespace = { ...stale, status: { phase: 'Terminating' } };
    let lookups = 0;
    const plugin = namespaceLifecycle({
      clock,
      lookup: {
        find: async <T>() => stale as T,
        live: async <T>() => {
          lookups += 1;
          return gone as T;
        },
      },
    });
    const request = (more: Partial<Admitted>): Admitted => ({
      operation: 'CREATE',
      served: served(ConfigMaps),
      subresource: '',
      namespace: 'a',
      name: 'x',
      user: { name: 'ann', groups: [], extra: {} },
      dryRun: false,
      warn: () => undefined,
      ...more,
    });
    await plugin.admit?.(request({}));
    expect(lookups).toBe(0);
    await plugin.admit?.(request({ operation: 'DELETE', served: served(Namespaces), namespace: '', name: 'a' }));
    await expect(plugin.admit?.(request({}))).rejects.toThrow('because it is being terminated');
    await clock.advance(31_000);
    await plugin.admit?.(request({}));
    expect(lookups).toBe(1);
  });
});
