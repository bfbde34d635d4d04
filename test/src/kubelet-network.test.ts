// The network of pods on the real kernel and engine: two machines as containers, each with a kubelet.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docker } from './kubelet-lab/docker.ts';
import { PORT, startKubeletLab, type KubeletLab, type LabNode } from './kubelet-lab/kubelet-lab.ts';

const eventually = <T>(ask: () => Promise<T>, timeout = 90_000) => expect.poll(ask, { timeout, interval: 50 });

// The machines reach the API server at this machine's end of their network, which only an engine on Linux gives it.
describe.skipIf(process.platform !== 'linux')('the network of pods', () => {
  let lab: KubeletLab;
  let [left, right] = [] as unknown as [LabNode, LabNode];
  beforeAll(async () => {
    lab = await startKubeletLab();
    [left, right] = lab.nodes;
  }, 900_000);
  afterAll(() => lab?.stop());

  const addressOf = async (name: string) => (await lab.get(name)).status.podIP;
  const phaseOf = async (name: string) => (await lab.get(name)).status.phase;
  const readyOf = async ({ name }: LabNode) =>
    (await lab.node(name)).status.conditions?.find(({ type }) => type === 'Ready');
  const ask = async (from: string, to: string, protocol?: 'tcp' | 'udp') =>
    lab.ask(await lab.container(from), (await addressOf(to)) ?? '', PORT, protocol);

  it('keeps pods waiting until the node has a range of addresses, and says so', async () => {
    await eventually(async () => (await readyOf(left))?.status).toBe('False');
    expect((await readyOf(left))?.message).toContain('container runtime network not ready: NetworkReady=false');
    await lab.create(left, 'one');
    await lab.create(left, 'host', { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' });
    await eventually(() => lab.events('one')).toContainEqual(expect.stringMatching(/^NetworkNotReady: network is not/));
    await eventually(() => phaseOf('host')).toBe('Running');
    expect((await lab.get('host')).status).toMatchObject({ podIP: left.address, hostIP: left.address });
    await lab.giveRange(left, '10.244.1.0/24');
    await lab.giveRange(right, '10.244.2.0/29');
    await eventually(() => phaseOf('one')).toBe('Running');
    expect(await addressOf('one')).toBe('10.244.1.2');
    await eventually(async () => (await readyOf(left))?.status).toBe('True');
  });

  it('lets a pod in the network of the node resolve names as the cluster does, when it says so', async () => {
    const told = await docker('exec', await lab.container('host'), 'cat', '/etc/resolv.conf');
    expect(told).toMatch(/^search \S+\.svc\.cluster\.local svc\.cluster\.local cluster\.local$/m);
    expect(told).toMatch(/^options ndots:5$/m);
  });

  it('lets pods of a node reach each other, the node, and themselves, each by its address', async () => {
    await lab.create(left, 'two');
    await eventually(() => phaseOf('two')).toBe('Running');
    for (const protocol of ['tcp', 'udp'] as const)
      await eventually(() => ask('two', 'one', protocol)).toBe(`one ${await addressOf('two')}`);
    expect(await ask('one', 'one')).toBe(`one ${await addressOf('one')}`);
    expect(await lab.ask(left.kubelet, (await addressOf('one')) ?? '', PORT)).toBe(`one ${left.address}`);
    expect(await lab.ask(await lab.container('one'), left.address, PORT)).toBe(`host ${await addressOf('one')}`);
  });
  const running = (...names: readonly string[]) =>
    eventually(async () => (await Promise.all(names.map(phaseOf))).filter((phase) => phase !== 'Running')).toEqual([]);
  const gone = (...names: readonly string[]) =>
    eventually(async () => (await lab.list()).filter(({ metadata: { name = '' } }) => names.includes(name))).toEqual(
      [],
    );

  it('leads packets to pods of other nodes, whose servers see the pod that asks', async () => {
    await left.run('ip', 'route', 'add', '10.244.2.0/29', 'via', right.address);
    await right.run('ip', 'route', 'add', '10.244.1.0/24', 'via', left.address);
    await lab.create(right, 'far');
    await running('far');
    for (const protocol of ['tcp', 'udp'] as const) {
      await eventually(() => ask('far', 'one', protocol)).toBe(`one ${await addressOf('far')}`);
      await eventually(() => ask('one', 'far', protocol)).toBe(`far ${await addressOf('one')}`);
    }
  });

  it('lets nothing leave the node that is addressed to a pod of its own that is gone', async () => {
    expect(await left.run('ip', 'route', 'get', '10.244.1.77').catch(String)).toContain('Invalid argument');
  });

  it('keeps the loopback of IPv6, gives the pod the MTU of its node, and the settings that it asks for', async () => {
    const securityContext = { sysctls: [{ name: 'net.ipv4.ip_local_port_range', value: '40000 40100' }] };
    await lab.create(left, 'set', { securityContext });
    await running('set');
    const inside = await docker('exec', await lab.container('set'), 'sh', '-c', 'ip address; sysctl net.ipv4');
    expect(inside).toMatch(/ip_local_port_range = 40000\s40100/);
    await lab.delete('set');
    await eventually(async () => (await left.traces()).length).toBe(2 * 2);
    expect(inside).toContain('inet6 ::1/128');
    expect(inside).toMatch(/eth0@\S+ .* mtu 1500/);
  });

  it('leaves cables as they are when the kubelet starts anew, and goes on with the addresses', async () => {
    const before = await left.run('ip', '-o', 'link', 'show', 'type', 'veth');
    const last = (await lab.list()).map(({ status: { podIP = '' } }) => podIP);
    await docker('restart', '-t', '5', left.kubelet);
    await lab.create(left, 'three');
    await running('three');
    expect(last).not.toContain(await addressOf('three'));
    const after = await left.run('ip', '-o', 'link', 'show', 'type', 'veth');
    for (const line of before.split('\n')) expect(after).toContain(line);
    await eventually(() => ask('three', 'one')).toBe(`one ${await addressOf('three')}`);
  });

  it('leads ports of the node to pods that want them, and nobody else to them', async () => {
    const ports = [
      { containerPort: PORT, hostPort: 9000 },
      { containerPort: PORT, hostPort: 9000, protocol: 'UDP' },
      { containerPort: PORT, hostPort: 9001, hostIP: left.address },
      { containerPort: PORT, hostPort: 9002, hostIP: left.address.replace(/\d+$/, '99') },
      { containerPort: PORT, hostPort: 9003, hostIP: '127.0.0.1' },
    ];
    await lab.create(left, 'web', {}, { ports });
    await running('web');
    for (const protocol of ['tcp', 'udp'] as const) {
      // Running is said of a server that may not listen yet.
      await eventually(() => lab.ask(right.kubelet, left.address, 9000, protocol)).toBe(`web ${right.address}`);
      expect(await lab.ask(left.kubelet, left.address, 9000, protocol)).toBe(`web ${left.address}`);
      const from = await lab.container('one');
      expect(await lab.ask(from, left.address, 9000, protocol)).toBe(`web ${await addressOf('one')}`);
      // Else it would answer itself past the node.
      expect(await lab.ask(await lab.container('web'), left.address, 9000, protocol)).toBe(`web ${left.address}`);
    }
    expect(await lab.ask(right.kubelet, left.address, 9001)).toBe(`web ${right.address}`);
    for (const port of [9002, 9003])
      expect(await lab.ask(right.kubelet, left.address, port)).toBe('Connection refused');
    for (const port of [9000, 9003]) expect(await lab.ask(left.kubelet, '127.0.0.1', port)).toBe(`web ${left.address}`);
    await docker('restart', '-t', '5', left.kubelet);
    expect(await lab.ask(right.kubelet, left.address, 9000)).toBe(`web ${right.address}`);
    await lab.delete('web');
    await gone('web');
    await eventually(() => lab.ask(right.kubelet, left.address, 9000)).toBe('Connection refused');
    await eventually(() => left.run('nft', 'list', 'table', 'ip', 'wherry-host-ports')).not.toContain('elements');
  });

  it('says when there are no addresses left, and goes on when one is given back', async () => {
    await lab.create(right, 'r2');
    await lab.create(right, 'r3', { restartPolicy: 'Never' });
    await lab.create(right, 'r4');
    await running('r2', 'r3', 'r4');
    await lab.create(right, 'r5');
    await running('r5');
    await lab.create(right, 'late');
    await eventually(() => lab.events('late')).toContainEqual(
      'FailedCreatePodSandBox: Failed to create pod sandbox: no IP addresses available in range 10.244.2.2-10.244.2.6',
    );
    // A pod that is over needs no address any more.
    const freed = await addressOf('r3');
    await docker('kill', await lab.container('r3'));
    await eventually(() => phaseOf('late')).toBe('Running');
    expect(await addressOf('late')).toBe(freed);
    await Promise.all(['r2', 'r3', 'r4', 'r5', 'late'].map((name) => lab.delete(name)));
    await gone('r2', 'r3', 'r4', 'r5', 'late');
  });

  it.each(['kill', 'restart'])('gives a pod a new sandbox when somebody has done %s to its own', async (what) => {
    const address = await addressOf('two');
    const sandbox = await lab.container('two', 'POD');
    await docker(what, ...(what === 'restart' ? ['-t', '0'] : []), sandbox);
    await eventually(async () => (await lab.container('two', 'POD')) !== sandbox).toBe(true);
    await eventually(() => lab.events('two')).toContainEqual(
      expect.stringContaining('SandboxChanged: Pod sandbox changed'),
    );
    await eventually(async () => (await lab.container('two')) !== '').toBe(true);
    await running('two');
    expect(await addressOf('two')).toBe(address);
    await eventually(() => ask('one', 'two')).toBe(`two ${await addressOf('one')}`);
    await eventually(async () => (await left.traces()).length).toBe(2 * 3);
  });

  it('lays cables again that somebody has cut, or that went with the machine', async () => {
    const device = `pod${(await lab.container('one', 'POD')).slice(0, 12)}`;
    const app = await lab.container('one');
    await left.run('ip', 'link', 'del', device);
    await docker('restart', '-t', '5', left.kubelet);
    await eventually(() => ask('three', 'one')).toBe(`one ${await addressOf('three')}`);
    await docker('restart', '-t', '0', left.machine);
    await docker('restart', '-t', '5', left.kubelet);
    await eventually(() => ask('three', 'one')).toBe(`one ${await addressOf('three')}`);
    expect(await lab.container('one')).toBe(app);
    await left.run('ip', 'route', 'add', '10.244.2.0/29', 'via', right.address);
    await eventually(() => ask('far', 'one')).toBe(`one ${await addressOf('far')}`);
  });

  it('gives pods their addresses again when everything has ended at once, as when the engine starts anew', async () => {
    const names = ['one', 'two', 'three'];
    const before = await Promise.all(names.map(addressOf));
    const all = await Promise.all(names.flatMap((name) => [lab.container(name), lab.container(name, 'POD')]));
    await docker('kill', left.kubelet, left.machine, ...all);
    await docker('start', left.machine);
    await docker('start', left.kubelet);
    await eventually(async () => Promise.all(names.map((name) => lab.container(name)))).not.toContain('');
    await running(...names);
    expect(await Promise.all(names.map(addressOf))).toEqual(before);
    await eventually(() => ask('three', 'one')).toBe(`one ${await addressOf('three')}`);
    await eventually(async () => (await left.traces()).length).toBe(2 * names.length);
    await left.run('ip', 'route', 'add', '10.244.2.0/29', 'via', right.address);
  });

  it('lays the cables of 30 pods at once', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `many-${index}`);
    await Promise.all(names.map((name) => lab.create(left, name)));
    await eventually(
      async () => (await Promise.all(names.map(phaseOf))).every((phase) => phase === 'Running'),
      300_000,
    ).toBe(true);
    const addresses = await Promise.all(names.map(addressOf));
    expect(new Set(addresses).size).toBe(names.length);
    const from = await lab.container('one');
    const answers = () => Promise.all(addresses.map((address = '') => lab.ask(from, address, PORT)));
    await eventually(answers).toEqual(names.map((name) => expect.stringMatching(new RegExp(`^${name} `)) as string));
    await Promise.all(names.map((name) => lab.delete(name)));
    await gone(...names);
    await eventually(async () => (await left.traces()).length).toBe(2 * 3);
  }, 900_000);

  it('leaves nothing behind when the kubelet is killed again and again while pods come and go', async () => {
    const made: string[] = [];
    for (let round = 0; round < 8; round += 1) {
      const names = [0, 1, 2].map((index) => `churn-${round}-${index}`);
      await Promise.all(names.map((name) => lab.create(left, name)));
      made.push(...names);
      await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 900));
      await docker('kill', '-s', 'KILL', left.kubelet);
      await Promise.all(made.splice(0, round % 2).map((name) => lab.delete(name)));
      await docker('start', left.kubelet);
    }
    await eventually(
      async () => (await Promise.all(made.map(phaseOf))).every((phase) => phase === 'Running'),
      300_000,
    ).toBe(true);
    const alive = ['one', 'two', 'three', ...made];
    const addresses = await Promise.all(alive.map(addressOf));
    expect(new Set(addresses).size).toBe(alive.length);
    const from = await lab.container('one');
    for (const [index, name] of alive.entries())
      await eventually(() => lab.ask(from, addresses[index] ?? '', PORT)).toMatch(new RegExp(`^${name} `));
    await eventually(async () => (await left.traces()).length).toBe(2 * alive.length);
    await Promise.all(made.map((name) => lab.delete(name)));
    await gone(...made);
    await eventually(async () => (await left.traces()).length).toBe(2 * 3);
  }, 900_000);
});
