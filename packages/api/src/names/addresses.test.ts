import { describe, expect, it } from 'vitest';

import {
  cidrContains,
  cidrWarnings,
  formatCidr,
  parseCidr,
  validateCidr,
  validateInterfaceAddress,
  validateLegacyCidr,
} from './cidr.ts';
import { formatIp, ipWarnings, isIpv4, parseIp, validateIp, validateLegacyIp } from './ip-address.ts';

describe('formatIp of parseIp', () => {
  it.each([
    ['IPv4', '10.0.0.1', '10.0.0.1'],
    ['leading zeros, read as decimal', '010.009.0.255', '10.9.0.255'],
    ['the first of two equal runs of zeros', '1:0:0:2:0:0:3:4', '1::2:0:0:3:4'],
    ['the longest run of zeros', '1:0:0:2:0:0:0:4', '1:0:0:2::4'],
    ['no run of one', '1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['zeros at the end', 'FE80:0:0:0:0:0:0:0', 'fe80::'],
    ['nothing but zeros', '0::0', '::'],
    ['an embedded IPv4 address', '64:ff9b::1.2.3.4', '64:ff9b::102:304'],
    ['a mapped IPv4 address', '::ffff:1.2.3.4', '1.2.3.4'],
    ['five digits with a leading zero', '::00abc', '::abc'],
  ])('writes %s', (_name, text, canonical) => {
    const address = parseIp(text);
    expect(address && formatIp(address)).toBe(canonical);
  });

  it.each([
    '',
    '1',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '1.2.3.x',
    ':',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    '1:2:3:4:5:6:7:8::',
    '12345::',
    'fe80::1%eth0',
    '1.2.3.4::',
    '::1.2.3',
  ])('%j is no address', (text) => {
    expect(parseIp(text)).toBeUndefined();
  });
});

describe('the checks of addresses', () => {
  it.each([
    ['strict: canonical', validateIp, '2001:db8::1', []],
    ['strict: nonsense', validateIp, 'x', ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']],
    ['strict: leading zeros', validateIp, '01.2.3.4', ['must not have leading 0s']],
    ['strict: mapped', validateIp, '::ffff:1.2.3.4', ['must not be an IPv4-mapped IPv6 address']],
    ['strict: capitals', validateIp, '2001:DB8::1', ['must be in canonical form ("2001:db8::1")']],
    ['legacy: leading zeros', validateLegacyIp, '01.2.3.4', []],
    ['legacy: nonsense', validateLegacyIp, '1.2.3', ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']],
    ['strict block: canonical', validateCidr, '10.0.0.0/8', []],
    [
      'strict block: no length',
      validateCidr,
      '10.0.0.0',
      ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'],
    ],
    [
      'strict block: too long',
      validateCidr,
      '10.0.0.0/33',
      ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'],
    ],
    ['strict block: leading zeros', validateCidr, '10.0.0.0/08', ['must not have leading 0s in IP or prefix length']],
    ['strict block: mapped', validateCidr, '::ffff:1.2.3.0/120', ['must not have an IPv4-mapped IPv6 address']],
    [
      'strict block: bits after the prefix',
      validateCidr,
      '10.0.0.1/8',
      ['must not have bits set beyond the prefix length'],
    ],
    ['strict block: capitals', validateCidr, '2001:DB8::/32', ['must be in canonical form ("2001:db8::/32")']],
    ['legacy block: bits after the prefix', validateLegacyCidr, '10.0.0.1/8', []],
    [
      'legacy block: nonsense',
      validateLegacyCidr,
      '10.0.0.1/',
      ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'],
    ],
    ['interface address', validateInterfaceAddress, '10.0.0.1/8', []],
    [
      'interface address: mapped',
      validateInterfaceAddress,
      '::ffff:10.0.0.1/120',
      ['must be in canonical form ("10.0.0.1/24")'],
    ],
    [
      'interface address: nonsense',
      validateInterfaceAddress,
      '10.0.0.1',
      ['must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)'],
    ],
  ])('%s', (_name, validate, text, messages) => {
    expect(validate(text)).toEqual(messages);
  });

  it.each([
    ['a good address', ipWarnings, '1.2.3.4', []],
    [
      'leading zeros',
      ipWarnings,
      '01.2.3.4',
      [
        'f: non-standard IP address "01.2.3.4" will be considered invalid in a future Kubernetes release: use "1.2.3.4"',
      ],
    ],
    ['capitals', ipWarnings, '::A', ['f: IPv6 address "::A" should be in RFC 5952 canonical format ("::a")']],
    ['a good block', cidrWarnings, '10.0.0.0/8', []],
    [
      'an ambiguous block',
      cidrWarnings,
      '10.0.0.1/8',
      ['f: CIDR value "10.0.0.1/8" is ambiguous in this context (should be "10.0.0.0/8" or "10.0.0.1/32"?)'],
    ],
    [
      'a leading zero in the length',
      cidrWarnings,
      '10.0.0.0/08',
      [
        'f: non-standard CIDR value "10.0.0.0/08" will be considered invalid in a future Kubernetes release: use "10.0.0.0/8"',
      ],
    ],
    [
      'a block in capitals',
      cidrWarnings,
      'A::/16',
      ['f: IPv6 CIDR value "A::/16" should be in RFC 5952 canonical format ("a::/16")'],
    ],
  ])('warns of %s', (_name, warn, text, warnings) => {
    expect(warn('f', text)).toEqual(warnings);
  });
});

describe('cidrContains', () => {
  it.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.0.0.0/9', '10.128.0.0', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '::1', false],
    ['::/0', '1.2.3.4', false],
    ['2001:db8::/33', '2001:db8:7fff::1', true],
    ['2001:db8::/33', '2001:db8:8000::1', false],
    ['10.0.0.0/8', '::ffff:10.1.1.1', true],
    ['::ffff:10.0.0.0/104', '10.1.1.1', true],
    ['1.2.3.4/32', '1.2.3.4', true],
  ])('%s and %s: %s', (block, address, answer) => {
    const [parsedBlock, parsedAddress] = [parseCidr(block), parseIp(address)];
    expect(parsedBlock && parsedAddress && cidrContains(parsedBlock, parsedAddress)).toBe(answer);
  });

  it('formats a block by its first address', () => {
    const block = parseCidr('10.1.2.3/16');
    expect(block && formatCidr(block)).toBe('10.1.0.0/16');
    expect(block && isIpv4(block.network)).toBe(true);
  });
});
