// Containers that stand for nodes, on a network of their own. They answer HTTP and UDP on what could be node ports.

import { randomUUID } from 'node:crypto';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { baseImage } from '../../../setup/steps/base-image.ts';
import { freePort, isFree } from '@wherry/component/testing';

const run = promisify(execFile);

export interface GateLab {
  /** What labels of the gate name the cluster. */
  readonly cluster: string;
  /** The engine's name of the network. */
  readonly network: string;
  readonly nodes: readonly { readonly name: string; readonly ip: string }[];
  /** One on which the nodes answer, and that nobody has had yet. */
  nodePort(): number;
  freePort(): Promise<number>;
  /** The ports that containers of the gate hold, such as `tcp/30080`, sorted. */
  publishers(): Promise<string[]>;
  /** All containers of the gate. */
  containers(): Promise<string[]>;
  removePublishers(): Promise<void>;
  /** Lets the first node answer at an address that only it knows. */
  serveClusterIp(ip: string, port: number): Promise<void>;
  /** Lets a container have a port of this machine; resolves with its release. */
  holdPort(port: number): Promise<() => Promise<void>>;
  /** How long the engine takes to run a container with a port of this machine, in milliseconds. */
  timeToRun(): Promise<number>;
  remove(): Promise<void>;
}

/** Enough for each test of the gate to be told twice. */
const NODE_PORTS = 60;

/** @throws when there is no engine */
export async function createGateLab(): Promise<GateLab> {
  const cluster = `test-${randomUUID().slice(0, 8)}`;
  const label = `wherry.test=${cluster}`;
  const docker = async (...args: string[]): Promise<string> => (await run('docker', args)).stdout.trim();
  await docker('network', 'create', '--label', label, cluster);
  const ports = await unusedNodePorts(NODE_PORTS);
  const server = await readFile(new URL('node-server.pl', import.meta.url), 'utf8');
  const nodes: { name: string; ip: string; id: string }[] = [];
  // One after the other, so that the first one has the first address.
  for (const name of ['node-1', 'node-2']) {
    const start = ['run', '-d', '--label', label, '--network', cluster, '--cap-add', 'NET_ADMIN', '--init'];
    const id = await docker(...start, baseImage, 'perl', '-e', server, name, ...ports.map(String));
    const ip = await docker('inspect', '-f', '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}', id);
    nodes.push({ name, ip, id });
  }
  const ours = ['ps', '-a', '--filter', `label=wherry.cluster=${cluster}`, '--format'];
  const lines = (text: string) => text.split('\n').filter((line) => line !== '');
  const containers = async () => lines(await docker(...ours, '{{.Names}}'));
  let given = 0;
  return {
    cluster,
    network: cluster,
    nodes,
    freePort,
    containers,
    nodePort: () => ports[given++] ?? 0,
    async publishers() {
      const all = lines(await docker(...ours, '{{.State}} {{.Label "wherry.gate"}}'));
      return all
        .flatMap((line) => (line.startsWith('running tcp') || line.startsWith('running udp') ? [line.slice(8)] : []))
        .toSorted();
    },
    async removePublishers() {
      await docker('rm', '-f', ...(await containers()));
    },
    async serveClusterIp(ip, port) {
      const [{ id } = { id: '' }] = nodes;
      await docker('exec', id, 'ip', 'address', 'add', `${ip}/32`, 'dev', 'lo');
      await docker('exec', '-d', id, 'perl', '-e', server, 'node-1', String(port));
    },
    async holdPort(port) {
      const publish = ['-p', `127.0.0.1:${port}:80`];
      const id = await docker('run', '-d', '--label', label, ...publish, baseImage, 'sleep', 'infinity');
      return async () => void (await docker('rm', '-f', id));
    },
    async timeToRun() {
      const begin = performance.now();
      const port = `127.0.0.1:${await freePort()}:80`;
      const id = await docker('run', '-d', '--label', label, '--network', cluster, '-p', port, baseImage, 'sleep', '9');
      const end = performance.now();
      await docker('rm', '-f', id);
      return end - begin;
    },
    async remove() {
      const all = lines(await docker('ps', '-aq', '--filter', `label=${label}`));
      await docker('rm', '-f', ...all, ...(await containers()));
      await docker('network', 'rm', cluster);
    },
  };
}

/** Of the range that a cluster gives out, away from its beginning, which people name by hand. */
async function unusedNodePorts(count: number): Promise<number[]> {
  const found: number[] = [];
  while (found.length < count) {
    const port = 31_000 + Math.floor(Math.random() * 1700);
    if (!found.includes(port) && (await isFree(port))) found.push(port);
  }
  return found;
}
