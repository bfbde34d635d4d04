import { describe, expect, it } from 'vitest';

import { decideIpFamilies } from './service-ip-families.ts';
import { normalizeService } from './service-normalization.ts';
import { Service } from './service.ts';
import { decodeJson } from '../schema/decode-json.ts';

const read = (spec: object, status: object = {}): Service => decodeJson(Service, { spec, status }).value;

describe('normalizeService', () => {
  const old = {
    type: 'LoadBalancer',
    clusterIP: '10.0.0.1',
    clusterIPs: ['10.0.0.1'],
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    externalTrafficPolicy: 'Local',
    healthCheckNodePort: 32000,
    allocateLoadBalancerNodePorts: true,
    loadBalancerClass: 'a/b',
    ports: [
      { name: 'http', port: 80, nodePort: 30080 },
      { name: 'https', port: 443, nodePort: 30443 },
    ],
  };
  const status = { loadBalancer: { ingress: [{ ip: '1.2.3.4', ipMode: 'VIP' }] } };
  const changed = (spec: object): Service => {
    const service = read(spec, status);
    normalizeService(service, read(old, status));
    return service;
  };

  it('gives a new Service its addresses in both fields', () => {
    const service = read({ clusterIP: '10.0.0.1' });
    normalizeService(service);
    expect(service.spec.clusterIPs).toEqual(['10.0.0.1']);
  });

  it('keeps addresses and ports that were chosen, whatever else changes', () => {
    const { spec } = changed({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      ports: [
        { name: 'https', port: 8443 },
        { name: 'http', port: 80, nodePort: 30443 },
        { name: 'new', port: 1 },
      ],
    });
    expect(spec).toMatchObject({ clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'], healthCheckNodePort: 32000 });
    expect(spec.ports?.map(({ nodePort }) => nodePort)).toEqual([undefined, 30443, undefined]);
  });

  it('drops what an ExternalName does not have, unless the writer changed it', () => {
    const service = changed({ ...old, type: 'ExternalName', externalName: 'a.b', loadBalancerClass: 'c/d' });
    expect(service.spec).toEqual({
      type: 'ExternalName',
      externalName: 'a.b',
      loadBalancerClass: 'c/d',
      sessionAffinity: 'None',
      ports: [
        { name: 'http', port: 80, protocol: 'TCP' },
        { name: 'https', port: 443, protocol: 'TCP' },
      ],
    });
    expect(service.status.loadBalancer).toEqual({});
  });

  it('leaves node ports that the writer added to be refused', () => {
    const service = changed({ ...old, type: 'ClusterIP', ports: [{ name: 'http', port: 80, nodePort: 30081 }] });
    expect(service.spec.ports?.[0]?.nodePort).toBe(30081);
  });

  it('keeps the status of what stays a load balancer', () => {
    expect(changed(old).status).toEqual(status);
  });
});

describe('decideIpFamilies', () => {
  const decide = (spec: object, families: readonly ('IPv4' | 'IPv6')[], before?: object): unknown => {
    const service = read(spec);
    const errors = decideIpFamilies(service, before === undefined ? { families } : { families, old: read(before) });
    const { ipFamilies, ipFamilyPolicy, clusterIPs } = service.spec;
    return errors.length > 0 ? errors.map(String) : { ipFamilyPolicy, ipFamilies, ...(clusterIPs && { clusterIPs }) };
  };

  it.each<[string, object, readonly ('IPv4' | 'IPv6')[], unknown]>([
    ['the default family', {}, ['IPv6', 'IPv4'], { ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv6'] }],
    [
      'both families if it prefers that',
      { ipFamilyPolicy: 'PreferDualStack' },
      ['IPv4', 'IPv6'],
      { ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv4', 'IPv6'] },
    ],
    [
      'one family where there is one, though it prefers two',
      { ipFamilyPolicy: 'PreferDualStack' },
      ['IPv4'],
      { ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv4'] },
    ],
    [
      'the family of its address',
      { clusterIP: 'fd00::1', clusterIPs: ['fd00::1'] },
      ['IPv4', 'IPv6'],
      { ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv6'], clusterIPs: ['fd00::1'] },
    ],
    [
      'both families for hand-made endpoints, even where the cluster has one',
      { clusterIP: 'None', clusterIPs: ['None'] },
      ['IPv4'],
      { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv4', 'IPv6'], clusterIPs: ['None'] },
    ],
    [
      'an error for a family that the cluster lacks',
      { ipFamilies: ['IPv6'] },
      ['IPv4'],
      ['spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster'],
    ],
    [
      'an error for two families that it must have',
      { ipFamilyPolicy: 'RequireDualStack' },
      ['IPv4'],
      [
        'spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services',
      ],
    ],
    [
      'an error for an address of a family that the cluster lacks',
      { clusterIP: 'fd00::1', clusterIPs: ['fd00::1'] },
      ['IPv4'],
      ['spec.clusterIPs[0]: Invalid value: ["fd00::1"]: IPv6 is not configured on this cluster'],
    ],
    [
      'an error for two families with a policy of one',
      { ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv4', 'IPv6'] },
      ['IPv4', 'IPv6'],
      [
        `spec.ipFamilyPolicy: Invalid value: "SingleStack": must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified`,
      ],
    ],
  ])('gives a new Service %s', (_name, spec, families, result) => {
    expect(decide(spec, families)).toEqual(result);
  });

  const dual = {
    clusterIP: '10.0.0.1',
    clusterIPs: ['10.0.0.1', 'fd00::1'],
    ipFamilies: ['IPv4', 'IPv6'],
    ipFamilyPolicy: 'RequireDualStack',
  };

  it('releases the second family of one that is to have one only', () => {
    expect(decide({ ...dual, ipFamilyPolicy: 'SingleStack' }, ['IPv4', 'IPv6'], dual)).toEqual({
      ipFamilyPolicy: 'SingleStack',
      ipFamilies: ['IPv4'],
      clusterIPs: ['10.0.0.1'],
    });
  });

  it('refuses to release the second family while it is required', () => {
    expect(decide({ ...dual, ipFamilies: ['IPv4'] }, ['IPv4', 'IPv6'], dual)).toEqual([
      `spec.ipFamilyPolicy: Invalid value: "RequireDualStack": must be 'SingleStack' to release the secondary IP family`,
    ]);
  });

  it('does not move a Service that prefers two families when it is written again', () => {
    const single = { ...dual, clusterIPs: ['10.0.0.1'], ipFamilies: ['IPv4'], ipFamilyPolicy: 'PreferDualStack' };
    expect(decide(single, ['IPv4', 'IPv6'], single)).toMatchObject({ ipFamilies: ['IPv4'] });
  });
});
