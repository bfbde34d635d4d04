// What the note says of Services, with its manifests, on the cluster: one address in front of pods that come and go, what
// stands between the two, and the ways in from outside. The addresses and names in the note that are somebody else's are
// looked at, never asked.

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { get } from 'node:http';
import { networkInterfaces } from 'node:os';
import type { Endpoints, Pod, Service } from '@wherry/api/core-v1';
import type { EndpointSlice } from '@wherry/api/discovery-v1';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCluster } from './cluster/shared-cluster.ts';
import { freePort } from '@wherry/component/testing';
import {
  inNamespace,
  namesOf,
  noteManifest,
  noteObjects,
  patience,
  uidsOf,
  useNamespaces,
} from './note/note-namespaces.ts';
import type { NoteNamespace } from './note/note-namespaces.ts';
import { startPodClient } from './note/pod-client.ts';
import type { PodClient } from './note/pod-client.ts';
import { waitFor } from './wait-for.ts';

const cluster = useCluster();
const open = useNamespaces(cluster);
const timeout = 600_000;

let client: PodClient;
beforeAll(async () => {
  client = await startPodClient(inNamespace(cluster, cluster.namespace));
}, timeout);

const saying = (names: readonly string[]): string[] => names.map((name) => `You've hit ${name}`);
const addressesOf = (pods: readonly Pod[]): string[] => pods.map(({ status }) => status?.podIP ?? '').toSorted();
interface PodChanges {
  /** Besides name and image. */
  readonly container?: object;
  readonly nodeName?: string;
}
const pod = (name: string, labels: object, { container = {}, ...spec }: PodChanges = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  spec: { containers: [{ name: 'kubia', image: 'luksa/kubia', imagePullPolicy: 'Never', ...container }], ...spec },
});
const service = (name: string, spec: object): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec,
});
const patchService = (here: NoteNamespace, name: string, spec: object): Promise<string> =>
  here.run(['patch', 'service', name, '--type=merge', '-p', JSON.stringify({ spec })]);

/** The ReplicaSet of the note, with as many pods as wanted. */
async function startKubia(here: NoteNamespace, replicas: number): Promise<readonly Pod[]> {
  await here.apply(noteManifest('10-replicaset.yaml').replace('replicas: 3', `replicas: ${replicas}`));
  return here.ready('app=kubia', replicas);
}

/** What `kubectl get endpoints` lists, as `address:port`. */
async function endpointsOf(here: NoteNamespace, name: string): Promise<string[]> {
  const { subsets = [] } = await here.get<Endpoints>(`endpoints ${name}`);
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    addresses.flatMap(({ ip }) => ports.map(({ port }) => `${ip}:${port}`)),
  );
  return all.toSorted();
}

const endpointsAre = (here: NoteNamespace, name: string, expected: readonly string[]): Promise<unknown> =>
  waitFor(
    `the endpoints of ${name} to be ${expected.join(', ') || 'none'}`,
    async () => (await endpointsOf(here, name)).join() === expected.toSorted().join(),
    patience,
  );

/** Asks until the answers are just these, each of them given. */
const answersAre = (url: string, expected: readonly string[]): Promise<unknown> =>
  waitFor(
    `${url} to answer ${expected.join(', ')}`,
    async () => {
      const answers = new Set(await client.ask(url, expected.length === 1 ? 3 : 12 * expected.length));
      return [...answers].toSorted().join() === expected.toSorted().join();
    },
    patience,
  );

/** What a URL answers this machine, on a new connection; `! CODE` when there is no answer. */
const askFromHere = (url: string): Promise<string> =>
  new Promise((answer) => {
    const request = get(url, { agent: false, timeout: 4000 }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => answer(text.trim()));
    });
    request.on('timeout', () => request.destroy(new Error('timeout')));
    request.on('error', (error: NodeJS.ErrnoException) => answer(`! ${error.code ?? error.message}`));
  });
const answersHere = (url: string, expected: string): Promise<unknown> =>
  waitFor(`${url} to answer ${expected}`, async () => (await askFromHere(url)) === expected, patience);

describe.concurrent('a Service', { timeout }, () => {
  it('has one address in front of pods that change, which its Endpoints list', async () => {
    const here = await open('stable');
    await here.apply(noteManifest('12-service.yaml'));
    const first = await startKubia(here, 3);
    const { spec } = await here.get<Service>('service kubia');
    const url = `http://${spec.clusterIP}/`;
    await answersAre(url, saying(namesOf(first)));
    await answersAre(`http://kubia.${here.name}/`, saying(namesOf(first)));
    await endpointsAre(
      here,
      'kubia',
      addressesOf(first).map((ip) => `${ip}:8080`),
    );
    expect(await here.kubectl('describe service kubia')).toMatch(/Endpoints: +10\.244\.\d+\.\d+:8080,/);

    await here.kubectl('delete pods --selector=app=kubia --wait=false');
    const second = await here.ready('app=kubia', 3);
    for (const uid of uidsOf(second)) expect(uidsOf(first)).not.toContain(uid);
    await answersAre(url, saying(namesOf(second)));
    await endpointsAre(
      here,
      'kubia',
      addressesOf(second).map((ip) => `${ip}:8080`),
    );
    expect((await here.get<Service>('service kubia')).spec.clusterIP).toBe(spec.clusterIP);

    await here.kubectl('scale rs kubia --replicas=0');
    await endpointsAre(here, 'kubia', []);
    await answersAre(url, ['! ECONNREFUSED']);
  });

  it('has several ports', async () => {
    const here = await open('ports');
    await here.apply(noteManifest('13-service-multiport.yaml'));
    const expected = saying(namesOf(await startKubia(here, 1)));
    await answersAre(`http://kubia.${here.name}/`, expected);
    await answersAre(`https://kubia.${here.name}/`, expected);
  });

  it('leads to ports by their names, whatever number each pod gives them', async () => {
    const here = await open('named');
    await here.apply(noteManifest('14-named-ports.yaml'));
    const names = ['http', 'https'].map((scheme) => `${scheme}://kubia-named.${here.name}/`);
    for (const url of names) await answersAre(url, saying(['kubia-named']));
    const server = `require('node:http').createServer((request, response) => response.end('moved')).listen(9080)`;
    await here.apply(
      pod(
        'kubia-moved',
        { app: 'kubia-named' },
        {
          container: { command: ['node', '-e', server], ports: [{ name: 'http', containerPort: 9080 }] },
        },
      ),
    );
    const [url = ''] = names;
    await answersAre(url, ["You've hit kubia-named", 'moved']);
    await here.kubectl('delete pod kubia-named --wait=false');
    await answersAre(url, ['moved']);
  });

  it('keeps a client with one pod when it is told to, and else does not', async () => {
    const here = await open('affinity');
    const names = saying(namesOf(await startKubia(here, 3)));
    await here.apply(noteManifest('12-service.yaml').replace('# sessionAffinity', 'sessionAffinity'));
    const url = `http://kubia.${here.name}/`;
    const first = await waitFor(
      'an answer',
      async () => {
        const [answer = ''] = await client.ask(url);
        return names.includes(answer) && answer;
      },
      patience,
    );
    expect((await here.get<Service>('service kubia')).spec.sessionAffinity).toBe('ClientIP');
    expect(new Set(await client.ask(url, 24))).toEqual(new Set([first]));
    // By a node port of this machine too, whichever node it enters by.
    await patchService(here, 'kubia', { type: 'NodePort' });
    const nodePort = (await here.get<Service>('service kubia')).spec.ports?.[0]?.nodePort;
    const fromHere = () => askFromHere(`http://127.0.0.1:${nodePort}/`);
    const second = await waitFor(
      'the port',
      async () => {
        const answer = await fromHere();
        return names.includes(answer) && answer;
      },
      patience,
    );
    for (let asked = 0; asked < 12; asked += 1) expect(await fromHere()).toBe(second);
    await patchService(here, 'kubia', { sessionAffinity: 'None' });
    await answersAre(url, names);
  });

  it('has an address that is nobody’s: it answers at its ports and not to a ping', async () => {
    const here = await open('virtual');
    await here.apply(noteManifest('12-service.yaml'));
    const [only] = await startKubia(here, 1);
    const { clusterIP = '' } = (await here.get<Service>('service kubia')).spec;
    await answersAre(`http://${clusterIP}/`, saying([only?.metadata.name ?? '']));
    expect(await client.pings(only?.status?.podIP ?? '')).toBe(true);
    expect(await client.pings(clusterIP)).toBe(false);
  });

  it('carries datagrams too', async () => {
    const here = await open('udp');
    const server = `
      const socket = require('node:dgram').createSocket('udp4').bind(5005);
      socket.on('message', (text, { address, port }) => socket.send('heard ' + text, port, address));`;
    await here.apply(
      pod('ear', { app: 'ear' }, { container: { command: ['node', '-e', server] } }),
      service('ear', {
        type: 'NodePort',
        selector: { app: 'ear' },
        ports: [{ port: 53, targetPort: 5005, protocol: 'UDP' }],
      }),
    );
    await here.ready('app=ear', 1);
    const { spec } = await here.get<Service>('service ear');
    const inside = await waitFor(
      'an answer at the cluster IP',
      () => client.sendDatagram({ host: spec.clusterIP ?? '', port: 53, text: 'in' }),
      patience,
    );
    expect(inside).toBe('heard in');
    const outside = await waitFor(
      'an answer on this machine',
      () => datagram(spec.ports?.[0]?.nodePort ?? 0, 'out'),
      patience,
    );
    expect(outside).toBe('heard out');
  });
});

async function datagram(port: number, text: string): Promise<string> {
  const socket = createSocket('udp4');
  try {
    socket.send(text, port, '127.0.0.1');
    const [answer] = (await once(socket, 'message', { signal: AbortSignal.timeout(5000) })) as [Buffer];
    return answer.toString();
  } finally {
    socket.close();
  }
}

describe.concurrent('what stands behind a Service', { timeout }, () => {
  it('may be made by hand, is managed when there is a selector, and the address stays', async () => {
    const here = await open('by-hand');
    await here.apply(noteManifest('15-service-and-endpoints.yaml'));
    expect(await here.kubectl('get endpoints external-service --no-headers')).toMatch(
      /^external-service +11\.11\.11\.11:80,22\.22\.22\.22:80 /,
    );
    const slices = await waitFor(
      'the slice that the network is made from',
      async () => {
        const found = await here.list<EndpointSlice>('endpointslices -l kubernetes.io/service-name=external-service');
        return found.length > 0 && found;
      },
      patience,
    );
    expect(
      slices
        .flatMap(({ endpoints }) => endpoints ?? [])
        .flatMap(({ addresses }) => addresses)
        .toSorted(),
    ).toEqual(['11.11.11.11', '22.22.22.22']);
    const { clusterIP } = (await here.get<Service>('service external-service')).spec;

    await here.apply(
      pod('one', { app: 'one' }),
      pod('two', { app: 'two' }),
      service('by-hand', { ports: [{ port: 80 }] }),
    );
    const [one] = await here.ready('app=one', 1);
    const [two] = await here.ready('app=two', 1);
    const url = `http://by-hand.${here.name}/`;
    await answersAre(url, ['! ECONNREFUSED']);
    await here.apply({
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 'by-hand' },
      subsets: [{ addresses: [{ ip: one?.status?.podIP }], ports: [{ port: 8080 }] }],
    });
    await answersAre(url, saying(['one']));

    const before = (await here.get<Service>('service by-hand')).spec.clusterIP;
    await patchService(here, 'by-hand', { selector: { app: 'two' }, ports: [{ port: 80, targetPort: 8080 }] });
    await endpointsAre(here, 'by-hand', [`${two?.status?.podIP}:8080`]);
    await answersAre(url, saying(['two']));
    expect((await here.get<Service>('service by-hand')).spec.clusterIP).toBe(before);

    await patchService(here, 'external-service', { selector: { app: 'one' } });
    await endpointsAre(here, 'external-service', [`${one?.status?.podIP}:80`]);
    expect((await here.get<Service>('service external-service')).spec.clusterIP).toBe(clusterIP);

    // Without a selector nobody looks after them again: they stay as they are.
    await here.apply(service('looked-after', { selector: { app: 'two' }, ports: [{ port: 80 }] }));
    await endpointsAre(here, 'looked-after', [`${two?.status?.podIP}:80`]);
    await patchService(here, 'by-hand', { selector: null });
    await here.kubectl('delete pod two');
    await endpointsAre(here, 'looked-after', []);
    expect(await endpointsOf(here, 'by-hand')).toEqual([`${two?.status?.podIP}:8080`]);
  });

  it('may be another name, and no address at all', async () => {
    const here = inNamespace(cluster, 'default');
    await here.apply(noteManifest('16-externalname.yaml'));
    try {
      const { spec } = await here.get<Service>('service external-service');
      expect(spec).toMatchObject({ type: 'ExternalName', externalName: 'someapi.somecompany.com' });
      expect(spec).not.toHaveProperty('clusterIP');
      const alias = () => client.resolve('external-service.default.svc.cluster.local', 'CNAME');
      expect(await waitFor('the alias', alias, patience)).toEqual(['someapi.somecompany.com']);
    } finally {
      await here.kubectl('delete service external-service');
    }
  });

  it('has names of its own with a StatefulSet and no cluster IP', async () => {
    const here = await open('headless');
    const labels = { app: 'db' };
    await here.apply(service('db', { clusterIP: 'None', selector: labels, ports: [{ name: 'http', port: 8080 }] }), {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db' },
      spec: {
        serviceName: 'db',
        replicas: 2,
        podManagementPolicy: 'Parallel',
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: 'kubia', image: 'luksa/kubia', imagePullPolicy: 'Never' }] },
        },
      },
    });
    const pods = await here.ready('app=db', 2);
    const name = `db.${here.name}.svc.cluster.local`;
    const resolves = (host: string, expected: readonly string[]): Promise<unknown> =>
      waitFor(
        `${host} to be ${expected.join(', ')}`,
        async () => (await client.resolve(host, 'A')).map(String).toSorted().join() === expected.toSorted().join(),
        patience,
      );
    await resolves(name, addressesOf(pods));
    const hosts = (await client.resolve(`_http._tcp.${name}`, 'SRV')) as readonly { name: string; port: number }[];
    expect(hosts.map((host) => `${host.name}:${host.port}`).toSorted()).toEqual([
      `db-0.${name}:8080`,
      `db-1.${name}:8080`,
    ]);
    for (const { metadata, status } of pods) await resolves(`${metadata.name}.${name}`, [status?.podIP ?? '']);
    await answersAre(`http://db-1.db.${here.name}:8080/`, saying(['db-1']));

    await here.kubectl('delete pod db-0');
    const again = await here.ready('app=db', 2);
    const [fresh] = again.filter(({ metadata }) => metadata.name === 'db-0');
    expect(uidsOf(pods)).not.toContain(fresh?.metadata.uid);
    await resolves(`db-0.${name}`, [fresh?.status?.podIP ?? '']);
  });
});

describe.concurrent('the way in', { timeout }, () => {
  it('opens and closes as the type of a Service changes: node ports everywhere, a load balancer on this machine', async () => {
    const here = await open('types');
    const [expected = ''] = saying(namesOf(await startKubia(here, 1)));
    // Any port of the nodes will do.
    const manifest = noteManifest('17-nodeport.yaml').replace('    nodePort: 30123\n', '');
    const [plain] = noteObjects('12-service.yaml');
    await here.apply({ ...plain, metadata: { name: 'kubia-nodeport' } });
    const { clusterIP, ports } = (await here.get<Service>('service kubia-nodeport')).spec;
    expect(ports?.[0]).not.toHaveProperty('nodePort');

    await here.apply(manifest);
    const { spec } = await here.get<Service>('service kubia-nodeport');
    expect(spec).toMatchObject({ type: 'NodePort', clusterIP });
    const nodePort = spec.ports?.[0]?.nodePort ?? 0;
    const hosts = [1, 2, 3].map((number) => cluster.nodeAddress(number));
    for (const host of ['127.0.0.1', ...hosts]) await answersHere(`http://${host}:${nodePort}/`, expected);
    await answersAre(`http://${clusterIP}/`, [expected]);

    const port = await freePort();
    await patchService(here, 'kubia-nodeport', { type: 'LoadBalancer', ports: [{ port, targetPort: 8080, nodePort }] });
    const status = await waitFor(
      'the address of the load balancer',
      async () => {
        const found = await here.get<Service>('service kubia-nodeport');
        return found.status?.loadBalancer?.ingress;
      },
      patience,
    );
    expect(status).toEqual([{ hostname: 'localhost' }]);
    await answersHere(`http://127.0.0.1:${port}/`, expected);
    await answersHere(`http://127.0.0.1:${nodePort}/`, expected);
    await answersAre(`http://${clusterIP}:${port}/`, [expected]);
    expect(await here.kubectl('get service kubia-nodeport --no-headers')).toMatch(
      new RegExp(`^kubia-nodeport +LoadBalancer +${clusterIP} +localhost +${port}:${nodePort}/TCP `),
    );

    await patchService(here, 'kubia-nodeport', { type: 'ClusterIP', ports: [{ port, targetPort: 8080 }] });
    await answersHere(`http://127.0.0.1:${port}/`, '! ECONNREFUSED');
    await answersHere(`http://127.0.0.1:${nodePort}/`, '! ECONNREFUSED');
    await answersHere(`http://${cluster.nodeAddress(2)}:${nodePort}/`, '! ECONNREFUSED');
    await answersAre(`http://${clusterIP}:${port}/`, [expected]);
    await waitFor(
      'the address to be taken away',
      async () => {
        const { status: after } = await here.get<Service>('service kubia-nodeport');
        return Object.keys(after?.loadBalancer ?? {}).length === 0;
      },
      patience,
    );
  });

  it('closes when a Service becomes another name, and opens when it is one no longer', async () => {
    const here = await open('renamed');
    const [expected = ''] = saying(namesOf(await startKubia(here, 1)));
    await here.apply(noteManifest('12-service.yaml'));
    const target = `kubia.${here.name}.svc.cluster.local`;
    const name = `web.${here.name}.svc.cluster.local`;
    const aliasIs = (alias: string): Promise<unknown> =>
      waitFor(`the alias ${alias}`, async () => (await client.resolve(name, 'CNAME')).join() === alias, patience);
    const nobody = `nobody.${here.name}.svc.cluster.local`;
    await here.apply(service('web', { type: 'ExternalName', externalName: nobody }));
    await aliasIs(nobody);
    await patchService(here, 'web', { externalName: target });
    await aliasIs(target);
    await answersAre(`http://${name}/`, [expected]);

    const ports = [{ port: 80, targetPort: 8080 }];
    await patchService(here, 'web', { type: 'NodePort', externalName: null, selector: { app: 'kubia' }, ports });
    const { spec } = await here.get<Service>('service web');
    const at = `http://127.0.0.1:${spec.ports?.[0]?.nodePort}/`;
    expect(spec.clusterIP).toMatch(/^10\.96\./);
    await waitFor('the address', async () => (await client.resolve(name, 'A')).join() === spec.clusterIP, patience);
    await expect(client.resolve(name, 'CNAME')).rejects.toThrow('ENODATA');
    await answersHere(at, expected);
    await answersAre(`http://${name}/`, [expected]);

    await patchService(here, 'web', { type: 'ExternalName', externalName: target });
    expect((await here.get<Service>('service web')).spec).not.toHaveProperty('clusterIP');
    await aliasIs(target);
    await answersHere(at, '! ECONNREFUSED');
  });

  it('ends at nodes without a pod with externalTrafficPolicy Local, and pods see who asks', async () => {
    const here = await open('local');
    await here.apply(
      noteManifest('18-external-traffic-policy.yaml'),
      pod('kubia', { app: 'kubia' }, { nodeName: 'node-1' }),
    );
    await here.ready('app=kubia', 1);
    const { spec } = await here.get<Service>('service kubia-local');
    const at = (host: string, path = ''): string => `http://${host}:${spec.ports?.[0]?.nodePort}/${path}`;
    const [expected = ''] = saying(['kubia']);
    await answersHere(at(cluster.nodeAddress(1)), expected);
    const seen = (await askFromHere(at(cluster.nodeAddress(1), 'client'))).replace('::ffff:', '');
    expect(Object.values(networkInterfaces()).flatMap((own) => own ?? [])).toContainEqual(
      expect.objectContaining({ address: seen }),
    );
    for (const number of [2, 3]) await answersHere(at(cluster.nodeAddress(number)), '! timeout');
    for (let asked = 0; asked < 6; asked += 1) await answersHere(at('127.0.0.1'), expected);
    await answersAre(`http://kubia-local.${here.name}/`, [expected]);

    await patchService(here, 'kubia-local', { externalTrafficPolicy: 'Cluster' });
    await answersHere(at(cluster.nodeAddress(2)), expected);
    await waitFor(
      'the node to ask in the name of others',
      async () => {
        const who = await askFromHere(at(cluster.nodeAddress(2), 'client'));
        return who.endsWith(cluster.nodeAddress(2));
      },
      patience,
    );
  });
});
