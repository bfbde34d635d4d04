// Kubelets as a cluster runs them: each a container in the network namespace of its machine, which is another container
// on a Docker network. The API server is in this process, and listens where machines reach it. Everything goes with the
// lab.

import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event, Pod, Node } from '@wherry/api/core-v1';
import { startTestApi } from '@wherry/apiserver/testing';
import { starting, type Running } from '@wherry/component';
import { clusterImages, ensureClusterImages } from '../../../setup/image/wherry-image.ts';
import { baseImage } from '../../../setup/steps/base-image.ts';
import { thisMachine } from '../../../setup/steps/machine.ts';
import { checkout } from '../checkout.ts';
import { waitFor } from '../wait-for.ts';
import { docker, dockerIfThere } from './docker.ts';

export interface LabNode {
  readonly name: string;
  readonly address: string;
  /** The container of the kubelet, and of its machine. */
  readonly kubelet: string;
  readonly machine: string;
  /** Runs a command in the machine's network namespace. */
  run(...command: readonly string[]): Promise<string>;
  /** The devices and routes of pods, and what the rules hold of them, as text lines. */
  traces(): Promise<string[]>;
}

export interface KubeletLab extends Running {
  readonly nodes: readonly [LabNode, LabNode];
  create(node: LabNode, name: string, spec?: object, container?: object): Promise<void>;
  delete(name: string): Promise<void>;
  get(name: string): Promise<Pod>;
  list(): Promise<Pod[]>;
  node(name: string): Promise<Node>;
  giveRange(node: LabNode, podCIDR: string): Promise<void>;
  /** The events of a pod as `Reason: message`. */
  events(name: string): Promise<string[]>;
  /** The containers of a pod by the names of its containers; the sandbox is `POD`. */
  container(pod: string, name?: string): Promise<string>;
  /** What a server at a place says to a pod: its name, and whom it sees. */
  ask(from: string, host: string, port: number, protocol?: 'tcp' | 'udp'): Promise<string>;
}

/** The first three numbers of the machines' addresses, of which the first that nothing on this machine leads to is taken. */
const SUBNETS = ['172.31.1', '10.232.1', '192.168.229', '100.127.1'];
const LABEL = 'wherry.trial=network';
const SETTINGS = ['ip_forward=1', 'conf.all.send_redirects=0', 'conf.default.send_redirects=0'];
const ABOVE = ['NET_ADMIN', 'SYS_ADMIN', 'SYS_PTRACE'];
const PODS = '/api/v1/namespaces/default/pods';

/** Answers on TCP and UDP with its name and the address that it sees. */
const SERVER = `
use IO::Socket::INET; use IO::Select; $| = 1; $SIG{TERM} = sub { exit 0 };
my ($name, $port) = @ARGV;
my $tcp = IO::Socket::INET->new(LocalPort => $port, Listen => 64, ReuseAddr => 1) or die $!;
my $udp = IO::Socket::INET->new(LocalPort => $port, Proto => 'udp') or die $!;
my $all = IO::Select->new($tcp, $udp);
while (1) { for my $ready ($all->can_read) {
  if ($ready == $tcp) { my $c = $tcp->accept or next; print $c "$name " . $c->peerhost . "\\n"; close $c; }
  else { $udp->recv(my $text, 100) or next; $udp->send("$name " . $udp->peerhost . "\\n"); }
} }`;
const CLIENT = `
use IO::Socket::INET; $SIG{ALRM} = sub { print "SILENCE\\n"; exit 0 }; alarm 3;
my ($host, $port, $proto) = @ARGV;
my $s = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port, Proto => $proto) or do { print "$!\\n"; exit 0 };
if ($proto eq 'udp') { $s->send('?'); defined $s->recv(my $text, 100) or do { print "$!\\n"; exit 0 }; print $text; }
else { print <$s>; }`;

export const PORT = 8080;

/** Starts two nodes that have no range of addresses yet. */
export function startKubeletLab(): Promise<KubeletLab> {
  return starting<Omit<KubeletLab, keyof Running>>(async (own) => {
    const id = `wherry-lab-${randomBytes(3).toString('hex')}`;
    const machine = thisMachine({ root: checkout });
    const images = await clusterImages({ root: checkout });
    await ensureClusterImages(images, machine);
    const subnet = await createNetwork(id);
    own(async () => void (await docker('network', 'rm', id)));
    const api = own(await startTestApi({ flags: [`--bind-address=${subnet}.1`] }));
    const files = await mkdtemp(join(tmpdir(), 'wherry-lab-'));
    own(async () => {
      // What kubelets have written is root's.
      await docker(
        'run',
        '--rm',
        '--label',
        LABEL,
        '-v',
        `${files}:${files}`,
        baseImage,
        'find',
        files,
        '-mindepth',
        '1',
        '-delete',
      );
      await rm(files, { recursive: true });
    });
    await writeFile(join(files, 'kubeconfig'), kubeconfig(api));
    const send = async (method: string, path: string, body?: object) => {
      const type = method === 'PATCH' ? { type: 'application/strategic-merge-patch+json' } : {};
      const answer = await api.send(method, path, body === undefined ? {} : { body, ...type });
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.body.toString()}`);
      return JSON.parse(answer.body.toString()) as unknown;
    };
    const start = async (number: number): Promise<LabNode> => {
      const name = `${id}-node-${number}`;
      own(() => removeNode(name));
      return startNode({ name, address: `${subnet}.1${number}`, network: id, files, image: images.programs });
    };
    const nodes = [await start(1), await start(2)] as const;
    const { length } = nodes;
    await waitFor('the nodes to register', async () => {
      const { items } = (await send('GET', '/api/v1/nodes')) as { items: unknown[] };
      return items.length === length;
    });
    const container = async (pod: string, name = 'app') => {
      const labels = [`io.kubernetes.pod.name=${pod}`, `io.kubernetes.container.name=${name}`];
      return (await containers(id, labels))[0] ?? '';
    };
    return {
      nodes,
      container,
      create: async (node, name, spec = {}, container_ = {}) =>
        void (await send('POST', PODS, {
          metadata: { name },
          spec: {
            nodeName: node.name,
            automountServiceAccountToken: false,
            terminationGracePeriodSeconds: 0,
            containers: [
              { name: 'app', image: baseImage, command: ['perl', '-e', SERVER, name, String(PORT)], ...container_ },
            ],
            ...spec,
          },
        })),
      delete: async (name) => void (await send('DELETE', `${PODS}/${name}`)),
      get: async (name) => (await send('GET', `${PODS}/${name}`)) as Pod,
      list: async () => ((await send('GET', PODS)) as { items: Pod[] }).items,
      node: async (name) => (await send('GET', `/api/v1/nodes/${name}`)) as Node,
      giveRange: async (node, podCIDR) =>
        void (await send('PATCH', `/api/v1/nodes/${node.name}`, { spec: { podCIDR, podCIDRs: [podCIDR] } })),
      async events(name) {
        const { items } = (await send('GET', '/api/v1/namespaces/default/events')) as { items: Event[] };
        return items
          .filter(({ involvedObject }) => involvedObject.name === name)
          .map(({ reason = '', message = '' }) => `${reason}: ${message}`);
      },
      ask: async (from, host, port, protocol = 'tcp') =>
        docker('exec', from, 'perl', '-e', CLIENT, host, String(port), protocol),
    };
  });
}

/** @throws {Error} when each of the subnets is somebody's */
async function createNetwork(name: string): Promise<string> {
  const own = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.map(({ address }) => address));
  for (const subnet of SUBNETS) {
    const isSomebodys = own.some((address) => address.startsWith(subnet.replace(/\d+$/, '')));
    const create = ['network', 'create', '--label', LABEL, `--subnet=${subnet}.0/24`, name];
    if (!isSomebodys && (await dockerIfThere(...create)) !== undefined) return subnet;
  }
  throw new Error(`The lab can have none of the subnets ${SUBNETS.join(', ')}`);
}

interface NodeStart {
  readonly name: string;
  readonly address: string;
  readonly network: string;
  readonly files: string;
  readonly image: string;
}

async function startNode({ name, address, network, files, image }: NodeStart): Promise<LabNode> {
  const machine = name;
  const kubelet = `${name}-kubelet`;
  const root = join(files, name);
  await mkdir(root);
  await docker(
    ['run', '-d', '--name', machine, '--label', LABEL, '--network', network, '--ip', address],
    SETTINGS.flatMap((setting) => ['--sysctl', `net.ipv4.${setting}`]),
    ['--entrypoint', 'sleep', baseImage, 'infinity'],
  );
  await docker(
    ['run', '-d', '--name', kubelet, '--label', LABEL, '--network', `container:${machine}`, '--pid', 'host'],
    ABOVE.flatMap((capability) => ['--cap-add', capability]),
    ['seccomp=unconfined', 'apparmor=unconfined'].flatMap((option) => ['--security-opt', option]),
    ['-v', `${files}:${files}`, '-v', '/var/run/docker.sock:/var/run/docker.sock', image, 'kubelet'],
    [`--kubeconfig=${join(files, 'kubeconfig')}`, `--node-name=${name}`, `--node-ip=${address}`],
    [`--root-dir=${root}`, `--sandbox-image=${baseImage}`, `--host-network=container:${machine}`],
  );
  const run = (...command: readonly string[]) => docker('exec', kubelet, ...command);
  return {
    name,
    address,
    machine,
    kubelet,
    run,
    async traces() {
      const links = JSON.parse(await run('ip', '-json', 'link', 'show', 'type', 'veth')) as { ifname?: string }[];
      const devices = links.flatMap(({ ifname = '' }) => (ifname.startsWith('pod') ? [ifname] : []));
      const routes = (await run('ip', 'route', 'show', 'proto', '88')).split('\n').filter((line) => line !== '');
      return [...devices, ...routes.filter((line) => !line.startsWith('blackhole'))];
    },
  };
}

async function removeNode(name: string): Promise<void> {
  await dockerIfThere('rm', '-f', `${name}-kubelet`);
  const made = await containers(name);
  if (made.length > 0) await dockerIfThere('rm', '-f', ...made);
  await dockerIfThere('rm', '-f', name);
}

/** What kubelets have made whose names begin so, newest first. */
async function containers(owner: string, labels: readonly string[] = []): Promise<string[]> {
  const filters = labels.flatMap((label) => ['--filter', `label=${label}`]);
  const all = labels.length === 0 ? ['-a'] : [];
  const lines = await docker('ps', '--no-trunc', all, filters, '--format', '{{.ID}} {{.Label "io.wherry.owner"}}');
  return lines.split('\n').flatMap((line) => {
    const [id = '', of = ''] = line.split(' ');
    return of.includes(owner) ? [id] : [];
  });
}

function kubeconfig({ url, pki }: { url: string; pki: { ca: string; cert: string; key: string } }): string {
  const encoded = (text: string) => Buffer.from(text).toString('base64');
  const cluster = { server: url, 'certificate-authority-data': encoded(pki.ca) };
  const user = { 'client-certificate-data': encoded(pki.cert), 'client-key-data': encoded(pki.key) };
  const named = { clusters: [{ name: 'lab', cluster }], users: [{ name: 'lab', user }] };
  // JSON is YAML as well.
  return JSON.stringify({
    ...named,
    contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'lab' } }],
    'current-context': 'lab',
  });
}
