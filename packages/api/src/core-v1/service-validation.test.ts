import { describe, expect, it } from 'vitest';

import { setServiceDefaults } from './service-defaults.ts';
import { normalizeService } from './service-normalization.ts';
import { validateService, validateServiceStatusUpdate, validateServiceUpdate } from './service-validation.ts';
import { serviceWarnings } from './service-warnings.ts';
import { Service } from './service.ts';
import { decodeJson } from '../schema/decode-json.ts';

const PORTS = [{ port: 80 }];

function read(spec: object, rest: object = {}): Service {
  const service = decodeJson(Service, { metadata: { name: 'web' }, spec, ...rest }).value;
  setServiceDefaults(service);
  return service;
}

function create(spec: object, rest?: object): string[] {
  const service = read({ ports: PORTS, ...spec }, rest);
  normalizeService(service);
  return validateService(service).map(String);
}

function update(before: object, now: object): string[] {
  const old = read({ ports: PORTS, ...before });
  normalizeService(old);
  const service = read({ ports: PORTS, ...now });
  normalizeService(service, old);
  return validateServiceUpdate(service, old).map(String);
}

describe('setServiceDefaults', () => {
  it('fills in what a Service of one port leaves out', () => {
    expect(read({ ports: [{ port: 80 }, { port: 81, targetPort: 'http', protocol: 'UDP' }] }).spec).toEqual({
      ports: [
        { port: 80, protocol: 'TCP', targetPort: 80 },
        { port: 81, protocol: 'UDP', targetPort: 'http' },
      ],
      type: 'ClusterIP',
      sessionAffinity: 'None',
      internalTrafficPolicy: 'Cluster',
    });
  });

  it.each<[string, object, object]>([
    [
      'external policy and node ports for a load balancer',
      { type: 'LoadBalancer' },
      { externalTrafficPolicy: 'Cluster', allocateLoadBalancerNodePorts: true },
    ],
    ['an external policy for external addresses', { externalIPs: ['1.2.3.4'] }, { externalTrafficPolicy: 'Cluster' }],
    [
      'three hours of affinity',
      { sessionAffinity: 'ClientIP' },
      { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } } },
    ],
  ])('fills in %s', (_name, spec, defaults) => {
    expect(read(spec).spec).toMatchObject(defaults);
  });

  it('leaves internal traffic of an ExternalName alone, and drops settings of no affinity', () => {
    const { spec } = read({ type: 'ExternalName', sessionAffinityConfig: { clientIP: { timeoutSeconds: 5 } } });
    expect(spec).toEqual({ type: 'ExternalName', sessionAffinity: 'None' });
  });
});

describe('validateService', () => {
  it.each<[string, object]>([
    ['one port without a name', {}],
    [
      'several named ports',
      {
        ports: [
          { port: 80, name: 'http' },
          { port: 443, name: 'https', targetPort: 'tls' },
        ],
      },
    ],
    [
      'the same number for two protocols',
      {
        ports: [
          { port: 53, name: 'tcp' },
          { port: 53, name: 'udp', protocol: 'UDP' },
        ],
      },
    ],
    ['a headless Service without ports', { clusterIP: 'None', ports: [] }],
    ['an external name with a dot at its end', { type: 'ExternalName', externalName: 'example.com.', ports: [] }],
    ['a load balancer with padded source ranges', { type: 'LoadBalancer', loadBalancerSourceRanges: [' 10.0.0.0/8'] }],
    ['two addresses of two families', { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1', 'fd00::1'] }],
    ['an old spelling of an address', { clusterIP: '010.0.0.1' }],
  ])('accepts %s', (_name, spec) => {
    expect(create(spec)).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    ['no ports', { ports: [] }, ['spec.ports: Required value']],
    [
      'several ports without names',
      { ports: [{ port: 80 }, { port: 81, name: 'a' }] },
      ['spec.ports[0].name: Required value'],
    ],
    [
      'ports of the same name',
      {
        ports: [
          { port: 80, name: 'a' },
          { port: 81, name: 'a' },
        ],
      },
      ['spec.ports[1].name: Duplicate value: "a"'],
    ],
    [
      'the same port twice',
      {
        ports: [
          { port: 80, name: 'a' },
          { port: 80, name: 'b' },
        ],
      },
      [
        'spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}',
      ],
    ],
    [
      'the same node port twice',
      {
        type: 'NodePort',
        ports: [
          { port: 80, name: 'a', nodePort: 30080 },
          { port: 81, name: 'b', nodePort: 30080 },
        ],
      },
      ['spec.ports[1].nodePort: Duplicate value: 30080'],
    ],
    [
      'a port out of range',
      { ports: [{ port: 65536 }] },
      [
        'spec.ports[0].port: Invalid value: 65536: must be between 1 and 65535, inclusive',
        'spec.ports[0].targetPort: Invalid value: 65536: must be between 1 and 65535, inclusive',
      ],
    ],
    [
      'a target port of no form',
      { ports: [{ port: 80, targetPort: 'a--b' }] },
      ['spec.ports[0].targetPort: Invalid value: "a--b": must not contain consecutive hyphens'],
    ],
    [
      'an unknown protocol',
      { ports: [{ port: 80, protocol: 'HTTP' }] },
      ['spec.ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"'],
    ],
    [
      'a node port for a cluster IP',
      { ports: [{ port: 80, nodePort: 30080 }] },
      ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
    ],
    [
      'an unknown type',
      { type: 'External' },
      [
        'spec.type: Unsupported value: "External": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
      ],
    ],
    [
      'an ExternalName with an address and no name',
      { type: 'ExternalName', clusterIP: '10.0.0.1' },
      ['spec.clusterIPs: Forbidden: may not be set for ExternalName services', 'spec.externalName: Required value'],
    ],
    [
      'a headless load balancer',
      { type: 'LoadBalancer', clusterIP: 'None' },
      [`spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for LoadBalancer services`],
    ],
    [
      'an address that is none',
      { clusterIP: '10.0.0' },
      ['spec.clusterIPs[0]: Invalid value: "10.0.0": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
    ],
    [
      'clusterIP and clusterIPs that differ',
      { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.2'] },
      ['spec.clusterIPs: Invalid value: ["10.0.0.2"]: first value must match `clusterIP`'],
    ],
    [
      'two addresses of one family',
      { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1', '10.0.0.2'] },
      ['spec.clusterIPs: Invalid value: ["10.0.0.1","10.0.0.2"]: may specify no more than one IP for each IP family'],
    ],
    [
      'an address of another family than said',
      { clusterIP: '10.0.0.1', ipFamilies: ['IPv6'] },
      ['spec.clusterIPs[0]: Invalid value: "10.0.0.1": expected an IPv6 value as indicated by `ipFamilies[0]`'],
    ],
    [
      'an unknown family twice',
      { ipFamilies: ['IPv5', 'IPv5'] },
      [
        'spec.ipFamilies[0]: Unsupported value: "IPv5": supported values: "IPv4", "IPv6"',
        'spec.ipFamilies[1]: Unsupported value: "IPv5": supported values: "IPv4", "IPv6"',
        'spec.ipFamilies[1]: Duplicate value: "IPv5"',
      ],
    ],
    [
      'a loopback address from outside',
      { externalIPs: ['127.0.0.1'] },
      ['spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)'],
    ],
    [
      'unknown affinity',
      { sessionAffinity: 'Cookie' },
      ['spec.sessionAffinity: Unsupported value: "Cookie": supported values: "ClientIP", "None"'],
    ],
    [
      'affinity of more than a day',
      { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 86401 } } },
      [
        'spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 86401: must be greater than 0 and less than 86400',
      ],
    ],
    [
      'source ranges without a load balancer',
      { loadBalancerSourceRanges: ['10.0.0.0'] },
      [
        "spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'",
        'spec.LoadBalancerSourceRanges[0]: Invalid value: "10.0.0.0": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
      ],
    ],
    [
      'a load balancer class without a load balancer',
      { loadBalancerClass: 'example.com/lb' },
      ["spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'"],
    ],
    [
      'an external policy inside',
      { externalTrafficPolicy: 'Local' },
      ['spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services'],
    ],
    [
      'unknown policies',
      { type: 'NodePort', externalTrafficPolicy: 'Near', internalTrafficPolicy: 'Near', trafficDistribution: 'Near' },
      [
        'spec.externalTrafficPolicy: Unsupported value: "Near": supported values: "Cluster", "Local"',
        'spec.internalTrafficPolicy: Unsupported value: "Near": supported values: "Cluster", "Local"',
        'spec.trafficDistribution: Unsupported value: "Near": supported values: "PreferClose", "PreferSameZone", "PreferSameNode"',
      ],
    ],
    [
      'a health check port where none is needed',
      { type: 'NodePort', healthCheckNodePort: 30000 },
      [
        "spec.healthCheckNodePort: Invalid value: 30000: may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
      ],
    ],
  ])('refuses %s', (_name, spec, errors) => {
    expect(create(spec)).toEqual(errors);
  });

  it('refuses a label in the selector that is none', () => {
    expect(create({ selector: { app: '-' } })).toEqual([
      expect.stringMatching(/^spec\.selector: Invalid value: "-": a valid label must be/),
    ]);
  });
});

describe('validateServiceUpdate', () => {
  const given = {
    clusterIP: '10.0.0.1',
    clusterIPs: ['10.0.0.1'],
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
  };
  const dual = {
    clusterIP: '10.0.0.1',
    clusterIPs: ['10.0.0.1', 'fd00::1'],
    ipFamilies: ['IPv4', 'IPv6'],
    ipFamilyPolicy: 'RequireDualStack',
  };

  it.each<[string, object, object, string[]]>([
    ['accepts the manifest without the addresses', given, {}, []],
    [
      'refuses another address',
      given,
      { ...given, clusterIP: '10.0.0.2', clusterIPs: ['10.0.0.2'] },
      ['spec.clusterIPs[0]: Invalid value: ["10.0.0.2"]: may not change once set'],
    ],
    [
      'refuses another address by a writer of the singular field',
      given,
      { clusterIP: '10.0.0.2' },
      ['spec.clusterIPs[0]: Invalid value: ["10.0.0.2"]: may not change once set'],
    ],
    [
      'refuses another family',
      given,
      { ...given, ipFamilies: ['IPv6'] },
      [
        'spec.ipFamilies[0]: Invalid value: ["IPv6"]: may not change once set',
        'spec.clusterIPs[0]: Invalid value: "10.0.0.1": expected an IPv6 value as indicated by `ipFamilies[0]`',
      ],
    ],
    ['accepts a second address', given, dual, []],
    [
      'refuses to lose the second address by the way',
      dual,
      { ...dual, clusterIPs: ['10.0.0.1'] },
      [
        `spec.ipFamilyPolicy: Invalid value: "RequireDualStack": must be set to 'SingleStack' when releasing the secondary clusterIP`,
      ],
    ],
    ['lets an ExternalName go its way', given, { type: 'ExternalName', externalName: 'example.com', ports: [] }, []],
    [
      'refuses another class of load balancer',
      { ...given, type: 'LoadBalancer', loadBalancerClass: 'a/b' },
      { ...given, type: 'LoadBalancer', loadBalancerClass: 'a/c' },
      ['spec.loadBalancerClass: Invalid value: "a/c": may not change once set'],
    ],
    [
      'refuses another health check port',
      { ...given, type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 30001 },
      { ...given, type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 30002 },
      ['spec.healthCheckNodePort: Forbidden: field is immutable'],
    ],
  ])('%s', (_name, before, now, errors) => {
    expect(update(before, now)).toEqual(errors);
  });
});

describe('validateServiceStatusUpdate', () => {
  const check = (type: string, ingress: object): string[] => {
    const service = decodeJson(Service, {
      spec: { type, ports: PORTS },
      status: { loadBalancer: { ingress: [ingress] } },
    });
    return validateServiceStatusUpdate(service.value, read({ type, ports: PORTS })).map(String);
  };

  it.each<[string, string, object, string[]]>([
    ['accepts an address with its mode', 'LoadBalancer', { ip: '1.2.3.4', ipMode: 'VIP' }, []],
    [
      'refuses an address without a mode',
      'LoadBalancer',
      { ip: '1.2.3.4' },
      ['status.loadBalancer.ingress[0].ipMode: Required value: must be specified when `ip` is set'],
    ],
    [
      'refuses an unknown mode',
      'LoadBalancer',
      { ip: '1.2.3.4', ipMode: 'Magic' },
      ['status.loadBalancer.ingress[0].ipMode: Unsupported value: "Magic": supported values: "Proxy", "VIP"'],
    ],
    [
      'refuses an address as host name',
      'LoadBalancer',
      { hostname: '1.2.3.4' },
      ['status.loadBalancer.ingress[0].hostname: Invalid value: "1.2.3.4": must be a DNS name, not an IP address'],
    ],
    [
      'refuses ingress where there is no load balancer',
      'NodePort',
      { ip: '1.2.3.4', ipMode: 'VIP' },
      ["status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is 'LoadBalancer'"],
    ],
  ])('%s', (_name, type, ingress, errors) => {
    expect(check(type, ingress)).toEqual(errors);
  });
});

describe('serviceWarnings', () => {
  it.each<[string, object, string[]]>([
    ['nothing of an ordinary Service', {}, []],
    [
      'of addresses in an old spelling',
      { externalIPs: ['010.0.0.1'] },
      [
        'spec.externalIPs[0]: non-standard IP address "010.0.0.1" will be considered invalid in a future Kubernetes release: use "10.0.0.1"',
      ],
    ],
    [
      'of what a headless Service ignores',
      { clusterIP: 'None', externalIPs: ['1.2.3.4'], sessionAffinity: 'ClientIP' },
      ['spec.externalIPs is ignored for headless services', 'spec.SessionAffinity is ignored for headless services'],
    ],
    [
      'of a name that is not used',
      { externalName: 'a.b' },
      ['spec.externalName is ignored when spec.type is not "ExternalName"'],
    ],
    [
      'of a distribution that has another name now',
      { trafficDistribution: 'PreferClose' },
      ['spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"'],
    ],
  ])('warns %s', (_name, spec, warnings) => {
    expect(serviceWarnings(read(spec))).toEqual(warnings);
  });
});
