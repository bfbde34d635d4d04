// The real Helm on the running cluster: the life of a release, from its installation to its end.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toolsFolder } from '../../setup/tools.ts';
import { startChild, type Ended } from './child-process.ts';
import { checkout } from './checkout.ts';
import { useCluster } from './cluster/shared-cluster.ts';
import { waitFor } from './wait-for.ts';

const program = join(toolsFolder(checkout), '1.35', 'helm');
const chart = join(import.meta.dirname, 'fixtures', 'chart');
/** Helm 4 would apply on the server, which is planned. */
const byClient = '--server-side=false';
const wait = ['--wait', '--timeout=200s'];
const cluster = useCluster();

async function run(...args: readonly string[]): Promise<Ended> {
  // What the tester has set for Helm must not decide here.
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('HELM_'));
  const env = { ...Object.fromEntries(own), HOME: dirname(cluster.kubeconfig), KUBECONFIG: cluster.kubeconfig };
  return (await startChild({ command: program, args, env })).ended;
}

async function helm(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(...args);
  if (code !== 0) throw new Error(`helm ${args.join(' ')} ended with ${code}: ${stderr}${stdout}`);
  return stdout;
}

const history = async () =>
  (JSON.parse(await helm('history', 'shop', '--output=json')) as readonly { readonly status: string }[]).map(
    ({ status }) => status,
  );
const deployment = (path: string) =>
  cluster.kubectl.succeed(['get', 'deployment', 'shop', `--output=jsonpath={${path}}`]);

// One story: each test goes on with what the one before has left.
describe.skipIf(!existsSync(program))('helm', () => {
  it('installs a chart after its hook, and waits until it runs', async () => {
    // Of a try before, if there was one.
    await helm('uninstall', 'shop', '--ignore-not-found', ...wait);
    const shown = await helm('install', 'shop', chart, byClient, ...wait);
    expect(shown).toContain('STATUS: deployed');
    expect(await deployment('.status.readyReplicas')).toBe('1');
    const hook = ['get', 'job', 'shop-prepare', '--output=jsonpath={.status.succeeded}'];
    expect(await cluster.kubectl.succeed(hook)).toBe('1');
  });

  it('runs the tests of a release', async () => {
    expect(await helm('test', 'shop', '--timeout=200s')).toMatch(/Phase:\s+Succeeded/);
  });

  it('upgrades it: more replicas, other settings', async () => {
    await helm('upgrade', 'shop', chart, byClient, '--set=replicas=2,greeting=Hello', ...wait);
    expect(await deployment('.status.updatedReplicas')).toBe('2');
    // Helm does not wait for those of before to be gone.
    const pods = ['get', 'pods', '--selector=release=shop', `--output=jsonpath={.items[*].metadata.name}`];
    const names = await waitFor('two pods to be left', async () => {
      const found = (await cluster.kubectl.succeed(pods)).split(' ');
      return found.length === 2 ? found : undefined;
    });
    for (const name of names)
      expect((await cluster.kubectl.succeed(['exec', name, '--', 'printenv', 'greeting'])).trim()).toBe('Hello');
    expect(await history()).toEqual(['superseded', 'deployed']);
  });

  it('goes back by itself when an upgrade does not come to run', async () => {
    const cautious = ['--rollback-on-failure', '--wait', '--timeout=12s'];
    const failed = await run('upgrade', 'shop', chart, byClient, '--set=image=nobody/nothing', ...cautious);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/has been rolled back/);
    expect(await history()).toEqual(['superseded', 'superseded', 'failed', 'deployed']);
    expect(await deployment('.spec.template.spec.containers[0].image')).toBe('luksa/kubia');
  });

  it('goes back when it is told to', async () => {
    await helm('rollback', 'shop', '1', byClient, ...wait);
    expect(await deployment('.spec.replicas')).toBe('1');
    expect(await helm('get', 'values', 'shop')).toContain('null');
  });

  it('asks the server what would be, and leaves it at that', async () => {
    const shown = await helm('upgrade', 'shop', chart, byClient, '--set=replicas=5', '--dry-run=server');
    expect(shown).toContain('replicas: 5');
    expect(await deployment('.spec.replicas')).toBe('1');
  });

  it('takes everything away that was the chart', async () => {
    await helm('uninstall', 'shop', ...wait);
    const everything = ['get', 'all,configmap,secret,serviceaccount', '--output=name'];
    await waitFor('nothing to be left', async () => {
      const left = (await cluster.kubectl.succeed(everything)).split('\n');
      // Hooks are nobody's, as Helm has it.
      return left.every((name) => !/shop(?!-prepare)/.test(name));
    });
  });
});
