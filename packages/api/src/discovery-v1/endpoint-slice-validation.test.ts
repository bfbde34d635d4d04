import { describe, expect, it } from 'vitest';

import { dropTopology, endpointSliceWarnings, isNewGeneration } from './endpoint-slice-preparation.ts';
import { validateEndpointSlice, validateEndpointSliceUpdate } from './endpoint-slice-validation.ts';
import { EndpointSlice } from './endpoint-slice.ts';
import { decodeJson } from '../schema/decode-json.ts';

const read = (json: object): EndpointSlice => decodeJson(EndpointSlice, { addressType: 'IPv4', ...json }).value;
const one = (endpoint: object): EndpointSlice => read({ endpoints: [{ addresses: ['10.0.0.1'], ...endpoint }] });

describe('validateEndpointSlice', () => {
  it.each<[string, EndpointSlice, string[]]>([
    ['an address and a port', read({ endpoints: [{ addresses: ['10.0.0.1'] }], ports: [{ port: 80 }] }), []],
    [
      'an unknown type',
      read({ addressType: 'IPv5' }),
      ['addressType: Unsupported value: "IPv5": supported values: "FQDN", "IPv4", "IPv6"'],
    ],
    ['no type', read({ addressType: '' }), ['addressType: Required value']],
    ['no address', one({ addresses: [] }), ['endpoints[0].addresses: Required value: must contain at least 1 address']],
    [
      'an address of another type',
      one({ addresses: ['fd00::1'] }),
      ['endpoints[0].addresses[0]: Invalid value: "fd00::1": must be an IPv4 address'],
    ],
    [
      'an address of the machine itself',
      one({ addresses: ['127.0.0.1'] }),
      [
        'endpoints[0].addresses[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
      ],
    ],
    [
      'an address that is none',
      one({ addresses: ['web'] }),
      [
        'endpoints[0].addresses[0]: Invalid value: "web": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      ],
    ],
    [
      'ports without different names',
      read({ ports: [{ port: 80 }, { port: 81, protocol: 'ICMP' }] }),
      [
        'ports[1].name: Duplicate value: ""',
        'ports[1].protocol: Unsupported value: "ICMP": supported values: "SCTP", "TCP", "UDP"',
      ],
    ],
    [
      'a zone twice and too many nodes',
      one({
        hints: {
          forZones: [{ name: 'a' }, { name: 'a' }],
          forNodes: Array.from({ length: 9 }, (_, index) => ({ name: `n${index}` })),
        },
      }),
      [
        'endpoints[0].hints.forZones[1].name: Duplicate value: "a"',
        'endpoints[0].hints.forNodes: Too many: 9: must have at most 8 items',
      ],
    ],
  ])('judges %s', (_name, slice, errors) => {
    expect(validateEndpointSlice(slice).map(String)).toEqual(errors);
  });

  it('keeps the type, and what endpoints it had', () => {
    const old = read({ addressType: 'IPv6', endpoints: [{ addresses: ['::1'] }] });
    expect(validateEndpointSliceUpdate({ ...old, addressType: 'IPv4' }, old).map(String)).toEqual([
      'addressType: Invalid value: "IPv4": field is immutable',
    ]);
  });
});

describe('an EndpointSlice', () => {
  const topology = { deprecatedTopology: { 'kubernetes.io/hostname': 'node-1' } };

  it('has ports with a name and a protocol', () => {
    expect(read({ ports: [{ port: 80 }] }).ports).toEqual([{ name: '', protocol: 'TCP', port: 80 }]);
  });

  it('loses topology labels, but not the node that it had in them', () => {
    const [slice, changed] = [one(topology), one({ ...topology, zone: 'a' })];
    dropTopology(slice);
    expect(slice.endpoints[0]).not.toHaveProperty('deprecatedTopology');
    dropTopology(changed, one(topology));
    expect(changed.endpoints[0]).toMatchObject({ nodeName: 'node-1' });
  });

  it('counts changes of labels as generations, and not those of annotations', () => {
    const slice = one({});
    expect(isNewGeneration({ ...slice, metadata: { labels: { a: 'b' } } }, slice)).toBe(true);
    expect(isNewGeneration({ ...slice, metadata: { annotations: { a: 'b' } } }, slice)).toBe(false);
  });

  it('warns of names in place of addresses, when it is new', () => {
    const slice = read({ addressType: 'FQDN' });
    expect(endpointSliceWarnings(slice)).toEqual(['spec.addressType: FQDN endpoints are deprecated']);
    expect(endpointSliceWarnings(slice, slice)).toEqual([]);
  });
});
