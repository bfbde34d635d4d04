import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys, namespacePrefix, objectKey, resourcePrefix, resourcePrefixOf } from './object-key.ts';

describe('object keys', () => {
  const pods = { group: '', resource: 'pods' };
  it('have the group, the resource, the namespace if any, and the name', () => {
    expect(objectKey(pods, { namespace: 'default', name: 'a' })).toBe('/registry/core/pods/default/a');
    expect(objectKey({ group: '', resource: 'nodes' }, { name: 'n' })).toBe('/registry/core/nodes/n');
    expect(resourcePrefix({ group: 'apps', resource: 'deployments' })).toBe('/registry/apps/deployments/');
    expect(namespacePrefix(pods, 'default')).toBe('/registry/core/pods/default/');
  });

  it.each(['', '.', '..', 'a/b'])('cannot be made of %j', (name) => {
    expect(() => objectKey(pods, { namespace: 'default', name })).toThrow('one non-empty path segment');
  });

  it.each([
    ['/registry/core/pods/default/a', '/registry/core/pods/'],
    ['/registry/core/pods/', '/registry/core/pods/'],
    ['/registry/core/pods', undefined],
    ['/registry/', undefined],
    ['compact_rev_key', undefined],
  ])('%s belongs to %s', (key, prefix) => {
    expect(resourcePrefixOf(key)).toBe(prefix);
  });
});

describe('compareKeys()', () => {
  it('orders as the bytes do', () => {
    const point = fc.oneof(
      fc.constantFrom(0x2f, 0x61, 0xff5e),
      fc.integer({ min: 0, max: 0xd7ff }),
      fc.integer({ min: 0xe000, max: 0x10ffff }),
    );
    const text = fc.array(point, { maxLength: 6 }).map((points) => String.fromCodePoint(...points));
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });
});
