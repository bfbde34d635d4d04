import { describe, expect, it } from 'vitest';

import { NetworkPolicy } from './network-policy.ts';
import { setNetworkPolicyDefaults } from './network-policy-defaults.ts';
import { networkPolicyWarnings, validateNetworkPolicy } from './network-policy-validation.ts';
import { decodeJson } from '../schema/decode-json.ts';

const policy = (spec: object): NetworkPolicy =>
  decodeJson(NetworkPolicy, { metadata: { name: 'p', namespace: 'default' }, spec }).value;
const port = (item: object): object => ({ ingress: [{ ports: [item] }] });
const peer = (item: object): object => ({ egress: [{ to: [item] }] });

describe('validateNetworkPolicy', () => {
  it.each([
    ['no rule', {}],
    ['a port', port({ port: 80 })],
    ['a range of ports', port({ port: 80, endPort: 90 })],
    ['a named port', port({ port: 'http', protocol: 'UDP' })],
    ['pods of some namespaces', peer({ podSelector: {}, namespaceSelector: { matchLabels: { team: 'a' } } })],
    ['a block with a hole', peer({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } })],
  ])('accepts %s', (_name, spec) => {
    expect(validateNetworkPolicy(policy(spec)).map(String)).toEqual([]);
  });

  it.each([
    [
      'an unknown protocol',
      port({ protocol: 'ICMP' }),
      'spec.ingress[0].ports[0].protocol: Unsupported value: "ICMP": supported values: "TCP", "UDP", "SCTP"',
    ],
    [
      'a range that ends before it begins',
      port({ port: 90, endPort: 80 }),
      'spec.ingress[0].ports[0].endPort: Invalid value: 80: must be greater than or equal to `port`',
    ],
    [
      'a range of a named port',
      port({ port: 'http', endPort: 80 }),
      'spec.ingress[0].ports[0].endPort: Invalid value: 80: may not be specified when `port` is non-numeric',
    ],
    [
      'a range without begin',
      port({ endPort: 80 }),
      'spec.ingress[0].ports[0].endPort: Invalid value: 80: may not be specified when `port` is not specified',
    ],
    ['a peer that is nobody', peer({}), 'spec.egress[0].to[0]: Required value: must specify a peer'],
    [
      'a peer that is pods and addresses',
      peer({ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }),
      'spec.egress[0].to[0]: Forbidden: may not specify both ipBlock and another peer',
    ],
    ['a block without addresses', peer({ ipBlock: {} }), 'spec.egress[0].to[0].ipBlock.cidr: Required value'],
    [
      'a hole outside the block',
      peer({ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] } }),
      'spec.egress[0].to[0].ipBlock.except[0]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`',
    ],
    [
      'a hole as large as the block',
      peer({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] } }),
      'spec.egress[0].to[0].ipBlock.except[0]: Invalid value: "10.0.0.0/8": must be a strict subset of `cidr`',
    ],
    [
      'an unknown direction',
      { policyTypes: ['Sideways'] },
      'spec.policyTypes[0]: Unsupported value: "Sideways": supported values: "Ingress", "Egress"',
    ],
    [
      'three directions',
      { policyTypes: ['Ingress', 'Egress', 'Ingress'] },
      'spec.policyTypes: Invalid value: ["Ingress","Egress","Ingress"]: may not specify more than two policyTypes',
    ],
  ])('refuses %s', (_name, spec, message) => {
    expect(validateNetworkPolicy(policy(spec)).map(String)).toEqual([message]);
  });

  it('lets a malformed block stay, but not in', () => {
    const old = policy(peer({ ipBlock: { cidr: '10.0.0.0' } }));
    expect(validateNetworkPolicy(old)).toHaveLength(1);
    expect(validateNetworkPolicy(old, old)).toEqual([]);
  });
});

describe('networkPolicyWarnings', () => {
  it('warns of blocks with bits beyond their prefix', () => {
    expect(networkPolicyWarnings(policy(peer({ ipBlock: { cidr: '10.1.2.3/8' } })))).toEqual([
      'spec.egress[0].to[0].ipBlock.cidr: CIDR value "10.1.2.3/8" is ambiguous in this context (should be "10.0.0.0/8" or "10.1.2.3/32"?)',
    ]);
  });
});

describe('setNetworkPolicyDefaults', () => {
  it.each([
    ['incoming traffic', {}, ['Ingress']],
    ['both directions with egress rules', { egress: [{}] }, ['Ingress', 'Egress']],
    ['what is said', { policyTypes: ['Egress'] }, ['Egress']],
  ])('governs %s', (_name, spec, types) => {
    const object = policy(spec);
    setNetworkPolicyDefaults(object);
    expect(object.spec.policyTypes).toEqual(types);
  });
});
