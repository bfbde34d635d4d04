import { Endpoints } from '@wherry/api/core-v1';
import { EndpointSlice } from '@wherry/api/discovery-v1';
import { decodeJson } from '@wherry/api/schema';
import { describe, expect, it } from 'vitest';
import { planEndpoints, planSlices } from './plan-kubernetes-service.ts';

const at = (address: string, port = 6443) => ({ address, port });
const https = (port: number) => [{ name: 'https', port, protocol: 'TCP' }];
const ips = (...addresses: string[]) => addresses.map((ip) => ({ ip }));

describe('planEndpoints', () => {
  const stored = (servers: Parameters<typeof planEndpoints>[0]) =>
    decodeJson(Endpoints, {
      metadata: { name: 'kubernetes', labels: planEndpoints(servers, undefined)?.labels },
      subsets: planEndpoints(servers, undefined)?.subsets,
    }).value;

  it.each([
    ['no server', [], []],
    [
      'two servers, in whatever order',
      [at('10.0.0.2'), at('10.0.0.1')],
      [{ addresses: ips('10.0.0.1', '10.0.0.2'), ports: https(6443) }],
    ],
    [
      'two servers on one machine',
      [at('10.0.0.1', 6444), at('10.0.0.1')],
      [
        { addresses: ips('10.0.0.1'), ports: https(6443) },
        { addresses: ips('10.0.0.1'), ports: https(6444) },
      ],
    ],
  ])('holds %s', (_name, servers, subsets) => {
    expect(planEndpoints(servers, undefined)?.subsets).toEqual(subsets);
    expect(planEndpoints(servers, stored(servers))).toBeUndefined();
  });

  it('keeps the mirror controller away, and the labels of others', () => {
    const present = stored([at('10.0.0.1')]);
    present.metadata.labels = { mine: 'yes' };
    expect(planEndpoints([at('10.0.0.1')], present)?.labels).toEqual({
      mine: 'yes',
      'endpointslice.kubernetes.io/skip-mirror': 'true',
    });
  });
});

describe('planSlices', () => {
  const nothing = { remove: [], create: [], update: [] };
  const stored = (servers: Parameters<typeof planSlices>[0]) =>
    planSlices(servers, []).create.map((slice) => decodeJson(EndpointSlice, slice).value);

  it('makes one for all servers that share a port', () => {
    const servers = [at('10.0.0.2'), at('10.0.0.1')];
    expect(planSlices(servers, []).create).toEqual([
      {
        metadata: { name: 'kubernetes', namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
        addressType: 'IPv4',
        endpoints: ['10.0.0.1', '10.0.0.2'].map((address) => ({ addresses: [address], conditions: { ready: true } })),
        ports: https(6443),
      },
    ]);
    expect(planSlices(servers, stored(servers))).toEqual(nothing);
  });

  it('makes more of them where ports or families differ', () => {
    const servers = [at('10.0.0.1'), at('10.0.0.1', 6444), at('fd00::1')];
    const { create } = planSlices(servers, []);
    expect(create.map(({ metadata, addressType }) => [metadata.name, addressType])).toEqual([
      ['kubernetes', 'IPv4'],
      ['kubernetes-ipv4-6444', 'IPv4'],
      ['kubernetes-ipv6-6443', 'IPv6'],
    ]);
    expect(planSlices(servers, stored(servers))).toEqual(nothing);
  });

  it('follows the servers, and removes what nobody needs any more', () => {
    const plan = planSlices([at('10.0.0.9')], stored([at('10.0.0.1'), at('10.0.0.1', 6444)]));
    expect(plan.update.map(({ metadata, endpoints }) => [metadata.name, endpoints[0]?.addresses])).toEqual([
      ['kubernetes', ['10.0.0.9']],
    ]);
    expect(plan.remove).toEqual(['kubernetes-ipv4-6444']);
  });

  it('replaces the slice whose addresses become of another family', () => {
    const plan = planSlices([at('fd00::1')], stored([at('10.0.0.1')]));
    expect(plan).toMatchObject({ remove: ['kubernetes'], create: [{ addressType: 'IPv6' }], update: [] });
  });

  it('empties the slice when the last server is gone', () => {
    expect(planSlices([], stored([at('10.0.0.1')])).update).toMatchObject([{ endpoints: [], ports: [] }]);
  });

  it('leaves the slices of others', () => {
    const [slice] = stored([at('10.0.0.1')]);
    if (slice === undefined) throw new Error('there is no slice');
    slice.metadata.name = 'mine';
    expect(planSlices([], [slice]).remove).toEqual([]);
  });
});
