import { describe, expect, it } from 'vitest';

import { endpointsWarnings, validateEndpoints, validateEndpointsUpdate } from './endpoints-validation.ts';
import { Endpoints } from './endpoints.ts';
import { decodeJson } from '../schema/decode-json.ts';

const read = (...subsets: object[]): Endpoints => decodeJson(Endpoints, { subsets }).value;
const addresses = [{ ip: '10.0.0.1' }];

describe('validateEndpoints', () => {
  it.each<[string, object, string[]]>([
    ['one address and port', { addresses, ports: [{ port: 80 }] }, []],
    [
      'no address',
      { ports: [{ port: 80 }] },
      ['subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`'],
    ],
    [
      'an address of the machine itself',
      { notReadyAddresses: [{ ip: '127.0.0.1' }] },
      [
        'subsets[0].notReadyAddresses[0].ip: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
      ],
    ],
    [
      'an address of the link',
      { addresses: [{ ip: 'fe80::1' }] },
      [
        'subsets[0].addresses[0].ip: Invalid value: "fe80::1": may not be in the link-local range (169.254.0.0/16, fe80::/10)',
      ],
    ],
    [
      'an address that is none',
      { addresses: [{ ip: '10.0.0' }] },
      [
        'subsets[0].addresses[0].ip: Invalid value: "10.0.0": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
        'subsets[0].addresses[0].ip: Invalid value: "10.0.0": must be a valid IP address',
      ],
    ],
    [
      'several ports without names',
      { addresses, ports: [{ port: 80 }, { port: 81, name: 'a', protocol: 'ICMP' }] },
      [
        'subsets[0].ports[0].name: Required value',
        'subsets[0].ports[1].protocol: Unsupported value: "ICMP": supported values: "SCTP", "TCP", "UDP"',
      ],
    ],
  ])('judges %s', (_name, subset, errors) => {
    expect(validateEndpoints(read(subset)).map(String)).toEqual(errors);
  });

  it('lets stay what was accepted once', () => {
    const wrong = read({ addresses: [{ ip: '0.0.0.0' }] });
    expect(validateEndpointsUpdate(wrong, wrong)).toEqual([]);
    expect(validateEndpointsUpdate(wrong, read({ addresses })).map(String)).toEqual([
      'subsets[0].addresses[0].ip: Invalid value: "0.0.0.0": may not be unspecified (0.0.0.0)',
    ]);
  });

  it('warns of an old spelling', () => {
    expect(endpointsWarnings(read({ addresses: [{ ip: '010.0.0.1' }] }))).toEqual([
      'subsets[0].addresses[0].ip: non-standard IP address "010.0.0.1" will be considered invalid in a future Kubernetes release: use "10.0.0.1"',
    ]);
  });
});
