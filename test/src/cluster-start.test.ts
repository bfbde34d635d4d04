// Starting, stopping, mending and removing a cluster, as a person does: with the command line, on the real engine, with a
// kubeconfig of their own. One story: each test goes on with the cluster that the one before has left.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { clusterImages, ensureClusterImages } from '../../setup/image/wherry-image.ts';
import { thisMachine } from '../../setup/steps/machine.ts';
import { checkout } from './checkout.ts';
import { buildStandIns } from './cluster/stand-in-images.ts';
import { wherry, wherrySucceeds } from './cluster/wherry-command.ts';
import { kubectl } from './kubectl.ts';
import { waitFor } from './wait-for.ts';

const name = `wherry-start-${createHash('sha256').update(checkout).digest('hex').slice(0, 6)}`;
const timeout = 900_000;
const run = promisify(execFile);

const usersOwn = `# mine
apiVersion: v1
kind: Config
current-context: work
clusters:
  - name: work
    cluster:
      server: https://work.example
users:
  - name: me
    user: {}
contexts:
  - name: work
    context:
      cluster: work
      user: me
`;

let folder: string;
let kubeconfig: string;
let foreign: string;
/** The programs as they were when the story began: somebody may be working on them. */
let images: Readonly<Record<string, string>>;

async function docker(...args: string[]): Promise<string[]> {
  const { stdout } = await run('docker', args);
  return stdout.split('\n').filter((line) => line !== '');
}

const ofCluster = `--filter=label=wherry.cluster=${name}`;
const processes = (): Promise<string[]> =>
  docker('ps', '--no-trunc', '--format={{.ID}}', ofCluster, '--filter=label=com.docker.compose.service');
/** Those of machines and processes: whether the engine starts them when it is started itself. */
async function restartPolicies(): Promise<string[]> {
  const ids = await docker('ps', '--all', '--quiet', ofCluster, '--filter=label=com.docker.compose.service');
  return [...new Set(await docker('inspect', '--format={{.HostConfig.RestartPolicy.Name}}', ...ids))];
}
const up = (...args: string[]): Promise<string> =>
  wherrySucceeds(['up', `--name=${name}`, '--timeout=600', ...args], { KUBECONFIG: kubeconfig, ...images });
const asUser = () => kubectl({ version: '1.35', kubeconfig });

interface Place {
  readonly pod: string;
  readonly ip: string;
}

async function places(): Promise<Place[]> {
  const path = '{range .items[*]}{.metadata.name} {.status.podIP}{"\\n"}{end}';
  const text = await asUser().succeed(['get', 'pods', '-l', 'app=web', '-o', `jsonpath=${path}`]);
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.toSorted().map((line) => ({ pod: line.split(' ')[0] ?? '', ip: line.split(' ')[1] ?? '' }));
}

/** Each pod says its own name when it is asked at its address from within the cluster. */
function answering(expected: readonly Place[]): Promise<true> {
  const script = `Promise.all(process.argv.slice(1).map((ip) => fetch('http://' + ip + ':8080').then((answer) => answer.text())))
    .then((answers) => console.log(answers.join('')))`;
  return waitFor(
    'the pods to answer at their addresses',
    async () => {
      const ips = expected.map(({ ip }) => ip);
      const { stdout } = await run('docker', ['exec', `${name}-control-plane-proxy`, 'node', '-e', script, ...ips]);
      return expected.every(({ pod }) => stdout.includes(pod)) || undefined;
    },
    { timeoutMs: 200_000, intervalMs: 500 },
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wherry-start-'));
  kubeconfig = join(folder, 'config');
  await writeFile(kubeconfig, usersOwn);
  await wherrySucceeds(['down', `--name=${name}`]);
  foreign = `${name}-of-somebody-else`;
  await docker('volume', 'create', '--label=wherry.cluster=another', foreign);
  const { machine, programs } = await clusterImages({ root: checkout });
  await ensureClusterImages({ machine, programs }, thisMachine({ root: checkout }));
  await buildStandIns(machine);
  images = { WHERRY_IMAGE: programs, WHERRY_MACHINE_IMAGE: machine };
}, timeout);

afterAll(async () => {
  await wherrySucceeds(['down', `--name=${name}`]);
  await docker('volume', 'rm', '--force', foreign);
  await rm(folder, { recursive: true, force: true });
}, timeout);

describe('a cluster', { timeout }, () => {
  it('is started by one command, which says what it does and how to go on', async () => {
    const output = await up('--workers=1');
    expect(output).toMatch(/^\[1\/\d+\] a Docker engine answers: yes \([\d.]+ m?s\)$/m);
    expect(output).toMatch(/^\[\d+\/\d+\] the machines run: control-plane and one worker: yes, now \([\d.]+ m?s\)$/m);
    expect(output).toContain(`The cluster ${name} is ready`);
    expect(output).toContain('kubectl get nodes');
  });

  it("is the context of the user's kubectl, which loses nothing by it", async () => {
    const config = parse(await readFile(kubeconfig, 'utf8')) as {
      'current-context': string;
      contexts: { name: string }[];
    };
    expect(config['current-context']).toBe(name);
    expect(config.contexts.map((context) => context.name)).toEqual(['work', name]);
    expect(await readFile(`${kubeconfig}.before-wherry`, 'utf8')).toBe(usersOwn);
    const nodes = await asUser().succeed(['get', 'nodes', '--no-headers']);
    expect(nodes).toMatch(/^node-1 +Ready +<none> +\S+ +v1\.35\.0/);
  });

  it('says of itself that it is well', async () => {
    const { code, stdout } = await wherry(['status', `--name=${name}`]);
    expect(stdout).toMatch(
      /: (\d+) of \1 machines and processes run\n {2}API: {3}https:\/\/127\.0\.0\.1:\d+\n {2}Nodes: 1 of 1 ready\n/,
    );
    expect(code).toBe(0);
  });

  it('stays as it is when it is started again', async () => {
    const before = await processes();
    const output = await up();
    expect(await processes()).toEqual(before);
    expect(output).toContain('the machines run: control-plane and one worker: yes (');
    expect(output).toMatch(/kubectl knows the context .*: yes \(/);
  });

  it('keeps pods and their addresses when it is stopped and started', async () => {
    await asUser().succeed(['create', 'deployment', 'web', '--image=luksa/kubia', '--replicas=2']);
    await asUser().succeed(['wait', 'deployment/web', '--for=condition=Available', '--timeout=200s'], {
      timeoutMs: 210_000,
    });
    const before = await places();
    await answering(before);

    expect(await wherrySucceeds(['stop', `--name=${name}`])).toContain('is stopped');
    expect(await docker('ps', '--quiet', ofCluster)).toEqual([]);
    expect(await restartPolicies()).toEqual(['no']);
    expect((await wherry(['status', `--name=${name}`])).stdout).toContain('is stopped; to start it: npm start');

    await up();
    expect(await restartPolicies()).toEqual(['always']);
    expect(await places()).toEqual(before);
    await answering(before);
    const runs = 'jsonpath={.items[*].status.containerStatuses[*].state.running.startedAt}';
    await waitFor(
      'both pods to be seen running',
      async () => (await asUser().succeed(['get', 'pods', '--output', runs])).split(' ').length === 2,
    );
  });

  it('is made whole when parts of it are gone', async () => {
    const before = await places();
    await docker('rm', '--force', `${name}-node-1`, `${name}-etcd`, `${name}-scheduler`);
    const output = await up();
    expect(output).toContain('the machines run: control-plane and one worker: yes, now');
    expect(await places()).toEqual(before);
    await answering(before);
  });

  it('mends itself when a machine is started again', async () => {
    const before = await places();
    await docker('restart', `${name}-node-1`);
    await answering(before);
    await answering(await places());
  });

  it('takes another port when one is taken, and names the holder', async () => {
    await wherrySucceeds(['stop', `--name=${name}`]);
    const settings = JSON.parse(
      await readFile(join(checkout, '.wherry', 'clusters', name, 'settings.json'), 'utf8'),
    ) as { readonly apiPort: number };
    const squatter = createServer();
    await new Promise<void>((listening) => squatter.listen(settings.apiPort, '127.0.0.1', listening));
    try {
      const output = await up();
      expect(output).toMatch(/the API is at port \d+ of 127\.0\.0\.1, because the process \S+ \(\d+\) has \d+/);
      expect(await asUser().succeed(['get', 'nodes', '--no-headers'])).toContain('Ready');
    } finally {
      squatter.close();
    }
  });

  it('gets and loses workers, and remembers how many it has', async () => {
    const nodes = () => asUser().succeed(['get', 'nodes', '-o', 'jsonpath={.items[*].metadata.name}']);
    await up('--workers=2');
    expect(await nodes()).toBe('node-1 node-2');
    await up();
    expect(await nodes()).toBe('node-1 node-2');
    await up('--workers=1');
    expect(await nodes()).toBe('node-1');
    expect(await docker('ps', '--all', '--quiet', `--filter=label=io.wherry.owner=${name}/node-2`)).toEqual([]);
  });

  it('is removed with everything that it made, and nothing else', async () => {
    expect(await wherrySucceeds(['down', `--name=${name}`])).toContain('is removed');
    expect(await docker('ps', '--all', '--quiet', ofCluster)).toEqual([]);
    expect(await docker('volume', 'ls', '--quiet', ofCluster)).toEqual([]);
    expect(await docker('network', 'ls', '--quiet', ofCluster)).toEqual([]);
    expect(await docker('volume', 'ls', '--quiet', `--filter=name=${name}`)).toEqual([foreign]);
    expect(existsSync(join(checkout, '.wherry', 'clusters', name))).toBe(false);
    expect(await readFile(kubeconfig, 'utf8')).toBe(usersOwn);
    const { code, stdout } = await wherry(['status', `--name=${name}`]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: `There is no cluster ${name}; to start it: npm start\n` });
  });
});

describe('wherry up', () => {
  it('refuses a port that was asked for and is taken', async () => {
    const squatter = createServer();
    await new Promise<void>((listening) => squatter.listen(0, '127.0.0.1', listening));
    const { port } = squatter.address() as AddressInfo;
    const { code, stderr } = await wherry(['up', `--name=${name}`, `--api-port=${port}`]);
    squatter.close();
    expect(stderr).toMatch(
      new RegExp(
        `^wherry: Port ${port} of 127.0.0.1 is taken by the process .* Please end it, or choose another port: --api-port=\\d+$`,
        'm',
      ),
    );
    expect(code).toBe(1);
    expect(await docker('ps', '--all', '--quiet', ofCluster)).toEqual([]);
  });

  it('refuses a network that was asked for and is in use', async () => {
    const taken = `${name}-taken`;
    await docker('network', 'create', taken);
    onTestFinished(async () => void (await docker('network', 'rm', taken)));
    const [subnet = ''] = await docker('network', 'inspect', '--format={{(index .IPAM.Config 0).Subnet}}', taken);
    const network = subnet.split('.').slice(0, 3).join('.');
    const { code, stderr } = await wherry(['up', `--name=${name}`, `--network=${network}`]);
    expect(stderr).toContain(
      `wherry: The addresses ${network}.0/24 are in use: the Docker network "${taken}" has ${subnet}`,
    );
    expect(stderr).toMatch(/Please name another network, for example --network=/);
    expect(code).toBe(1);
  });

  it('says so when there is no engine where there should be one', async () => {
    const { code, stderr } = await wherry(['up', `--name=${name}`], { DOCKER_HOST: 'unix:///nowhere.sock' });
    expect(stderr).toBe(
      'wherry: The Docker engine cannot be reached. Please see that an engine answers at unix:///nowhere.sock, or unset DOCKER_HOST\n',
    );
    expect(code).toBe(1);
  });

  it.each([
    [['up', '--nonsense'], 2, 'wherry: unknown flag: --nonsense\n'],
    [['up', '--workers=0'], 2, 'wherry: workers must be a number from 1 to 100: 0\n'],
    [
      ['up', '--name=A B'],
      2,
      'wherry: A B cannot be the name of a cluster: small letters, digits and dashes, at most 32\n',
    ],
  ])('%j is a wrong command line', async (args, code, stderr) => {
    expect(await wherry(args)).toMatchObject({ code, stderr });
  });
});
