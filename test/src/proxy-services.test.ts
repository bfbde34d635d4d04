// What Services do to packets, on the real kernel: two nodes with pods and a client, in namespaces of their own.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLabCluster, type LabCluster } from './network-lab/lab-cluster.ts';
import { canHaveNetworkLab } from './network-lab/network-lab.ts';
import { CLUSTER_IP, NODE_PORT, served, type Ending } from './network-lab/served-service.ts';

const ONE: Ending = { ip: '10.244.11.2', nodeName: 'left' };
const TWO: Ending = { ip: '10.244.11.3', nodeName: 'left' };
const FAR: Ending = { ip: '10.244.12.2', nodeName: 'right' };
const ALL = [ONE, TWO, FAR];
const ending = { conditions: { ready: false, serving: true, terminating: true } };
const PROTOCOLS = ['tcp', 'udp'] as const;

/** Who answered, each once. */
const names = (answers: readonly string[]): string[] =>
  [...new Set(answers.map((text) => text.split(' ')[0] ?? ''))].toSorted();
/** Where they saw the question come from, each once. */
const sources = (answers: readonly string[]): string[] =>
  [...new Set(answers.map((text) => text.split(' ')[1] ?? ''))].toSorted();

describe.skipIf(!(await canHaveNetworkLab()))('Services on the kernel', () => {
  let cluster: LabCluster;
  let [one, two, far] = ['', '', ''];

  beforeAll(async () => {
    cluster = await createLabCluster();
    const shortName = (namespace: string): string => namespace.split('-')[1] ?? '';
    [one, two] = cluster.pods.map(({ namespace }) => shortName(namespace)) as [string, string];
    far = shortName(cluster.far.namespace);
  });
  afterAll(() => cluster.remove());

  const clusterIp = { host: CLUSTER_IP, port: 80 };
  const nodePortOf = (node: 'left' | 'right') => ({ host: cluster[node].ip, port: NODE_PORT });

  it.each(PROTOCOLS)('lead from the cluster IP to every endpoint, and pods see who asks, by %s', async (protocol) => {
    await cluster.serve(served(ALL));
    const answers = await cluster.far.ask({ ...clusterIp, protocol, times: 60 });
    expect(names(answers)).toEqual([one, two, far].toSorted());
    // The pod that asks itself sees its node instead: else it would answer itself past the node.
    expect(sources(answers)).toEqual([cluster.far.ip, cluster.right.ip].toSorted());
    expect(sources(answers.filter((text) => text.startsWith(`${far} `)))).toEqual([cluster.right.ip]);
  });

  it('lead nodes themselves, and a client that knows the way, from the cluster IP to endpoints', async () => {
    await cluster.serve(served(ALL));
    expect(names(await cluster.left.ask({ ...clusterIp, times: 40 }))).toEqual([one, two, far].toSorted());
    expect(names(await cluster.client.ask({ ...clusterIp, times: 40 }))).toEqual([one, two, far].toSorted());
  });

  it.each(PROTOCOLS)('lead from the port of any node to every endpoint, by %s', async (protocol) => {
    await cluster.serve(served(ALL));
    for (const node of ['left', 'right'] as const) {
      const answers = await cluster.client.ask({ ...nodePortOf(node), protocol, times: 60 });
      expect(names(answers)).toEqual([one, two, far].toSorted());
      expect(names(await cluster.pods[0].ask({ ...nodePortOf(node), protocol, times: 40 }))).toHaveLength(3);
    }
  });

  it.each(PROTOCOLS)('lead a pod back to itself, by %s', async (protocol) => {
    await cluster.serve(served([ONE]));
    expect(await cluster.pods[0].ask({ ...clusterIp, protocol })).toEqual([`${one} ${cluster.left.ip}`]);
  });

  it.each(PROTOCOLS)('keep a client with an endpoint until its time is out, by %s', async (protocol) => {
    const sessionAffinityConfig = { clientIP: { timeoutSeconds: 2 } };
    await cluster.serve(served(ALL, { sessionAffinity: 'ClientIP', sessionAffinityConfig }));
    const answers = await cluster.far.ask({ ...clusterIp, protocol, times: 40 });
    expect(names(answers)).toHaveLength(1);
    // Whoever asks after the time is out is led by chance again: not all of these meet the same endpoint.
    const later: string[] = [];
    for (let round = 0; round < 8 && names(later).length < 2; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 2200));
      later.push(...(await cluster.far.ask({ ...clusterIp, protocol })));
    }
    expect(names(later).length).toBeGreaterThan(1);
  });

  it('keep the source of outside traffic on the node with externalTrafficPolicy Local, and drop it elsewhere', async () => {
    await cluster.serve(served([ONE, TWO], { type: 'NodePort', externalTrafficPolicy: 'Local' }));
    const answers = await cluster.client.ask({ ...nodePortOf('left'), times: 30 });
    expect(names(answers)).toEqual([one, two].toSorted());
    expect(sources(answers)).toEqual([cluster.client.ip]);
    expect(await cluster.client.ask({ ...nodePortOf('right'), patience: 300 })).toEqual(['SILENCE']);
    // What comes from a pod or the node itself is no outside traffic.
    expect(names(await cluster.far.ask({ ...nodePortOf('right'), times: 30 }))).toEqual([one, two].toSorted());
    expect(names(await cluster.right.ask({ ...nodePortOf('right'), times: 30 }))).toEqual([one, two].toSorted());
  });

  it('stay on the node with internalTrafficPolicy Local', async () => {
    await cluster.serve(served([ONE, FAR], { internalTrafficPolicy: 'Local' }));
    expect(names(await cluster.pods[1].ask({ ...clusterIp, times: 20 }))).toEqual([one]);
    expect(names(await cluster.far.ask({ ...clusterIp, times: 20 }))).toEqual([far]);
    await cluster.serve(served([ONE], { internalTrafficPolicy: 'Local' }));
    expect(await cluster.far.ask({ ...clusterIp, patience: 300 })).toEqual(['SILENCE']);
  });

  it.each(PROTOCOLS)('refuse at once when there are no endpoints, by %s', async (protocol) => {
    await cluster.serve(served([]));
    const refused = ['ECONNREFUSED'];
    if (protocol === 'tcp') {
      const patient = await cluster.far.ask({ ...clusterIp, protocol, times: 20, patience: 900 });
      expect([...new Set(patient)]).toEqual(refused);
    } else expect(await cluster.far.ask({ ...clusterIp, protocol })).toEqual(refused);
    expect(await cluster.left.ask({ ...clusterIp, protocol })).toEqual(refused);
    expect(await cluster.client.ask({ ...nodePortOf('left'), protocol })).toEqual(refused);
    expect(await cluster.left.ask({ ...nodePortOf('left'), protocol })).toEqual(refused);
  });

  it('refuse a port that the Service does not have', async () => {
    await cluster.serve(served(ALL));
    expect(await cluster.far.ask({ host: CLUSTER_IP, port: 81 })).toEqual(['ECONNREFUSED']);
  });

  it('let nothing leave the node that is addressed to a cluster IP of nobody, or a pod that is gone', async () => {
    await cluster.serve(served(ALL));
    const silence = ['SILENCE'];
    const sent = async (): Promise<unknown> => {
      const [link] = JSON.parse(await cluster.right.run('ip', '-s', '-j', 'link', 'show', 'dev', 'wherry0'));
      return link.stats64.tx.packets;
    };
    const before = await sent();
    expect(await cluster.far.ask({ host: '10.96.77.77', port: 80, patience: 300 })).toEqual(silence);
    expect(await cluster.far.ask({ host: '10.244.12.99', port: 80, patience: 300 })).toEqual(silence);
    expect(await sent()).toBe(before);
  });

  it('use endpoints that end while they still serve, when there are no others', async () => {
    await cluster.serve(served([ONE, { ...TWO, ...ending }]));
    expect(names(await cluster.far.ask({ ...clusterIp, times: 20 }))).toEqual([one]);
    await cluster.serve(
      served([
        { ...ONE, conditions: { ready: false } },
        { ...TWO, ...ending },
      ]),
    );
    expect(names(await cluster.far.ask({ ...clusterIp, times: 20 }))).toEqual([two]);
  });

  it('admit to the load balancer only those whom it is for', async () => {
    const balancer = '192.0.2.10';
    await cluster.client.run('ip', 'route', 'replace', balancer, 'via', cluster.left.ip);
    const forRange = (range: string) => {
      const { service, slices } = served([ONE], { type: 'LoadBalancer', loadBalancerSourceRanges: [range] });
      return { service: { ...service, status: { loadBalancer: { ingress: [{ ip: balancer }] } } }, slices };
    };
    await cluster.serve(forRange('172.30.0.0/24'));
    expect(names(await cluster.client.ask({ host: balancer, port: 80 }))).toEqual([one]);
    await cluster.serve(forRange('198.51.100.0/24'));
    expect(await cluster.client.ask({ host: balancer, port: 80, patience: 300 })).toEqual(['SILENCE']);
    expect(names(await cluster.client.ask(nodePortOf('left')))).toEqual([one]);
  });

  it('end flows of datagrams to endpoints that are gone, and no connection', async () => {
    await cluster.serve(served([ONE]));
    const flow = { ...clusterIp, protocol: 'udp', from: 40_000 } as const;
    expect(names(await cluster.far.ask(flow))).toEqual([one]);
    const portFlow = { ...nodePortOf('right'), protocol: 'udp', from: 40_001 } as const;
    expect(names(await cluster.client.ask(portFlow))).toEqual([one]);
    /** By their addresses and ports: what is left of others goes in the meantime. */
    const connections = async (): Promise<string[]> =>
      (await cluster.right.run('conntrack', '-L', '-p', 'tcp'))
        .split('\n')
        .map((line) => /src=\S+ dst=\S+ sport=\d+ dport=\d+/.exec(line)?.[0] ?? '');
    const earlier = await connections();
    await cluster.far.ask(clusterIp);
    const own = (await connections()).filter((each) => !earlier.includes(each));
    expect(own).not.toEqual([]);
    await cluster.serve(served([TWO]));
    expect(names(await cluster.far.ask(flow))).toEqual([two]);
    expect(names(await cluster.client.ask(portFlow))).toEqual([two]);
    expect(await connections()).toEqual(expect.arrayContaining(own));
  });

  it('change under load, with the proxies taken over by others, and no connection fails', async () => {
    await cluster.serve(served([ONE, FAR]));
    await cluster.far.beginLoad(clusterIp);
    await cluster.client.beginLoad(nodePortOf('left'));
    for (let round = 0; round < 24; round += 1) {
      if (round % 8 === 5) cluster.restartProxies();
      await cluster.serve(served(round % 2 === 0 ? ALL : [ONE]));
    }
    for (const station of [cluster.far, cluster.client]) {
      const counts = await station.endLoad();
      expect(Object.keys(counts).toSorted()).toEqual([one, two, far].toSorted());
    }
  });
});
