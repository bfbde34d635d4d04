import { describe, expect, it } from 'vitest';
import { ipRange } from './ip-range.ts';

describe('ipRange', () => {
  it.each([
    ['an IPv4 block', '10.96.0.0/16', 65534, '10.96.0.1', '10.96.255.254'],
    ['an IPv4 block that is given by an address in it', '10.96.3.4/24', 254, '10.96.3.1', '10.96.3.254'],
    ['the smallest useful IPv4 block', '10.0.0.0/30', 2, '10.0.0.1', '10.0.0.2'],
    ['an IPv6 block', 'fd00:10:96::/112', 65535, 'fd00:10:96::1', 'fd00:10:96::ffff'],
    ['an IPv6 block that is not used to its end', 'fd00::/64', 2 ** 20, 'fd00::1', 'fd00::10:0'],
  ])('hands out the addresses of %s', (_name, cidr, size, first, last) => {
    const range = ipRange(cidr);
    expect(range.size).toBe(size);
    expect([range.at(0), range.at(size - 1)]).toEqual([first, last]);
    expect([first, last].every((address) => range.contains(address))).toBe(true);
  });

  it.each([
    ['the address of the network', '10.96.0.0/24', '10.96.0.0'],
    ['the broadcast address', '10.96.0.0/24', '10.96.0.255'],
    ['an address before it', '10.96.0.0/24', '10.95.255.255'],
    ['an address after it', '10.96.0.0/24', '10.96.1.0'],
    ['an address of the other family', '10.96.0.0/24', 'fd00::1'],
    ['what lies beyond the used part', 'fd00::/64', 'fd00::10:1'],
  ])('does not contain %s', (_name, cidr, address) => {
    expect(ipRange(cidr).contains(address)).toBe(false);
  });

  it.each(['', '10.96.0.0', '10.96.0.0/', '10.96.0.0/33', 'fd00::/129', '10.96.0/24', 'x/24', '10.0.0.0/-1'])(
    'is not made of %j',
    (cidr) => {
      expect(() => ipRange(cidr)).toThrow(`Cannot use ${cidr} as a range: it is no CIDR block`);
    },
  );

  it('writes IPv6 addresses in their shortest form', () => {
    const range = ipRange('2001:db8:0:1:0:0:0:0/112');
    expect(range.at(0)).toBe('2001:db8:0:1::1');
    expect(range.contains('2001:0db8:0000:0001:0000:0000:0000:0001')).toBe(true);
  });
});
