import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Destination, PlannedHost } from './route-plan.ts';
import { compileRoutes } from './route-table.ts';

function to(ingress: string): Destination {
  const upstream = { id: ingress, namespace: 'd', service: 's', endpoints: [], problem: undefined };
  return { upstream, namespace: 'd', ingress, forcesHttps: false };
}

function hostOf(host: string, paths: readonly string[], fallback?: string): PlannedHost {
  return {
    host,
    paths: paths.map((text) => {
      const kind = text.startsWith('=') ? 'exact' : 'prefix';
      const path = text.slice(kind === 'exact' ? 1 : 0);
      return {
        kind,
        path: kind === 'prefix' && path.endsWith('/') ? path.slice(0, -1) : path,
        destination: to(host + text),
      };
    }),
    fallback: fallback === undefined ? undefined : to(fallback),
  };
}

function answer(hosts: readonly PlannedHost[], host: string, path: string, last?: string): string | undefined {
  const plan = { hosts, fallback: last === undefined ? undefined : to(last) };
  return compileRoutes(plan, ({ ingress }) => ingress).find(host, path);
}

// As in https://kubernetes.io/docs/concepts/services-networking/ingress/#examples
describe('compileRoutes() paths', () => {
  it.each([
    [['/'], '/any/path', '/'],
    [['=/foo'], '/foo', '=/foo'],
    [['=/foo'], '/bar', undefined],
    [['=/foo'], '/foo/', undefined],
    [['=/foo/'], '/foo', undefined],
    [['/foo'], '/foo', '/foo'],
    [['/foo'], '/foo/', '/foo'],
    [['/foo/'], '/foo', '/foo/'],
    [['/foo/'], '/foo/', '/foo/'],
    [['/aaa/bb'], '/aaa/bbb', undefined],
    [['/aaa/bbb'], '/aaa/bbb', '/aaa/bbb'],
    [['/aaa/bbb/'], '/aaa/bbb', '/aaa/bbb/'],
    [['/aaa/bbb'], '/aaa/bbb/', '/aaa/bbb'],
    [['/aaa/bbb'], '/aaa/bbb/ccc', '/aaa/bbb'],
    [['/aaa/bbb'], '/aaa/bbbxyz', undefined],
    [['/', '/aaa'], '/aaa/ccc', '/aaa'],
    [['/', '/aaa'], '/aaaa', '/'],
    [['/', '/aaa', '/aaa/bbb'], '/aaa/bbb', '/aaa/bbb'],
    [['/', '/aaa', '/aaa/bbb'], '/ccc', '/'],
    [['/aaa'], '/ccc', undefined],
    [['=/foo', '/foo'], '/foo', '=/foo'],
    [['=/foo', '/foo'], '/foo/bar', '/foo'],
    [['/foo', '=/'], '/', '=/'],
    [['/Foo'], '/foo', undefined],
  ])('%j: %s finds %s', (paths, path, expected) => {
    expect(answer([hostOf('', paths)], 'a.example', path)).toBe(expected);
  });

  it('finds the longest prefix by elements, whatever the paths (property)', () => {
    const element = fc.constantFrom('a', 'b', 'ab', '');
    const path = fc.array(element, { maxLength: 6 }).map((elements) => `/${elements.join('/')}`);
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 6 }), path, (prefixes, asked) => {
        const normal = [...new Set(prefixes.map((prefix) => (prefix.endsWith('/') ? prefix.slice(0, -1) : prefix)))];
        const matching = normal.filter((prefix) => asked === prefix || asked.startsWith(`${prefix}/`));
        const longest = matching.sort((one, other) => other.length - one.length)[0];
        const expected = longest === undefined ? undefined : `${longest}/`;
        expect(
          answer(
            [
              hostOf(
                '',
                normal.map((prefix) => `${prefix}/`),
              ),
            ],
            'h',
            asked,
          ),
        ).toBe(expected);
      }),
    );
  });
});

describe('compileRoutes() hosts', () => {
  const hosts = [
    hostOf('a.example', ['/x']),
    hostOf('*.example', ['/x', '/y']),
    hostOf('', ['/z'], 'any fallback'),
    hostOf('b.example', ['/only'], 'b fallback'),
  ];

  it.each([
    ['a.example', '/x', 'a.example/x'],
    ['a.example', '/y', '*.example/y'],
    ['a.example', '/z', '/z'],
    ['a.example', '/none', 'any fallback'],
    ['c.example', '/x', '*.example/x'],
    ['d.c.example', '/x', 'any fallback'],
    ['example', '/x', 'any fallback'],
    ['.example', '/x', 'any fallback'],
    ['b.example', '/none', 'b fallback'],
    ['b.example', '/z', '/z'],
    ['__proto__', '/z', '/z'],
    ['', '/z', '/z'],
  ])('%s %s finds %s', (host, path, expected) => {
    expect(answer(hosts, host, path)).toBe(expected);
  });

  it('uses the last resort when nothing else answers', () => {
    expect(answer([hostOf('a.example', ['/x'])], 'a.example', '/y', 'last')).toBe('last');
    expect(answer([], 'a.example', '/y')).toBeUndefined();
  });

  it('binds each destination once', () => {
    const shared = to('shared');
    const paths = ['/a', '/b'].map((path) => ({ kind: 'prefix' as const, path, destination: shared }));
    let bound = 0;
    compileRoutes({ hosts: [{ host: '', paths, fallback: shared }], fallback: shared }, () => (bound += 1));
    expect(bound).toBe(1);
  });

  it('is not slowed down by paths of nothing but slashes', () => {
    const table = compileRoutes({ hosts: [hostOf('', ['/a/b'])], fallback: undefined }, ({ ingress }) => ingress);
    const lastIndexOf = vi.spyOn(String.prototype, 'lastIndexOf');
    table.find('h', '/'.repeat(8000));
    expect(lastIndexOf.mock.calls.length).toBeLessThan(10);
    lastIndexOf.mockRestore();
  });
});
