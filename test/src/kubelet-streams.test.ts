// What people do with containers that run: read their logs, run commands in them, attach to them, copy files, and reach
// their ports. With every release of kubectl, by a kubelet and an API server in this process, on the real engine.

import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { Exec, KubeConfig, type V1Status } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { baseImage } from '../../setup/steps/base-image.ts';
import { runMark } from '../../setup/tests/leftover-processes.ts';
import { toolsFolder } from '../../setup/tools.ts';
import { checkout } from './checkout.ts';
import { podsPath, shell, startKubeletOnDocker, type KubeletOnDocker } from './kubelet-on-docker.ts';
import { kubectlVersions } from './kubectl.ts';
import { waitFor } from './wait-for.ts';

let bench: KubeletOnDocker;
let folder: string;

const isRunning = (name: string) =>
  waitFor(`${name} to run`, async () => {
    const { containerStatuses = [] } = (await bench.get(name)).status;
    return containerStatuses[0]?.state.running !== undefined;
  });

beforeAll(async () => {
  bench = await startKubeletOnDocker();
  folder = await mkdtemp(join(tmpdir(), 'wherry-streams-'));
  const { ca, cert, key } = bench.api.pki;
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const config = {
    clusters: [{ name: 'c', cluster: { server: bench.api.url, 'certificate-authority-data': base64(ca) } }],
    users: [{ name: 'u', user: { 'client-certificate-data': base64(cert), 'client-key-data': base64(key) } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  };
  await writeFile(join(folder, 'config'), JSON.stringify(config), { mode: 0o600 });
  await bench.create('web');
  await bench.create('ports', { command: ['perl', '-MIO::Socket::INET', '-e', PORTS] });
  await isRunning('web');
  await isRunning('ports');
  const id = (await bench.runtime.pods()).find(({ pod }) => pod.name === 'ports')?.containers[0]?.id ?? '';
  const connects = ['bash', '-c', 'echo > /dev/tcp/127.0.0.1/8080 && echo > /dev/tcp/127.0.0.1/8081 && echo both'];
  await waitFor('both ports to be open', async () => (await bench.runtime.exec(id, connects)).output === 'both\n');
});

/** On the loopback only: 8080 repeats what it hears until the other side ends, 8081 says 20 MB at once. */
const PORTS = `
  $SIG{CHLD} = "IGNORE";
  sub serve { my ($port, $talk) = @_;
    my $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => $port, Listen => 200, ReuseAddr => 1) or die;
    while (my $c = $s->accept) { next if fork; $talk->($c); shutdown($c, 1); exit }
  }
  sub say_all { my ($c, $b) = @_; my $o = 0; while ($o < length $b) { $o += syswrite($c, $b, length($b) - $o, $o) || exit } }
  fork or serve(8081, sub { say_all($_[0], "x" x 20971520) });
  serve(8080, sub { my $b; while (sysread($_[0], $b, 65536)) { say_all($_[0], $b) } });
`;

afterAll(async () => {
  await bench.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A line of shell in which `kubectl` is the real one. */
function startShell(version: string, script: string, { isTypedTo = false } = {}) {
  const tools = join(toolsFolder(checkout), version);
  const mark = process.env[runMark];
  const env = {
    PATH: `${tools}:${process.env['PATH']}`,
    HOME: folder,
    KUBECONFIG: join(folder, 'config'),
    ...(mark === undefined ? {} : { [runMark]: mark }),
  };
  const child = spawn('bash', ['-c', script], { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'] });
  if (!isTypedTo) child.stdin.end();
  return child;
}

/** Runs it to its end. */
async function run(version: string, script: string): Promise<Outcome> {
  const child = startShell(version, script);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  await once(child, 'close');
  return { code: child.exitCode, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() };
}
/** Whether a process of just these words is on this machine; those that wait for it have more. */
async function isThere(words: string): Promise<boolean> {
  const all = await readdir('/proc');
  const lines = await Promise.all(
    all.filter((name) => /^\d+$/.test(name)).map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.includes(`${words.replaceAll(' ', '\0')}\0`);
}

/** Starts `kubectl port-forward` on a free port of this machine. */
async function startForward(to: {
  readonly version: string;
  readonly env: string;
  readonly pod: string;
  readonly port: number;
}): Promise<{ readonly port: number; readonly stderr: () => string; stop(): void }> {
  const { version, env, pod, port } = to;
  const child = startShell(version, `${env}exec kubectl port-forward pod/${pod} :${port}`);
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const local = await waitFor('the forwarded port', () => /127\.0\.0\.1:(\d+) ->/.exec(out)?.[1]);
  return { port: Number(local), stderr: () => err, stop: () => void child.kill() };
}

/** Says something, ends, and resolves with the answer. */
async function exchange(port: number, bytes: Buffer): Promise<Buffer> {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  socket.end(bytes);
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** How kubectl reaches a container: by WebSocket, or, when told so, by SPDY. */
const ways = kubectlVersions().flatMap((version) => [
  { version, way: 'WebSocket', method: 'GET', env: '' },
  {
    version,
    way: 'SPDY',
    method: 'POST',
    env: 'export KUBECTL_REMOTE_COMMAND_WEBSOCKETS=false KUBECTL_PORT_FORWARD_WEBSOCKETS=false; ',
  },
]);

/** How many requests of a kind the kubelet has let in. WebSocket begins with GET, SPDY with POST. */
async function counted(method: string, path: string): Promise<number> {
  const { body } = await bench.api.send('GET', '/api/v1/nodes/node-1/proxy/metrics');
  const line = new RegExp(`^kubelet_http_requests_total\\{method="${method}",path="${path}"\\} (\\d+)$`, 'm');
  return Number(line.exec(body.toString())?.[1] ?? 0);
}

describe.each(ways)('kubectl $version over $way', ({ version, env, method }) => {
  it.each(['exec', 'portForward'])('%s goes the way that is meant', async (path) => {
    const before = await counted(method, path);
    if (path === 'exec') await kubectl('kubectl exec web -- true');
    else {
      const forward = await startForward({ version, env, pod: 'ports', port: 8080 });
      expect(String(await exchange(forward.port, Buffer.from('here')))).toBe('here');
      forward.stop();
    }
    expect(await counted(method, path)).toBe(before + 1);
  });

  const kubectl = (script: string) => run(version, `${env}${script}`);

  it('exec runs a command and passes on its output and its exit code', async () => {
    const { code, stdout, stderr } = await kubectl("kubectl exec web -- sh -c 'echo out; echo err >&2; exit 3'");
    expect(stdout.toString()).toBe('out\n');
    expect(stderr).toContain('err\n');
    expect(stderr).toContain('command terminated with exit code 3');
    expect(code).toBe(3);
  });

  it('exec carries 50 MB in and out', async () => {
    const bytes = randomBytes(50 * 2 ** 20);
    await writeFile(join(folder, 'big'), bytes);
    const { code, stdout, stderr } = await kubectl('kubectl exec -i web -- cat < big');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout.length).toBe(bytes.length);
    expect(sha256(stdout)).toBe(sha256(bytes));
  });

  it('exec ends when the command does, although there is more to read', async () => {
    const { stdout, code } = await kubectl('yes | kubectl exec -i web -- head -c 100000 | wc -c');
    expect(stdout.toString().trim()).toBe('100000');
    expect(code).toBe(0);
  });

  it.each([
    ['without input', 'kubectl exec web --'],
    ['that does not read its input', 'yes | kubectl exec -i web --'],
  ])('exec loses nothing of a command %s, when it ends before it is heard', async (_name, command) => {
    const { stdout, code } = await kubectl(`${command} head -c 20000000 /dev/zero | (sleep 1.5; wc -c)`);
    expect(stdout.toString().trim()).toBe('20000000');
    expect(code).toBe(0);
  });

  it('exec -it gives a terminal of the size of the own', async () => {
    // The size comes a moment after the start.
    const line =
      'stty rows 33 cols 99; kubectl exec -it web -- sh -c "tty; until stty size | grep 33.99; do sleep 0.1; done"';
    const { stdout } = await kubectl(`script -qec '${line}' /dev/null < /dev/null`);
    expect(stdout.toString()).toContain('/dev/pts/');
    expect(stdout.toString()).toContain('33 99');
  });

  it('exec says what it cannot do', async () => {
    expect((await kubectl('kubectl exec web -- /no/such/program')).code).toBe(126);
    expect((await kubectl('kubectl exec nope -- true')).stderr).toContain('pods "nope" not found');
  });

  it.each([
    ['without a terminal', ''],
    ['with one', 'script -qec '],
  ])('exec leaves nothing behind when kubectl is gone, %s', async (_name, script) => {
    const seconds = String(100_000 + Math.floor(Math.random() * 100_000));
    const line = `kubectl exec ${script === '' ? '' : '-it'} web -- sleep ${seconds}`;
    const child = startShell(
      version,
      script === '' ? `${env}exec ${line}` : `${env}exec ${script}'exec ${line}' /dev/null`,
    );
    await waitFor('the command', () => isThere(`sleep ${seconds}`));
    await new Promise((resolve) => setTimeout(resolve, 200));
    child.kill('SIGKILL');
    await waitFor('its end', async () => !(await isThere(`sleep ${seconds}`)));
  });

  it('cp copies both ways', async () => {
    const bytes = randomBytes(3 * 2 ** 20);
    const name = `copy-${randomBytes(4).toString('hex')}`;
    await writeFile(join(folder, name), bytes);
    const to = await kubectl(`kubectl cp ${name} web:/tmp/${name} && kubectl cp web:/tmp/${name} ${name}-back`);
    expect(to.code, to.stderr).toBe(0);
    expect(sha256(await readFile(join(folder, `${name}-back`)))).toBe(sha256(bytes));
  });

  it('port-forward carries 100 connections at a time, each side ending on its own', async () => {
    const forward = await startForward({ version, env, pod: 'ports', port: 8080 });
    const sent = Array.from({ length: 100 }, () => randomBytes(2 ** 16));
    const heard = await Promise.all(sent.map((bytes) => exchange(forward.port, bytes)));
    expect(heard.map(sha256)).toEqual(sent.map(sha256));
    forward.stop();
  });

  it('port-forward carries what a server says first, and much', async () => {
    const forward = await startForward({ version, env, pod: 'ports', port: 8081 });
    expect((await exchange(forward.port, Buffer.alloc(0))).length).toBe(20 * 2 ** 20);
    forward.stop();
  });

  it('port-forward tells that nobody listens', async () => {
    const forward = await startForward({ version, env, pod: 'ports', port: 9999 });
    await exchange(forward.port, Buffer.from('x')).catch(() => undefined);
    await waitFor('the complaint', () => forward.stderr().includes('connect: connection refused'));
    expect(forward.stderr()).toContain('an error occurred forwarding');
    forward.stop();
  });

  it('run -it talks to a new pod by a terminal, and takes it away again', async () => {
    const name = `shell-${randomBytes(4).toString('hex')}`;
    const spec = JSON.stringify({ spec: { nodeName: 'node-1', automountServiceAccountToken: false } });
    const run = `kubectl run ${name} -it --rm --restart=Never --image=${baseImage} --overrides='${spec}' --command -- sh`;
    await writeFile(join(folder, name), `${run}\n`);
    const child = startShell(version, `${env}exec script -qec 'sh ${name}' /dev/null`, { isTypedTo: true });
    onTestFinished(() => void child.kill());
    let seen = '';
    child.stdout.on('data', (chunk: Buffer) => (seen += chunk.toString()));
    const ended = once(child, 'close');
    // Whoever types waits until somebody listens, and presses the return key meanwhile.
    const prompt = (): boolean => seen.includes('# ') || (child.stdin.write('\n'), false);
    await waitFor('the prompt', prompt, { intervalMs: 500 });
    child.stdin.write('echo got $((40 + 2)); exit\n');
    await ended;
    expect(seen).toContain('got 42');
    await waitFor('its end', () => bench.isGone(name));
  });

  it('attach talks to the container itself', async () => {
    const name = `echo-${randomBytes(4).toString('hex')}`;
    await bench.create(name, { ...shell('cat; echo bye'), stdin: true, stdinOnce: true });
    await isRunning(name);
    const { stdout, code, stderr } = await kubectl(`echo hello | kubectl attach -i ${name} -q`);
    expect(code, stderr).toBe(0);
    expect(stdout.toString()).toContain('hello\nbye\n');
  });
});

describe('@kubernetes/client-node', () => {
  it('runs a command, feeds it, and hears how it ended', async () => {
    const config = new KubeConfig();
    config.loadFromFile(join(folder, 'config'));
    const heard = { out: '', err: '' };
    const listen = (name: 'out' | 'err') =>
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          heard[name] += chunk.toString();
          done();
        },
      });
    const command = ['sh', '-c', 'head -c 5; echo err >&2; exit 4'];
    const status = await new Promise<V1Status>((resolve, reject) => {
      const stdin = Readable.from([Buffer.from('hello world')]);
      new Exec(config)
        .exec('default', 'web', 'app', command, listen('out'), listen('err'), stdin, false, resolve)
        .catch(reject);
    });
    expect(heard).toEqual({ out: 'hello', err: 'err\n' });
    expect(status).toMatchObject({ status: 'Failure', reason: 'NonZeroExitCode' });
    expect(status.details?.causes).toEqual([{ reason: 'ExitCode', message: '4' }]);
  });
});

describe.each(kubectlVersions())('kubectl %s logs', (version) => {
  const logs = async (args: string) => (await run(version, `kubectl logs ${args}`)).stdout.toString();

  beforeAll(async () => {
    if ((await bench.api.send('GET', `${podsPath}/logs`)).status === 200) return;
    const script =
      'echo one; sleep 1.1; echo two >&2; sleep 1.1; echo three; head -c 40000 /dev/zero | tr "\\0" x; echo; exec sleep 1000';
    await bench.create('logs', shell(script));
    // Begun again once, and then it stays.
    const twice = 'echo run; test -e /kept/first && exec sleep 1000; touch /kept/first; exit 1';
    const kept = { name: 'kept', emptyDir: {} };
    const mount = { volumeMounts: [{ name: kept.name, mountPath: '/kept' }] };
    await bench.create('again', { ...shell(twice), ...mount }, { restartPolicy: 'Always', volumes: [kept] });
    await isRunning('logs');
    await waitFor('the log', async () => (await logs('logs')).length > 40_000);
    await waitFor(
      'the second run',
      async () => ((await bench.get('again')).status.containerStatuses?.[0]?.restartCount ?? 0) > 0,
    );
    await waitFor('its word', async () => (await logs('again')) === 'run\n');
  });

  const LONG = 'x'.repeat(40_000);
  const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z`;

  it('prints all of it, the end, or so many bytes', async () => {
    expect(await logs('logs')).toBe(`one\ntwo\nthree\n${LONG}\n`);
    expect(await logs('logs --limit-bytes=6')).toBe('one\ntw');
    expect(await logs('logs --tail=0')).toBe('');
    expect(await logs('again --tail=1')).toBe('run\n');
  });

  it('prints the time of each line once', async () => {
    const text = (await logs('logs --timestamps')).replace(LONG, 'long');
    expect(text).toMatch(new RegExp(`^${TIME} one\n${TIME} two\n${TIME} three\n${TIME} long\n$`));
  });

  it('prints what was written since a moment', async () => {
    const times = (await logs('logs --timestamps')).split('\n').map((line) => line.split(' ')[0] ?? '');
    const second = `${times[1]?.slice(0, 19)}Z`;
    expect(await logs(`logs --since-time=${second}`)).toBe(`two\nthree\n${LONG}\n`);
    expect(await logs('logs --since=1h')).toContain('one\n');
  });

  it('follows what is being written, and ends with the container', async () => {
    const name = `talks-${randomBytes(4).toString('hex')}`;
    await bench.create(name, shell('for i in 1 2 3; do echo $i; sleep 0.3; done'));
    await isRunning(name);
    expect(await logs(`${name} -f`)).toBe('1\n2\n3\n');
  });

  it('prints the log of the run before', async () => {
    expect(await logs('again --previous')).toBe('run\n');
  });

  it('says why there is none', async () => {
    const complain = async (args: string) => (await run(version, `kubectl logs ${args}`)).stderr;
    expect(await complain('logs --previous')).toContain('previous terminated container "app" in pod "logs" not found');
    expect(await complain('logs -c nope')).toContain('container nope is not valid for pod logs');
    const name = `never-${randomBytes(4).toString('hex')}`;
    await bench.create(name, { image: 'wherry.invalid/none:1', imagePullPolicy: 'Never' });
    await waitFor(
      'the word',
      async () => (await bench.get(name)).status.containerStatuses?.[0]?.state.waiting?.reason === 'ErrImageNeverPull',
    );
    expect(await complain(name)).toContain(`container "app" in pod "${name}" is waiting to start: ErrImageNeverPull`);
  });
});
