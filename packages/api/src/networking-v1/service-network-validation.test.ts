import { describe, expect, it } from 'vitest';

import { IPAddress } from './ip-address.ts';
import { validateIpAddressObject, validateIpAddressUpdate } from './ip-address-validation.ts';
import { ServiceCIDR } from './service-cidr.ts';
import { validateServiceCidr, validateServiceCidrUpdate } from './service-cidr-validation.ts';
import { decodeJson } from '../schema/decode-json.ts';

const block = (...cidrs: string[]): ServiceCIDR =>
  decodeJson(ServiceCIDR, { metadata: { name: 'kubernetes' }, spec: { cidrs } }).value;
const V4 = '10.96.0.0/16';
const V6 = '2001:db8::/112';

describe('validateServiceCidr', () => {
  it.each([
    ['one block', block(V4), []],
    ['a block of each family', block(V4, V6), []],
    ['no block', block(), ['spec.cidrs: Required value: at least one CIDR required']],
    [
      'three blocks',
      block(V4, V6, V4),
      [`spec.cidrs: Invalid value: {"CIDRs":["${V4}","${V6}","${V4}"]}: may only hold up to 2 values`],
    ],
    [
      'two blocks of one family',
      block(V4, '10.97.0.0/16'),
      [
        `spec.cidrs: Invalid value: ["${V4}","10.97.0.0/16"]: may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64`,
      ],
    ],
    [
      'a block with bits beyond its prefix',
      block('10.96.0.1/16'),
      ['spec.cidrs[0]: Invalid value: "10.96.0.1/16": must not have bits set beyond the prefix length'],
    ],
  ])('judges %s', (_name, object, messages) => {
    expect(validateServiceCidr(object).map(String)).toEqual(messages);
  });
});

describe('validateServiceCidrUpdate', () => {
  it.each([
    ['no change', block(V4), []],
    ['a second family', block(V4, V6), []],
    ['another block', block('10.97.0.0/16'), ['spec.cidrs[0]: Invalid value: "10.97.0.0/16": field is immutable']],
    ['no block any more', block(), ['spec.cidrs: Invalid value: []: field is immutable']],
  ])('judges %s', (_name, object, messages) => {
    expect(validateServiceCidrUpdate(object, block(V4)).map(String)).toEqual(messages);
  });
});

describe('validateIpAddressObject', () => {
  const address = (spec: object): IPAddress => decodeJson(IPAddress, { metadata: { name: '10.96.0.10' }, spec }).value;
  const parentRef = { resource: 'services', namespace: 'kube-system', name: 'kube-dns' };
  it.each([
    ['a holder', { parentRef }, []],
    ['no holder', {}, ['spec.parentRef: Required value']],
    [
      'a holder without resource and name',
      { parentRef: {} },
      ['spec.parentRef.resource: Required value', 'spec.parentRef.name: Required value'],
    ],
    [
      'a holder that no path can name',
      { parentRef: { ...parentRef, name: 'a/b' } },
      [`spec.parentRef.name: Invalid value: "a/b": may not contain '/'`],
    ],
  ])('judges %s', (_name, spec, messages) => {
    expect(validateIpAddressObject(address(spec)).map(String)).toEqual(messages);
  });

  it('refuses another holder', () => {
    const now = address({ parentRef: { ...parentRef, name: 'other' } });
    expect(validateIpAddressUpdate(now, address({ parentRef })).map(String)).toEqual([
      'spec.parentRef: Invalid value: {"resource":"services","namespace":"kube-system","name":"other"}: field is immutable',
    ]);
  });
});
