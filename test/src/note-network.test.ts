// What the note says of the network: the containers of a pod are as on one machine, and all pods as on one LAN.

import { beforeAll, describe, expect, it } from 'vitest';
import { useCluster } from './cluster/shared-cluster.ts';
import { patience } from './note/note-namespaces.ts';
import { useScene } from './note/scene.ts';
import { waitFor } from './wait-for.ts';

const cluster = useCluster();
const scene = useScene(cluster);

const image = { image: 'luksa/kubia', imagePullPolicy: 'Never' };
const server = { name: 'kubia', ...image };
/** Answers on the loopback alone. */
const neighbour = {
  name: 'side',
  ...image,
  command: [
    'node',
    '-e',
    "require('node:http').createServer((_, response) => response.end('the side\\n')).listen(9000, '127.0.0.1');" +
      "process.on('SIGTERM', () => process.exit())",
  ],
};
const limited = (container: object, memory: string) => ({ ...container, resources: { limits: { memory } } });
const pod = (name: string, spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });
const on = (node: string, spec: object) => ({ ...spec, nodeSelector: { 'kubernetes.io/hostname': node } });

/** Two on each node: pairs on one node are as good as pairs across. */
const lan = [1, 2, 3].flatMap((number) => ['left', 'right'].map((side) => ({ number, name: `${side}-${number}` })));

beforeAll(async () => {
  const mates = { containers: [limited(server, '80Mi'), limited(neighbour, '96Mi')] };
  await scene.apply(
    pod('mates', on('node-1', mates)),
    ...lan.map(({ number, name }) => pod(name, on(`node-${number}`, { containers: [server] }))),
  );
  await scene.ready('mates', ...lan.map(({ name }) => name));
});

/** What a client in a pod is told, by each of the addresses; asked again until all listen. */
async function ask(from: string, urls: readonly string[], container = 'kubia'): Promise<string[]> {
  const script = `Promise.all(${JSON.stringify(urls)}.map((url) =>
    fetch(url, { signal: AbortSignal.timeout(5000) }).then((response) => response.text())))
    .then((texts) => console.log(JSON.stringify(texts)))`;
  const command = ['exec', from, '-c', container, '--', 'node', '-e', script];
  const told = await waitFor(`${from} to be answered by ${urls.join(', ')}`, () => scene.kubectl(command), patience);
  return (JSON.parse(told) as string[]).map((text) => text.trim().replace('::ffff:', ''));
}

const namespacesOf = async (podName: string, container: string): Promise<Record<string, string>> => {
  const links = await scene.sh(
    podName,
    'cd /proc/self/ns; for ns in net ipc uts pid mnt; do readlink $ns; done',
    container,
  );
  return Object.fromEntries(
    links
      .trim()
      .split('\n')
      .map((link) => link.split(':') as [string, string]),
  );
};

describe('the containers of a pod', () => {
  it('have one network: the same address, and each other on localhost', async () => {
    expect(await ask('mates', ['http://localhost:8080/'], 'side')).toEqual(["You've hit mates"]);
    expect(await ask('mates', ['http://localhost:9000/'], 'kubia')).toEqual(['the side']);
    const address = 'ip -4 -oneline address show eth0';
    const seen = await Promise.all(['kubia', 'side'].map((container) => scene.sh('mates', address, container)));
    expect(seen[0]).toBe(seen[1]);
    expect(seen[0]).toContain(` ${(await scene.pod('mates')).status.podIP}/`);
    // Loopback is the pod's own: nobody listens on 9000 in another one.
    const { code } = await scene.run(['exec', 'left-1', '--', 'node', '-e', "await fetch('http://localhost:9000/')"]);
    expect(code).not.toBe(0);
  });

  it('have one hostname, the name of the pod', async () => {
    for (const container of ['kubia', 'side']) expect(await scene.sh('mates', 'hostname', container)).toBe('mates\n');
  });

  it('have one IPC: shared memory of one is there for the other, and for no other pod', async () => {
    const write = `perl -e '$id = shmget(4711, 64, 01666) // die $!; shmwrite($id, "hello", 0, 5) or die $!'`;
    const read = `perl -e '$id = shmget(4711, 0, 0) // die $!; shmread($id, $text, 0, 5); print $text'`;
    await scene.sh('mates', `${write}; echo posix > /dev/shm/file`, 'kubia');
    expect(await scene.sh('mates', `${read}; cat /dev/shm/file`, 'side')).toBe('helloposix\n');
    const { code, stderr } = await scene.run(['exec', 'left-1', '--', 'sh', '-c', read]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('No such file or directory')]);
  });

  it('have processes, files and limits of their own', async () => {
    const [one, other, stranger] = await Promise.all([
      namespacesOf('mates', 'kubia'),
      namespacesOf('mates', 'side'),
      namespacesOf('left-1', 'kubia'),
    ]);
    expect([one.net, one.ipc]).toEqual([other.net, other.ipc]);
    expect(one.pid).not.toBe(other.pid);
    expect(one.mnt).not.toBe(other.mnt);
    for (const kind of ['net', 'ipc', 'uts', 'pid', 'mnt'])
      expect([kind, stranger[kind]]).not.toEqual([kind, one[kind]]);
    // Of whichever version the cgroups are.
    const limit = 'cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null; true';
    expect(Number(await scene.sh('mates', limit, 'kubia'))).toBe(80 * 2 ** 20);
    expect(Number(await scene.sh('mates', limit, 'side'))).toBe(96 * 2 ** 20);
  });
});

describe('pods', () => {
  it('have an address and a hostname each, and reach each other from every node to every node', async () => {
    const addresses = await Promise.all(lan.map(async ({ name }) => (await scene.pod(name)).status.podIP ?? ''));
    expect(new Set(addresses)).toHaveLength(lan.length);
    const talk = async ({ name }: { readonly name: string }, at: number) => {
      const hits = await ask(
        name,
        addresses.map((address) => `http://${address}:8080/`),
      );
      expect([name, hits]).toEqual([name, lan.map((other) => `You've hit ${other.name}`)]);
      // Nothing stands between: the server sees the address that the client has in its own eyes.
      const others = addresses.filter((address) => address !== addresses[at]);
      const seen = await ask(
        name,
        others.map((address) => `http://${address}:8080/client`),
      );
      expect([name, seen]).toEqual([name, others.map(() => addresses[at])]);
    };
    for (const [at, each] of lan.entries()) await talk(each, at);
    const nodes = await Promise.all(lan.map(async ({ name }) => (await scene.pod(name)).spec.nodeName));
    expect(nodes).toEqual(lan.map(({ number }) => `node-${number}`));
  });
});
