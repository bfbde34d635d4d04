// What the note says of pods, shown with its own manifests on the cluster: what they are in the API, who runs them, what
// they may use, and where their files are.

import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import { useCluster } from './cluster/shared-cluster.ts';
import { noteManifest, patience } from './note/note-namespaces.ts';
import { useScene } from './note/scene.ts';
import { waitFor } from './wait-for.ts';

const cluster = useCluster();
const plain = useScene(cluster);
const limited = useScene(cluster, 'limited');
const onHost = useScene(cluster, 'on-host');

const sleeper = 'trap "exit 0" TERM; while :; do sleep 0.1; done';
const container = (name: string, more: object = {}) => ({
  name,
  image: 'luksa/kubia',
  imagePullPolicy: 'Never',
  command: ['sh', '-c', sleeper],
  ...more,
});
const pod = (name: string, spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });

const sharing = pod('sharing', {
  volumes: [{ name: 'shared', emptyDir: {} }],
  containers: [
    container('left', { volumeMounts: [{ name: 'shared', mountPath: '/left' }] }),
    container('right', { volumeMounts: [{ name: 'shared', mountPath: '/right' }] }),
  ],
});
const bursting = pod('bursting', {
  containers: [container('app', { resources: { requests: { cpu: '50m' }, limits: { cpu: '300m' } } })],
});

beforeAll(async () => {
  // All at once: each test finds its pod running.
  for (const file of ['01-pod-kubia.yaml', '03-pod-kuard.yaml', '06-pod-kuard-nfs.yaml', '20-emptydir-memory.yaml'])
    await plain.applyNote(file);
  await limited.applyNote('05-pod-kuard-resources.yaml');
  await onHost.applyNote('07-pod-kuard-hostpath.yaml');
  await plain.apply(sharing);
  await limited.apply(bursting);
  await Promise.all([
    plain.ready('kubia-manual', 'kuard', 'html-memory', 'sharing'),
    limited.ready('kuard', 'bursting'),
    onHost.ready('kuard'),
  ]);
});

describe('an API object', () => {
  it('has one path, and is JSON or YAML there', async () => {
    const proxy = await cluster.kubectl.start(['proxy', '--port=0']);
    onTestFinished(async () => void (await proxy.stop()));
    const origin = await waitFor('the proxy to serve', () => {
      const address = /serve on (\S+)/.exec(proxy.stdout)?.[1];
      return address !== undefined && `http://${address}`;
    });
    const pods = `${origin}/api/v1/namespaces/${plain.namespace}/pods`;
    const { uid } = (await plain.pod('kubia-manual')).metadata;

    const json: unknown = await (await fetch(`${pods}/kubia-manual`)).json();
    expect(json).toMatchObject({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'kubia-manual', uid } });
    const yaml = await fetch(`${pods}/kubia-manual`, { headers: { accept: 'application/yaml' } });
    expect(yaml.headers.get('content-type')).toBe('application/yaml');
    expect(parse(await yaml.text())).toEqual(json);
    // Neither under another name nor in another namespace.
    expect((await fetch(`${pods}/kubia`)).status).toBe(404);
    expect((await fetch(`${origin}/api/v1/namespaces/default/pods/kubia-manual`)).status).toBe(404);
    // The manifest is what that path takes.
    const manifest = { ...(parse(noteManifest('01-pod-kubia.yaml')) as object), metadata: { name: 'kubia-yaml' } };
    const headers = { 'content-type': 'application/yaml' };
    const made = await fetch(`${pods}?dryRun=All`, { method: 'POST', headers, body: stringify(manifest) });
    expect([made.status, await made.json()]).toMatchObject([201, { metadata: { name: 'kubia-yaml' } }]);
  });
});

describe('a pod', () => {
  it('runs on the node that the scheduler has picked, and nowhere else', async () => {
    const { spec } = await plain.pod('kubia-manual');
    const picked = `Scheduled: Successfully assigned ${plain.namespace}/kubia-manual to ${spec.nodeName}`;
    await plain.tells('kubia-manual', picked, 'Started: Container started');
    const running = async (node: string) => {
      const pods = JSON.parse(await plain.kubectl(['get', '--raw', `/api/v1/nodes/${node}/proxy/pods`])) as {
        readonly items: readonly { readonly metadata: { readonly name: string; readonly namespace: string } }[];
      };
      return pods.items.some(
        ({ metadata }) => metadata.name === 'kubia-manual' && metadata.namespace === plain.namespace,
      );
    };
    for (const node of ['node-1', 'node-2', 'node-3'])
      expect([node, await running(node)]).toEqual([node, node === spec.nodeName]);
    const hit = await waitFor('the app to listen', () =>
      plain.kubectl(['get', '--raw', plain.proxied('kubia-manual', '/')]),
    );
    expect(hit).toBe("You've hit kubia-manual\n");
  });

  it('gets a new container when its process ends, and stays the same pod', async () => {
    const before = await plain.pod('kuard');
    await waitFor('the app to listen', () => plain.kubectl(['get', '--raw', plain.proxied('kuard', '/healthy')]));
    await plain.run(['get', '--raw', plain.proxied('kuard', '/exit?code=3')]);
    const after = await plain.restarted('kuard');
    const [was] = before.status.containerStatuses ?? [];
    const [is] = after.status.containerStatuses ?? [];
    expect(is?.lastState?.terminated).toMatchObject({ exitCode: 3, reason: 'Error', containerID: was?.containerID });
    expect(is?.containerID).not.toBe(was?.containerID);
    const same = ({ metadata, spec, status }: typeof after) => [metadata.uid, spec.nodeName, status.podIP];
    expect(same(after)).toEqual(same(before));
  });
});

describe('resources', () => {
  it('are limited to what the manifest says: too much memory ends the container, and a new one starts', async () => {
    const limit = 'cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null; true';
    expect((await limited.sh('kuard', limit)).trim()).toBe(String(256 * 2 ** 20));
    await waitFor('the app to listen', () => limited.kubectl(['get', '--raw', limited.proxied('kuard', '/healthy')]));
    // Less than the limit is more than the request, and is given.
    expect(await limited.kubectl(['get', '--raw', limited.proxied('kuard', '/memory?mb=160')])).toBe('taken\n');
    expect((await limited.pod('kuard')).status.containerStatuses?.[0]?.restartCount).toBe(0);
    await limited.run(['get', '--raw', limited.proxied('kuard', '/memory?mb=200')]);
    const { status } = await limited.restarted('kuard');
    expect(status.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({ reason: 'OOMKilled', exitCode: 137 });
  });

  it('let a container have more CPU than it has asked for, up to its limit', async () => {
    const burn = `
      const begin = performance.now();
      const before = process.cpuUsage();
      while (performance.now() - begin < 2000);
      const { user, system } = process.cpuUsage(before);
      console.log((user + system) / 1000 / (performance.now() - begin));
    `;
    const share = await waitFor(
      'the CPU to be free',
      async () => {
        const cores = Number(await limited.kubectl(['exec', 'bursting', '--', 'node', '-e', burn]));
        // Twice what it has asked for, at the least.
        return cores > 0.1 && cores;
      },
      patience,
    );
    expect(share).toBeLessThan(0.4);
  });

  it('are asked for by all containers of a pod together', async () => {
    const cpu = (millis: number) => ({ resources: { requests: { cpu: `${millis}m` } } });
    const allocatable = await limited.kubectl(['get', 'nodes', '--output=jsonpath={.items[*].status.allocatable.cpu}']);
    const millis = allocatable
      .split(' ')
      .map((text) => (text.endsWith('m') ? parseInt(text, 10) : Number(text) * 1000));
    // Each of the two would have its place.
    const most = Math.floor(Math.max(...millis) * 0.6);
    await limited.apply(pod('both', { containers: [container('one', cpu(most)), container('other', cpu(most))] }));
    const told = await waitFor('the verdict', async () =>
      (await limited.events('both')).find((event) => event.startsWith('FailedScheduling')),
    );
    expect(told).toMatch(/^FailedScheduling: 0\/3 nodes are available: 3 Insufficient cpu\./);
    await limited.apply(pod('one', { containers: [container('one', cpu(most))] }));
    await limited.ready('one');
    expect((await limited.pod('both')).spec.nodeName).toBeUndefined();
  });
});

describe('an emptyDir', () => {
  it('in memory survives its container, and not its pod', async () => {
    expect(await plain.sh('html-memory', 'grep " /html " /proc/mounts')).toMatch(/^tmpfs \/html tmpfs rw/);
    await plain.sh('html-memory', 'echo kept > /html/file');
    await plain.sh('html-memory', 'kill 1');
    await plain.restarted('html-memory');
    expect(await plain.sh('html-memory', 'cat /html/file')).toBe('kept\n');
    await plain.kubectl(['delete', 'pod', 'html-memory'], { timeoutMs: 160_000 });
    await plain.applyNote('20-emptydir-memory.yaml');
    await plain.ready('html-memory');
    expect(await plain.sh('html-memory', 'ls /html')).toBe('');
  });

  it('is shared by the containers of its pod', async () => {
    await plain.sh('sharing', 'echo from the left > /left/file', 'left');
    expect(await plain.sh('sharing', 'cat /right/file', 'right')).toBe('from the left\n');
    // It is nobody else's, and on disk.
    expect((await plain.run(['exec', 'sharing', '-c', 'right', '--', 'ls', '/left'])).code).not.toBe(0);
    expect(await plain.sh('sharing', 'grep " /right " /proc/mounts', 'right')).not.toMatch(/^tmpfs/);
  });
});

describe('a hostPath', () => {
  it("is the node's own file system, and outlives the pod", async () => {
    const file = `proof-${randomUUID()}`;
    const { nodeName } = (await onHost.pod('kuard')).spec;
    const kubelet = `${nodeName}-kubelet`;
    const onNode = `/host/var/lib/kuard/${file}`;
    const tidy = `rm -f ${onNode}; rmdir /host/var/lib/kuard 2>/dev/null || true`;
    onTestFinished(async () => void (await cluster.exec(kubelet, ['sh', '-c', tidy])));
    await onHost.sh('kuard', `echo from a pod > /data/${file}`);
    expect(await cluster.exec(kubelet, ['cat', onNode])).toBe('from a pod\n');
    const { uid } = (await onHost.pod('kuard')).metadata;
    await onHost.kubectl(['delete', 'pod', 'kuard'], { timeoutMs: 160_000 });
    const manifest = parse(noteManifest('07-pod-kuard-hostpath.yaml')) as { readonly spec: object };
    const sameNode = { ...manifest, spec: { ...manifest.spec, nodeSelector: { 'kubernetes.io/hostname': nodeName } } };
    await onHost.apply(sameNode);
    await onHost.ready('kuard');
    expect((await onHost.pod('kuard')).metadata.uid).not.toBe(uid);
    expect(await onHost.sh('kuard', `cat /data/${file}`)).toBe('from a pod\n');
  });
});

describe('a volume of a kind that no node has', () => {
  it('keeps the pod from running, and says so', async () => {
    const because = await waitFor('the reason', async () =>
      (await plain.events('kuard-nfs')).find((event) => event.startsWith('FailedMount')),
    );
    expect(because).toBe(
      'FailedMount: MountVolume.SetUp failed for volume "kuard-data" : no volume plugin matched: this node has no volumes of the kind nfs',
    );
    expect(await plain.kubectl(['describe', 'pod', 'kuard-nfs'])).toContain('no volumes of the kind nfs');
    const { status } = await plain.pod('kuard-nfs');
    expect(status.phase).toBe('Pending');
    expect(status.containerStatuses?.[0]?.state).toEqual({ waiting: { reason: 'ContainerCreating' } });
  });
});
