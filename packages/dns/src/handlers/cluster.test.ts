import { describe, expect, it } from 'vitest';
import type { Answer, DnsRecord } from '../message.ts';
import type { ClusterLookup, DnsEndpoint, DnsService } from '../zone.ts';
import { cluster } from './cluster.ts';
import { reverse } from './reverse.ts';

const http = { name: 'http', protocol: 'tcp', port: 80 };
const services: readonly DnsService[] = [
  {
    namespace: 'default',
    name: 'web',
    clusterIps: ['10.96.0.7'],
    externalName: undefined,
    ports: [http, { name: 'dns', protocol: 'udp', port: 53 }],
  },
  { namespace: 'default', name: 'dual', clusterIps: ['10.96.0.8', 'fd00::8'], externalName: undefined, ports: [] },
  { namespace: 'default', name: 'db', clusterIps: [], externalName: undefined, ports: [] },
  { namespace: 'default', name: 'idle', clusterIps: [], externalName: undefined, ports: [] },
  { namespace: 'default', name: 'outside', clusterIps: [], externalName: 'example.com', ports: [] },
];
const endpoints: readonly DnsEndpoint[] = [
  {
    namespace: 'default',
    service: 'db',
    ip: '10.244.1.2',
    hostname: 'db-0',
    ports: [{ name: 'pg', protocol: 'tcp', port: 5432 }],
  },
  {
    namespace: 'default',
    service: 'db',
    ip: '10.244.2.3',
    hostname: undefined,
    ports: [{ name: 'pg', protocol: 'tcp', port: 5432 }],
  },
];
const lookup: ClusterLookup = {
  hasNamespace: (name) => name === 'default',
  service: (namespace, name) => services.find((service) => service.namespace === namespace && service.name === name),
  endpoints: (namespace, service) =>
    endpoints.filter((endpoint) => endpoint.namespace === namespace && endpoint.service === service),
  serviceByIp: (ip) => services.find(({ clusterIps }) => clusterIps.includes(ip)),
  endpointByIp: (ip) => endpoints.find((endpoint) => endpoint.ip === ip),
};
const options = { zone: 'cluster.local', lookup, ttl: 5 };
const handler = cluster(options);
const backwards = reverse(options);

const ask = async (name: string, type: string): Promise<Answer | undefined> =>
  handler({ name, type }, AbortSignal.timeout(1000));
const shown = ({ name, type, data }: DnsRecord): string =>
  `${name} ${type} ${typeof data === 'string' ? data : 'target' in data ? `${data.port} ${data.target}` : data.mname}`;

describe('the zone of the cluster', () => {
  it.each([
    ['web.default.svc.cluster.local', 'A', ['web.default.svc.cluster.local A 10.96.0.7']],
    ['dual.default.svc.cluster.local', 'A', ['dual.default.svc.cluster.local A 10.96.0.8']],
    ['dual.default.svc.cluster.local', 'AAAA', ['dual.default.svc.cluster.local AAAA fd00::8']],
    [
      '_http._tcp.web.default.svc.cluster.local',
      'SRV',
      ['_http._tcp.web.default.svc.cluster.local SRV 80 web.default.svc.cluster.local'],
    ],
    [
      '_dns._udp.web.default.svc.cluster.local',
      'SRV',
      ['_dns._udp.web.default.svc.cluster.local SRV 53 web.default.svc.cluster.local'],
    ],
    [
      'db.default.svc.cluster.local',
      'A',
      ['db.default.svc.cluster.local A 10.244.1.2', 'db.default.svc.cluster.local A 10.244.2.3'],
    ],
    ['db-0.db.default.svc.cluster.local', 'A', ['db-0.db.default.svc.cluster.local A 10.244.1.2']],
    ['10-244-2-3.db.default.svc.cluster.local', 'A', ['10-244-2-3.db.default.svc.cluster.local A 10.244.2.3']],
    [
      '_pg._tcp.db.default.svc.cluster.local',
      'SRV',
      [
        '_pg._tcp.db.default.svc.cluster.local SRV 5432 db-0.db.default.svc.cluster.local',
        '_pg._tcp.db.default.svc.cluster.local SRV 5432 10-244-2-3.db.default.svc.cluster.local',
      ],
    ],
    ['outside.default.svc.cluster.local', 'A', ['outside.default.svc.cluster.local CNAME example.com']],
    ['10-244-9-9.default.pod.cluster.local', 'A', ['10-244-9-9.default.pod.cluster.local A 10.244.9.9']],
    ['dns-version.cluster.local', 'TXT', ['dns-version.cluster.local TXT 1.1.0']],
    ['cluster.local', 'SOA', ['cluster.local SOA ns.dns.cluster.local']],
  ])('answers %s %s', async (name, type, expected) => {
    const answer = await ask(name, type);
    expect(answer?.code).toBe('NOERROR');
    expect(answer?.answers.map(shown)).toEqual(expected);
  });

  it.each([
    'nothing.default.svc.cluster.local',
    'web.elsewhere.svc.cluster.local',
    'elsewhere.svc.cluster.local',
    'idle.default.svc.cluster.local',
    'db-9.db.default.svc.cluster.local',
    '_none._tcp.web.default.svc.cluster.local',
    '_http._udp.web.default.svc.cluster.local',
    'x.web.default.svc.cluster.local',
    'word.default.pod.cluster.local',
    'other.cluster.local',
  ])('says that there is no %s', async (name) => {
    const answer = await ask(name, 'A');
    expect(answer).toMatchObject({ code: 'NXDOMAIN', authoritative: true, answers: [] });
    expect(answer?.authorities?.map(({ type }) => type)).toEqual(['SOA']);
  });

  it.each([
    ['web.default.svc.cluster.local', 'AAAA'],
    ['default.svc.cluster.local', 'A'],
    ['svc.cluster.local', 'A'],
    ['_tcp.web.default.svc.cluster.local', 'SRV'],
  ])('says that %s is there, without %s records', async (name, type) => {
    expect(await ask(name, type)).toMatchObject({ code: 'NOERROR', answers: [] });
  });

  it('brings the addresses of what SRV records point to', async () => {
    const answer = await ask('_pg._tcp.db.default.svc.cluster.local', 'SRV');
    expect(answer?.additionals?.map(shown)).toEqual([
      'db-0.db.default.svc.cluster.local A 10.244.1.2',
      '10-244-2-3.db.default.svc.cluster.local A 10.244.2.3',
    ]);
  });

  it('leaves other names to others', async () => {
    expect(await ask('example.com', 'A')).toBeUndefined();
    expect(await ask('notcluster.local', 'A')).toBeUndefined();
  });

  it.each([
    ['7.0.96.10.in-addr.arpa', ['7.0.96.10.in-addr.arpa PTR web.default.svc.cluster.local']],
    ['2.1.244.10.in-addr.arpa', ['2.1.244.10.in-addr.arpa PTR db-0.db.default.svc.cluster.local']],
    [
      '8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa',
      ['8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa PTR dual.default.svc.cluster.local'],
    ],
  ])('names the owner of the address in %s', async (name, expected) => {
    const answer = await backwards({ name, type: 'PTR' }, AbortSignal.timeout(1000));
    expect(answer?.answers.map(shown)).toEqual(expected);
  });

  it('leaves addresses that it does not know to others', async () => {
    expect(await backwards({ name: '1.1.1.1.in-addr.arpa', type: 'PTR' }, AbortSignal.timeout(1000))).toBeUndefined();
  });
});
