import { describe, expect, it } from 'vitest';
import { advertisedAddress } from './advertised-address.ts';

const own = ['127.0.0.1', '::1', 'fe80::1', 'fd00::5', '169.254.3.4', '10.0.0.5', '10.0.0.6'];

describe('advertisedAddress', () => {
  it.each([
    ['what was asked for', '192.0.2.1', '0.0.0.0', '192.0.2.1'],
    ['where the server listens', undefined, '10.9.9.9', '10.9.9.9'],
    ['an IPv6 address where it listens', undefined, 'fd00::9', 'fd00::9'],
    ["the machine's first IPv4 address for a server that listens everywhere", undefined, '0.0.0.0', '10.0.0.5'],
    ["the machine's first IPv4 address for a server on loopback", undefined, '127.0.0.1', '10.0.0.5'],
    ['nothing when asked for loopback', '127.0.0.1', '10.9.9.9', undefined],
  ])('is %s', (_name, advertised, bound, expected) => {
    expect(advertisedAddress({ advertised, bound, own })).toBe(expected);
  });

  it('is nothing on a machine without a network', () => {
    expect(advertisedAddress({ advertised: undefined, bound: '127.0.0.1', own: ['127.0.0.1', '::1'] })).toBeUndefined();
  });
});
