// The commands of the note on pods that run: what kubectl shows of them, and how it reaches into them.

import { createHash, randomBytes } from 'node:crypto';
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { useCluster } from './cluster/shared-cluster.ts';
import { kubectl } from './kubectl.ts';
import { noteManifest } from './note/note-namespaces.ts';
import { useScene } from './note/scene.ts';
import { waitFor } from './wait-for.ts';

const cluster = useCluster();
const scene = useScene(cluster);
const elsewhere = useScene(cluster, 'elsewhere');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wherry-note-'));
  await scene.applyNote('01-pod-kubia.yaml');
  await scene.applyNote('03-pod-kuard.yaml');
  await elsewhere.kubectl(['create', '-f', '-'], { stdin: noteManifest('03-pod-kuard.yaml') });
  await Promise.all([scene.ready('kubia-manual', 'kuard'), elsewhere.ready('kuard')]);
  // Ready is said of a container without a probe as soon as it runs.
  for (const pod of ['kubia-manual', 'kuard'])
    await waitFor(`${pod} to listen`, () => scene.kubectl(['get', '--raw', scene.proxied(pod, '/')]));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** For what waits until a pod is gone. */
const patient = { timeoutMs: 160_000 };
const local = ['--image=luksa/kubia', '--image-pull-policy=Never'];

describe('kubectl shows', () => {
  it('pods that run, where, and whichever part is asked for', async () => {
    expect(await scene.kubectl(['get', 'pods'])).toMatch(
      /^NAME +READY +STATUS +RESTARTS +AGE\nkuard +1\/1 +Running +0 +\d+\w+\nkubia-manual +1\/1 +Running +0 +\d+\w+\n$/,
    );
    const { status, spec } = await scene.pod('kubia-manual');
    const wide = (await scene.kubectl(['get', 'pod', 'kubia-manual', '-o', 'wide', '--no-headers'])).split(/ {2,}/);
    expect(wide).toEqual(expect.arrayContaining([status.podIP, spec.nodeName]));
    expect(await scene.kubectl(['get', 'pod', 'kubia-manual', '-o', 'jsonpath={.status.podIP}'])).toBe(status.podIP);
    expect(await scene.kubectl(['get', 'pod', 'kubia-manual', '-o', 'yaml'])).toContain(`podIP: ${status.podIP}\n`);
  });

  it('what there is to know of a pod', async () => {
    const { status, spec } = await scene.pod('kubia-manual');
    await scene.tells('kubia-manual', expect.stringMatching(/^Scheduled: /), 'Started: Container started');
    const told = await scene.kubectl(['describe', 'pod', 'kubia-manual']);
    const node = `Node: +${spec.nodeName}/${status.hostIP}`;
    for (const line of [node, `IP: +${status.podIP}`, ' +State: +Running', ' +Ready: +True', ' +Restart Count: +0'])
      expect(told).toMatch(new RegExp(`^${line}$`, 'm'));
    expect(told).toMatch(/^ +Normal +Scheduled +\S+ +default-scheduler +Successfully assigned /m);
    expect(told).toMatch(/^ +Normal +Started +\S+ +kubelet +spec\.containers\{kubia\}: Container started$/m);
  });

  it('the pods of all namespaces, and of the one that the context names', async () => {
    const all = await scene.kubectl(['get', 'pods', '--all-namespaces', '--no-headers']);
    const seen = all.split('\n').map((line) => line.split(/ +/).slice(0, 2).join('/'));
    const mine = [`${scene.namespace}/kuard`, `${scene.namespace}/kubia-manual`, `${elsewhere.namespace}/kuard`];
    expect(seen).toEqual(expect.arrayContaining(mine));

    const kubeconfig = join(folder, 'kubeconfig');
    await copyFile(cluster.kubeconfig, kubeconfig);
    const own = kubectl({ version: '1.35', kubeconfig });
    const names = ['get', 'pods', '--output=name'];
    expect(await own.succeed(names)).toBe('pod/kuard\npod/kubia-manual\n');
    await own.succeed(['config', 'set-context', '--current', `--namespace=${elsewhere.namespace}`]);
    expect(await own.succeed(names)).toBe('pod/kuard\n');
  });

  it('what a container has printed', async () => {
    expect(await scene.kubectl(['logs', 'kubia-manual'])).toBe('Kubia server starting...\n');
    expect(await scene.kubectl(['logs', 'kuard', '-c', 'kuard'])).toBe('Serving on HTTP on :8080\n');
  });

  it('what pods and nodes use, as their kubelet tells it through the API', async () => {
    const { spec, metadata } = await scene.pod('kubia-manual');
    const summary = async () =>
      JSON.parse(await scene.kubectl(['get', '--raw', `/api/v1/nodes/${spec.nodeName}/proxy/stats/summary`])) as {
        readonly node: { readonly nodeName: string; readonly cpu: Usage; readonly memory: Usage };
        readonly pods: readonly {
          readonly podRef: { readonly uid: string };
          readonly containers: readonly { readonly name: string; readonly cpu: Usage; readonly memory: Usage }[];
        }[];
      };
    type Pods = Awaited<ReturnType<typeof summary>>['pods'];
    const usageOf = (found: Pods) =>
      found.find(({ podRef }) => podRef.uid === metadata.uid)?.containers.find(({ name }) => name === 'kubia');
    const { node, usage } = await waitFor('the pod to be seen', async () => {
      const seen = await summary();
      const found = usageOf(seen.pods);
      return found && { node: seen.node, usage: found };
    });
    expect(node.nodeName).toBe(spec.nodeName);
    expect(usage?.memory.workingSetBytes).toBeGreaterThan(2 ** 20);
    expect(node.memory.workingSetBytes).toBeGreaterThan(usage?.memory.workingSetBytes ?? Infinity);
    // Work shows: a second of the CPU, in this container and on this node.
    const busy =
      'const end = performance.now() + 60_000; while (process.cpuUsage().user < 1e6 && performance.now() < end)';
    await scene.kubectl(['exec', 'kubia-manual', '--', 'node', '-e', `${busy};`]);
    const spent = async () => {
      const after = await summary();
      return [
        (usageOf(after.pods)?.cpu.usageCoreNanoSeconds ?? 0) - (usage?.cpu.usageCoreNanoSeconds ?? 0),
        (after.node.cpu.usageCoreNanoSeconds ?? 0) - (node.cpu.usageCoreNanoSeconds ?? 0),
      ];
    };
    await waitFor('the work to show', async () => (await spent()).every((nanos) => nanos >= 0.9e9));
    const top = await waitFor('the pod to be measured', () =>
      scene.kubectl(['top', 'pod', 'kubia-manual', '--no-headers']),
    );
    expect(top).toMatch(/^kubia-manual +\d+m +[1-9]\d*Mi/);
  });
});

interface Usage {
  readonly usageCoreNanoSeconds?: number;
  readonly workingSetBytes?: number;
}

describe('kubectl reaches into a pod', () => {
  it('to run a command', async () => {
    expect(await scene.kubectl(['exec', 'kubia-manual', '--', 'hostname'])).toBe('kubia-manual\n');
    const failed = await scene.run(['exec', 'kubia-manual', '--', 'sh', '-c', 'echo out; echo err >&2; exit 3']);
    expect(failed).toMatchObject({ code: 3, stdout: 'out\n', stderr: 'err\ncommand terminated with exit code 3\n' });
    const piped = await scene.kubectl(['exec', '-i', 'kubia-manual', '--', 'tr', 'a-z', 'A-Z'], { stdin: 'said\n' });
    expect(piped).toBe('SAID\n');
  });

  it('to copy files, there and back', async () => {
    const bytes = randomBytes(300_000);
    await writeFile(join(folder, 'there'), bytes);
    await scene.kubectl(['cp', 'there', 'kubia-manual:/tmp/copied'], { cwd: folder });
    const sum =
      "require('node:crypto').createHash('sha256').update(require('node:fs').readFileSync('/tmp/copied')).digest('hex')";
    expect(await scene.kubectl(['exec', 'kubia-manual', '--', 'node', '-p', sum])).toBe(
      `${createHash('sha256').update(bytes).digest('hex')}\n`,
    );
    await scene.kubectl(['cp', 'kubia-manual:/tmp/copied', 'back'], { cwd: folder });
    expect((await readFile(join(folder, 'back'))).equals(bytes)).toBe(true);
  });

  it('to its ports', async () => {
    const forward = await cluster.kubectl.start(['port-forward', 'pod/kubia-manual', ':8080']);
    onTestFinished(async () => void (await forward.stop()));
    const port = await waitFor('the port', () => /127\.0\.0\.1:(\d+) -> 8080/.exec(forward.stdout)?.[1]);
    const answers = await Promise.all(
      Array.from({ length: 5 }, async () => (await fetch(`http://127.0.0.1:${port}/`)).text()),
    );
    expect(answers).toEqual(answers.map(() => "You've hit kubia-manual\n"));
  });

  it('to look for faults, from a container beside its own', async () => {
    // What is said before kubectl listens is not heard: it says it until it is.
    const look = 'for turn in $(seq 1000); do echo "$(hostname) $(tr "\\0" " " < /proc/1/cmdline)"; sleep 0.2; done';
    const debug = ['debug', 'kubia-manual', '--attach', '--quiet', '--profile=general', '--target=kubia', ...local];
    const inNamespace = `--namespace=${scene.namespace}`;
    const looking = await cluster.kubectl.start([inNamespace, ...debug, '--container=looking', '--', 'sh', '-c', look]);
    onTestFinished(async () => void (await looking.stop()));
    await waitFor('what it sees', () => looking.hasEnded || looking.stdout.includes('\n'));
    expect(looking.stdout, looking.stderr).toMatch(/^kubia-manual node \/app.mjs $/m);
    const { status } = await scene.pod('kubia-manual');
    expect(status.containerStatuses?.[0]).toMatchObject({ restartCount: 0, ready: true });
    expect(status.ephemeralContainerStatuses).toMatchObject([{ name: 'looking' }]);
  });

  it('to look for faults, in a copy of it', async () => {
    const copy = ['debug', 'kubia-manual', '--copy-to=copy', '--container=kubia', '--profile=general'];
    await scene.kubectl([...copy, '--', 'node', '-e', 'console.log("looks into it"); setTimeout(() => {}, 1e6)']);
    await scene.ready('copy');
    const log = await waitFor('its words', async () => (await scene.kubectl(['logs', 'copy'])) || undefined);
    expect(log).toBe('looks into it\n');
    await scene.kubectl(['delete', 'pod', 'copy', '--now', '--timeout=150s'], { timeoutMs: 160_000 });
  });
});

describe('kubectl changes', () => {
  it('a pod that runs, by an editor', async () => {
    const editor = join(folder, 'editor');
    await writeFile(editor, '#!/bin/sh\nsed -i "s/kuard-amd64:blue/kuard-amd64:green/" "$1"\n');
    await chmod(editor, 0o755);
    const before = await elsewhere.pod('kuard');
    expect(await elsewhere.kubectl(['edit', 'pod', 'kuard'], { env: { KUBE_EDITOR: editor } })).toBe(
      'pod/kuard edited\n',
    );
    // The container is the new one; the pod is the old one.
    const after = await elsewhere.restarted('kuard');
    expect(after.status.containerStatuses?.[0]?.image).toBe('gcr.io/kuar-demo/kuard-amd64:green');
    expect([after.metadata.uid, after.status.podIP]).toEqual([before.metadata.uid, before.status.podIP]);
  });
});

describe('kubectl runs and deletes', () => {
  it('a pod, and takes it away when it has done its work', async () => {
    const run = ['run', 'once', ...local, '--restart=Never', '--rm', '-i', '--quiet', '--command', '--'];
    const { code, stdout } = await scene.run([...run, 'sh', '-c', 'read line; echo "heard $line"; exit 0'], {
      stdin: 'me\n',
    });
    expect([code, stdout]).toEqual([0, expect.stringContaining('heard me\n')]);
    expect((await scene.run(['get', 'pod', 'once'])).stderr).toContain('pods "once" not found');
  });

  it('a pod with what it should serve', async () => {
    await scene.kubectl(['run', 'web', ...local, '--port=8080', '--labels=app=web', '--expose']);
    await scene.ready('web');
    const path = `/api/v1/namespaces/${scene.namespace}/services/web:8080/proxy/`;
    expect(await waitFor('the service to answer', () => scene.kubectl(['get', '--raw', path]))).toBe(
      "You've hit web\n",
    );
    expect(await scene.kubectl(['delete', 'pod/web', 'service/web'], patient)).toContain('pod "web" deleted');
    expect(await scene.kubectl(['get', 'pods,services', '-l', 'app=web', '--output=name'])).toBe('');
  });
});
