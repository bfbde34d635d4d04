// Which objects kubectl get is given: label selectors in all their forms, field selectors, and lists in many pages.

import { beforeAll, describe, expect, it } from 'vitest';
import { tellStory } from './kubectl-story.ts';
import type { Story } from './kubectl-story.ts';
import { restClient } from './rest-client.ts';

const configMaps = `
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {env: test, tier: web}}}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: b, labels: {env: test}}}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: c, labels: {env: live, tier: web}}}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: d}}
`;

const pods = `
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Pod
  metadata: {name: placed}
  spec: {nodeName: node-1, containers: [{name: main, image: shop}]}
- apiVersion: v1
  kind: Pod
  metadata: {name: waiting}
  spec: {restartPolicy: Never, schedulerName: mine, containers: [{name: main, image: shop}]}
`;

tellStory((story) => {
  const { play, write } = story;

  beforeAll(async () => {
    await Promise.all([write('config-maps.yaml', configMaps), write('pods.yaml', pods)]);
    await play('$ kubectl create -f config-maps.yaml -f pods.yaml\n…');
  });

  describe('a label selector', () => {
    it.each([
      ['env=test', 'a b'],
      ['env==test', 'a b'],
      ['env!=test', 'c d'],
      ['env', 'a b c'],
      ['!env', 'd'],
      ['env in (test,live)', 'a b c'],
      ['env notin (live)', 'a b d'],
      ['env=test,tier', 'a'],
      ['env,!tier', 'b'],
      ['tier in (web),env notin (live)', 'a'],
      ['env=none', ''],
    ])('%s finds %s', async (selector, found) => {
      expect(await names(story, ['configmaps', '-l', selector])).toBe(found);
    });

    it('that cannot be read is refused', () =>
      play(`
        $ kubectl get configmaps -l 'env in test'
        ! Error from server (BadRequest): Unable to find "/v1, Resource=configmaps" that match label selector "env in test", field selector "": unable to parse requirement: found 'test' expected: '('
        [exit 1]
        $ kubectl get configmaps -l 'env=a b'
        ! Error from server (BadRequest): Unable to find "/v1, Resource=configmaps" that match label selector "env=a b", field selector "": found 'b', expected: ',' or 'end of string'
        [exit 1]
      `));
  });

  describe('a field selector', () => {
    it.each([
      [['configmaps', '--field-selector=metadata.name=b'], 'b'],
      [['configmaps', '--field-selector=metadata.name!=b', '-l', 'env=test'], 'a'],
      [['pods', '--field-selector=spec.nodeName=node-1'], 'placed'],
      [['pods', '--field-selector=spec.nodeName='], 'waiting'],
      [['pods', '--field-selector=status.phase=Pending,spec.restartPolicy=Never'], 'waiting'],
      [['pods', '--field-selector=spec.schedulerName!=mine'], 'placed'],
      [['pods', '--field-selector=status.phase!=Pending'], ''],
    ])('%j finds %s', async (args, found) => {
      expect(await names(story, args)).toBe(found);
    });

    it('that the kind does not know is refused', () =>
      play(`
        $ kubectl get pods --field-selector=spec.color=red
        ! Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label selector "", field selector "spec.color=red": field label not supported: spec.color
        [exit 1]
        $ kubectl get deployments --field-selector=spec.replicas=1
        ! Error from server (BadRequest): Unable to find "apps/v1, Resource=deployments" that match label selector "", field selector "spec.replicas=1": "spec.replicas" is not a known field selector: only "metadata.name", "metadata.namespace"
        [exit 1]
      `));
  });

  it('a long list comes in pages', async () => {
    const count = 530;
    const namespace = `many-${story.suffix}`;
    await play(`$ kubectl create namespace ${namespace}\n…`);
    await createMany(story, { namespace, count });
    const get = ['get', 'configmaps', `--namespace=${namespace}`];
    const { stdout, stderr } = await story.kubectl.run([...get, '-o', 'name', '--v=6']);
    const queries = stderr.match(/(?<=configmaps\?)[^" ]*/g) ?? [];
    expect(queries.map((query) => query.replace(/(?<=continue=)[^&]+/, '…'))).toEqual([
      'limit=500',
      'continue=…&limit=500',
    ]);
    const all = Array.from({ length: count }, (_, index) => `configmap/many-${String(index).padStart(4, '0')}`);
    expect(stdout.trim().split('\n')).toEqual(all);
    for (const size of [0, 100, 1000]) {
      const lines = await story.kubectl.succeed([...get, '-o', 'name', `--chunk-size=${size}`]);
      expect(lines.trim().split('\n'), `in pages of ${size}`).toEqual(all);
    }
    const table = await story.kubectl.succeed([...get, '--no-headers', '--chunk-size=100']);
    expect(
      table
        .trim()
        .split('\n')
        .map((line) => `configmap/${line.split(' ', 1)[0]}`),
    ).toEqual(all);
  });
});

async function names(story: Story, args: readonly string[]): Promise<string> {
  return story.kubectl.succeed(['get', ...args, '-o', 'jsonpath={.items[*].metadata.name}']);
}

/** Creates many objects in a namespace of their own. */
async function createMany(
  { server }: Story,
  { namespace, count }: { namespace: string; count: number },
): Promise<void> {
  const client = await restClient(server.apiserver);
  const create = async (index: number): Promise<void> => {
    const name = `many-${String(index).padStart(4, '0')}`;
    const object = { metadata: { name } };
    const { status } = await client.send('POST', `/api/v1/namespaces/${namespace}/configmaps`, object);
    expect(status).toBe(201);
  };
  await Promise.all(Array.from({ length: count }, (_, index) => create(index)));
  client.close();
}
