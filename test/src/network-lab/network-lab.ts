// A small network in namespaces of this machine's kernel: nodes on one cable, and pods behind them on routed cables,
// as the kubelet lays them. Everything has names of its own and goes with it.

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Command, Question } from './station-command.ts';

const run = promisify(execFile);

export interface Station {
  readonly namespace: string;
  readonly ip: string;
  /** Runs a program inside, and returns what it prints. */
  run(command: string, ...args: readonly string[]): Promise<string>;
  /** Answers with its name on TCP and UDP. */
  serve(...ports: readonly number[]): Promise<void>;
  /** Asks and returns the answers: the server's name and the address it saw, or what went wrong. */
  ask(question: Question): Promise<string[]>;
  /** The addresses of a name, of the DNS server at an address; what went wrong when there are none. */
  resolve(name: string, server: string): Promise<string[]>;
  beginLoad(question: Question): Promise<void>;
  /** How often which server answered, or what went wrong. */
  endLoad(): Promise<Record<string, number>>;
}

export interface NetworkLab {
  /** On the nodes' cable, `172.30.0.<number>`: a node, or somebody in the world outside. */
  addNode(number: number): Promise<Station>;
  /** Behind a node, with a cable of its own. */
  addPod(node: Station, ip: string): Promise<Station>;
  remove(): Promise<void>;
}

/** Whether this machine can have one: Linux, root, and the programs that program networks. */
export async function canHaveNetworkLab(): Promise<boolean> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  return Promise.all([run('ip', ['-V']), run('nft', ['-v']), run('conntrack', ['-V'])]).then(
    () => true,
    () => false,
  );
}

const GATEWAY = '169.254.1.1';
const STATION = new URL('station.ts', import.meta.url).pathname;

export async function createNetworkLab(): Promise<NetworkLab> {
  const prefix = `wlab${randomBytes(3).toString('hex')}`;
  const stations: LabStation[] = [];
  const hub = `${prefix}-hub`;
  await run('ip', ['netns', 'add', hub]);
  await ip(hub, 'link add hub type bridge', 'link set hub up');

  const add = async (name: string, address: string): Promise<LabStation> => {
    const station = await openStation({ namespace: `${prefix}-${name}`, name, ip: address });
    stations.push(station);
    return station;
  };
  const cable = async (node: Station, station: Station): Promise<void> => {
    const near = `v${stations.length}`;
    const bits = station.ip.includes(':') ? 128 : 32;
    const [family, gateway] = station.ip.includes(':') ? ['-6 ', 'fe80::1'] : ['', GATEWAY];
    await ip(node.namespace, `link add ${near} type veth peer name eth0 netns ${station.namespace}`);
    // Of the scope of the link, so that nobody is masqueraded as the gateway.
    const address = bits === 128 ? `${gateway}/64 nodad` : `${gateway}/32`;
    await ip(node.namespace, `addr add ${address} dev ${near} scope link`, `link set ${near} up`);
    const own = `addr add ${station.ip}/${bits} dev eth0${bits === 128 ? ' nodad' : ''}`;
    await ip(station.namespace, own, 'link set eth0 up');
    await ip(station.namespace, `${family}route add ${gateway} dev eth0 scope link`);
    await ip(station.namespace, `${family}route add default via ${gateway} dev eth0 src ${station.ip}`);
    await ip(node.namespace, `${family}route add ${station.ip}/${bits} dev ${near}`);
  };
  return {
    async addNode(number) {
      const node = await add(`node${number}`, `172.30.0.${number}`);
      await ip(hub, `link add port${number} type veth peer name eth0 netns ${node.namespace}`);
      await ip(hub, `link set port${number} master hub`, `link set port${number} up`);
      // As machines are set: a pod that reaches itself must not be sent advice about shorter ways.
      await node.run('sysctl', '-q', '-w', 'net.ipv4.conf.default.send_redirects=0');
      await ip(node.namespace, `addr add ${node.ip}/24 dev eth0`, 'link set eth0 up');
      return node;
    },
    async addPod(node, address) {
      const pod = await add(`pod${stations.length}`, address);
      await cable(node, pod);
      return pod;
    },
    async remove() {
      await Promise.all(stations.map((station) => station.close()));
      await Promise.all(
        [hub, ...stations.map(({ namespace }) => namespace)].map((name) => run('ip', ['netns', 'del', name])),
      );
    },
  };
}

async function ip(namespace: string, ...commands: readonly string[]): Promise<void> {
  for (const command of commands) await run('ip', ['-n', namespace, ...command.split(' ')]);
}

interface LabStation extends Station {
  close(): Promise<void>;
}

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

async function openStation(given: {
  readonly namespace: string;
  readonly name: string;
  readonly ip: string;
}): Promise<LabStation> {
  const { namespace, name } = given;
  await run('ip', ['netns', 'add', namespace]);
  await ip(namespace, 'link set lo up');
  const child = spawn(
    'ip',
    ['netns', 'exec', namespace, process.execPath, '--disable-warning=ExperimentalWarning', STATION],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
  const tell = await conversation(child);
  return {
    ...given,
    run: async (command, ...args) => (await run('ip', ['netns', 'exec', namespace, command, ...args])).stdout,
    serve: async (...ports) => void (await tell({ do: 'serve', name, ports })),
    // The station answers each command with its own kind of result.
    ask: async (question) => (await tell({ do: 'ask', ...question })) as string[],
    resolve: async (host, server) => (await tell({ do: 'resolve', host, server })) as string[],
    beginLoad: async (question) => void (await tell({ do: 'begin-load', ...question })),
    endLoad: async () => (await tell({ do: 'end-load' })) as Record<string, number>,
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
    },
  };
}

async function conversation(child: ChildProcess): Promise<(command: Command) => Promise<unknown>> {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const expect = (id: number): Promise<unknown> =>
    new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  child.on('message', (reply: Reply) => {
    const waiter = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.error === undefined) waiter?.resolve(reply.result);
    else waiter?.reject(new Error(reply.error));
  });
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('The station has ended'));
  });
  let last = 0;
  await expect(last);
  return (command) => {
    last += 1;
    const answer = expect(last);
    child.send({ id: last, command });
    return answer;
  };
}
