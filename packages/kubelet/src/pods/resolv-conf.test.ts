import { Pod } from '@wherry/api/core-v1';
import { decodeJson } from '@wherry/api/schema';
import { describe, expect, it } from 'vitest';
import { resolvConf } from './resolv-conf.ts';

const nodeFile = '# of the machine\nnameserver 127.0.0.11\nsearch old\nsearch corp.example\noptions ndots:0 trust-ad\n';
const facts = { dnsServers: ['10.96.0.10'], clusterDomain: 'cluster.local', nodeFile };

const of = (spec: object): string | undefined => {
  const pod = { metadata: { name: 'a', namespace: 'shop' }, spec: { containers: [], hostNetwork: true, ...spec } };
  return resolvConf(decodeJson(Pod, pod).value, facts);
};

const CLUSTER = `search shop.svc.cluster.local svc.cluster.local cluster.local
nameserver 10.96.0.10
options ndots:5
`;

describe('the resolv.conf of a pod in the network of the node', () => {
  it.each<[string, object, string | undefined]>([
    ['is the node’s', {}, undefined],
    ['is the node’s when it says so', { dnsPolicy: 'Default' }, undefined],
    ['is the cluster’s when it says so', { dnsPolicy: 'ClusterFirstWithHostNet' }, CLUSTER],
    [
      'adds to the node’s',
      { dnsConfig: { nameservers: ['1.1.1.1'], searches: ['a.b'], options: [{ name: 'ndots', value: '2' }] } },
      'search corp.example a.b\nnameserver 127.0.0.11\nnameserver 1.1.1.1\noptions trust-ad ndots:2\n',
    ],
    ['is its own alone', { dnsPolicy: 'None', dnsConfig: { nameservers: ['1.1.1.1'] } }, 'nameserver 1.1.1.1\n'],
    [
      'is left to the engine in a network of its own',
      { hostNetwork: false, dnsPolicy: 'None', dnsConfig: { nameservers: ['1.1.1.1'] } },
      undefined,
    ],
  ])('%s', (_name, spec, expected) => expect(of(spec)).toBe(expected));
});
