// A laptop with an engine of its own, in namespaces of this machine's kernel: what happens to a person's laptop can be
// done to it, and this machine's engine does not notice. It ends with the process of the tests, whatever becomes of that.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { startChild } from '../child-process.ts';
import type { Child, ChildOptions } from '../child-process.ts';
import { waitFor } from '../wait-for.ts';
import { removeCgroups, turnOn } from './turn-on.ts';
import type { Power } from './turn-on.ts';

const run = promisify(execFile);

export interface Laptop {
  /** Turns it on; resolves when its engine answers. */
  boot(): Promise<void>;
  /** Takes its power away: all that runs is killed, what is in memory is lost, and the disk stays. */
  cutPower(): Promise<void>;
  /** As `systemctl restart docker` does: the engine is asked to end, ends its containers, and is started again. */
  restartEngine(): Promise<void>;
  /** As when it crashes: the engine is killed, its containers are not, and it is started again. */
  crashEngine(): Promise<void>;
  /** Joins another network, with another address and another router: the first three numbers, such as `192.0.2`. */
  moveTo(network: string): Promise<void>;
  /** Starts a process on it. */
  start(child: ChildOptions): Promise<Child>;
  /** Runs a program on it and returns what it prints. @throws {Error} when it fails */
  run(command: string, ...args: readonly string[]): Promise<string>;
  /** Copies images from this machine's engine. */
  load(images: readonly string[]): Promise<void>;
  /** Leaves nothing behind, whatever state it is in. */
  remove(): Promise<void>;
}

export interface LaptopOptions {
  /** Of its cgroups. */
  readonly name: string;
  /** Its disk: a folder that is made for it and goes with it, where an engine can keep images. */
  readonly folder: string;
}

const HOME_NETWORK = '192.0.2';
const PATIENCE = { timeoutMs: 180_000, intervalMs: 100 };
// Debian keeps programs of root in sbin, which not every root has on its PATH.
const PATH = [process.env['PATH'] ?? '', '/usr/local/sbin', '/usr/sbin', '/sbin'].join(delimiter);

/** Whether this machine can have one: Linux, root that may make namespaces, and the program of the engine. */
export async function canHaveLaptop(): Promise<boolean> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const look =
    'command -v dockerd && unshare --mount --net --pid --cgroup --fork ip link add eth0 type veth peer name router';
  return run('sh', ['-c', look], { env: { PATH } }).then(
    () => true,
    () => false,
  );
}

/** A laptop that is turned off. */
export async function createLaptop({ name, folder }: LaptopOptions): Promise<Laptop> {
  let power: Power | undefined;
  const on = (): Power => {
    if (power === undefined) throw new Error('The laptop is turned off');
    return power;
  };
  const cutPower = async (): Promise<void> => {
    const ending = power;
    power = undefined;
    await ending?.cut();
  };
  const remove = async (): Promise<void> => {
    await cutPower();
    await removeCgroups(name);
    await rm(folder, { recursive: true, force: true });
  };
  // What a run of the tests has left that was killed.
  await remove();
  await mkdir(folder, { recursive: true });
  const configuration = join(folder, 'engine.json');
  await writeFile(configuration, JSON.stringify(engineConfiguration(folder)));

  const start: Laptop['start'] = ({ command, args, env = process.env, ...rest }) => {
    // Whoever is on the laptop finds its engine in the usual place.
    const { DOCKER_HOST: _host, DOCKER_CONTEXT: _context, ...own } = env;
    const enter = [`--target=${on().pid}`, '--mount', '--net', '--pid', '--cgroup', '--', command, ...args];
    return startChild({ ...rest, command: 'nsenter', args: enter, env: { ...own, PATH } });
  };
  const runThere: Laptop['run'] = async (command, ...args) => {
    const { code, stdout, stderr } = await (await start({ command, args })).ended;
    if (code === 0) return stdout;
    throw new Error(`${command} ${args.join(' ')} ended with ${code} on the laptop: ${stderr}${stdout}`);
  };
  /** A file of the laptop, as a path of this machine. */
  const seen = (path: string): string => join('/proc', String(on().pid), 'root', path);
  const startEngine = async (): Promise<void> => {
    on().tell(`exec dockerd --config-file='${configuration}' >> '${join(folder, 'engine.log')}' 2>&1`);
    await waitFor('the engine of the laptop', () => runThere('docker', 'version'), PATIENCE);
  };
  const endEngine = async (signal: 'TERM' | 'KILL'): Promise<void> => {
    const pid = (await readFile(seen('/run/docker.pid'), 'utf8')).trim();
    await runThere('sh', '-c', `kill -${signal} ${pid}`);
    await waitFor('the engine to end', () => !existsSync(seen(`/proc/${pid}`)), PATIENCE);
  };
  const moveTo: Laptop['moveTo'] = async (network) => {
    // With its address an interface loses its routes as well.
    const lines = ['address flush dev eth0', `address add ${network}.10/24 dev eth0`, 'link set eth0 up'];
    const change = [...lines, `route add default via ${network}.1`].map((line) => `ip ${line}`).join('\n');
    await runThere('sh', '-ec', change);
  };
  return {
    start,
    run: runThere,
    moveTo,
    cutPower,
    remove,
    async boot() {
      power = await turnOn({ name, env: { ...process.env, PATH } });
      // At the other end is nobody: a laptop without any other machine in sight.
      await runThere('sh', '-ec', 'ip link add eth0 type veth peer name router\nip link set router up');
      await moveTo(HOME_NETWORK);
      await startEngine();
    },
    async restartEngine() {
      await endEngine('TERM');
      await startEngine();
    },
    async crashEngine() {
      await endEngine('KILL');
      await startEngine();
    },
    async load(images) {
      const receive = `DOCKER_HOST=unix://${seen('/run/docker.sock')} docker load --quiet`;
      await run('bash', ['-c', `set -o pipefail; docker save "$@" | ${receive}`, 'load', ...images]);
    },
  };
}

/** Everything is given, so that nothing of this machine's own engine is meant, whatever its configuration says. */
const engineConfiguration = (folder: string) => ({
  'data-root': join(folder, 'docker'),
  'exec-root': '/run/docker',
  pidfile: '/run/docker.pid',
  hosts: ['unix:///run/docker.sock'],
  'log-level': 'warn',
});
