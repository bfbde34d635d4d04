import { describe, expect, it } from 'vitest';
import { domainOf, hostnameOf } from './pod-hostname.ts';
import { podOf } from './testing/pictures.ts';

describe('the host name of a pod', () => {
  it.each([
    ['its name', {}, 'web'],
    ['what it says', { hostname: 'shop' }, 'shop'],
    [
      'what overrides that',
      { hostname: 'shop', subdomain: 'sub', hostnameOverride: 'db.example.com' },
      'db.example.com',
    ],
  ])('is %s', (_name, spec, expected) => {
    expect(hostnameOf(podOf(spec))).toBe(expected);
  });

  it('is shortened, and ends as a name may', () => {
    const name = `${'a'.repeat(62)}-b`;
    expect(hostnameOf(podOf({}, { metadata: { name } }))).toBe('a'.repeat(62));
  });

  it('is in a domain by its subdomain, unless another name stands for it', () => {
    expect(domainOf(podOf({ subdomain: 'sub' }), 'cluster.local')).toBe('sub.default.svc.cluster.local');
    expect(domainOf(podOf(), 'cluster.local')).toBeUndefined();
    expect(domainOf(podOf({ subdomain: 'sub', hostnameOverride: 'x' }), 'cluster.local')).toBeUndefined();
  });
});
