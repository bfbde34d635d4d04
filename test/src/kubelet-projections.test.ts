// Files of pods that show what is in the API, on the real engine, and how they follow it.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, lastWords, podsPath, startKubeletOnDocker, type KubeletOnDocker } from './kubelet-on-docker.ts';

const namespace = '/api/v1/namespaces/default';
let node: KubeletOnDocker;
beforeAll(async () => {
  node = await startKubeletOnDocker();
  const settings = { metadata: { name: 'settings' }, data: { colour: 'blue', size: 'small' } };
  await node.send('POST', `${namespace}/configmaps`, settings);
  await node.send('POST', `${namespace}/secrets`, { metadata: { name: 'keys' }, data: { key: 'c2VjcmV0' } });
});
afterAll(() => node.stop());

const phase = async (pod: string) => (await node.get(pod)).status.phase;
const said = (name: string, script: string, volumes: readonly object[]) => lastWords(node, name, { script, volumes });
const inContainer = async (pod: string, command: readonly string[]) => {
  const record = (await node.runtime.pods()).find((each) => each.pod.name === pod);
  return (await node.runtime.exec(record?.containers[0]?.id ?? '', command)).output;
};

describe('volumes that show objects', () => {
  it('have the modes, keys and links that they should', async () => {
    const items = [{ key: 'colour', path: 'a/b', mode: 0o400 }];
    const volumes = [
      { name: 'all', configMap: { name: 'settings', defaultMode: 0o640 } },
      { name: 'some', configMap: { name: 'settings', items } },
      { name: 'keys', secret: { secretName: 'keys' } },
      { name: 'none', secret: { secretName: 'nope', optional: true } },
    ];
    const script =
      "stat -Lc '%a %n' /all/* /some/a/b /keys/key; cat /some/a/b; cat /keys/key; ls /none | wc -l; readlink /all/colour; touch /all/x; true";
    expect(await said('modes', script, volumes)).toMatch(
      /^640 \/all\/colour\n640 \/all\/size\n400 \/some\/a\/b\n644 \/keys\/key\nbluesecret0\n\.\.data\/colour\ntouch: .*Read-only file system$/,
    );
  });

  it('come together in one', async () => {
    const sources = [
      { configMap: { name: 'settings', items: [{ key: 'colour', path: 'colour' }] } },
      { secret: { name: 'keys' } },
      {
        downwardAPI: {
          items: [
            { path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } },
            { path: 'cpu', resourceFieldRef: { containerName: 'app', resource: 'limits.cpu', divisor: '1m' } },
          ],
        },
      },
      { serviceAccountToken: { path: 'token', audience: 'shop', expirationSeconds: 600 } },
    ];
    const script = 'cd /p; ls; cat colour key; echo; cat cpu; echo; cut -d. -f2 token | base64 -d 2>/dev/null';
    const text = await said('together', script, [{ name: 'p', projected: { sources } }]);
    expect(text).toMatch(/^colour\ncpu\nkey\nlabels\ntoken\nbluesecret\n2000\n.*"aud":\["shop"\]/s);
    expect(text).toContain('"name":"together"');
  });

  it('follow what they show while the pod runs', async () => {
    await node.create(
      'live',
      {
        volumeMounts: [
          { name: 'config', mountPath: '/config' },
          { name: 'info', mountPath: '/info' },
          { name: 'config', mountPath: '/fixed', subPath: 'colour' },
        ],
      },
      {
        volumes: [
          { name: 'config', configMap: { name: 'settings' } },
          { name: 'info', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
        ],
      },
      { labels: { tier: 'one' } },
    );
    await eventually(() => phase('live')).toBe('Running');
    await node.send('PATCH', `${podsPath}/live`, { metadata: { labels: { tier: 'two' } } });
    await eventually(() => inContainer('live', ['cat', '/info/labels'])).toBe('tier="two"');
    await node.send('PATCH', `${namespace}/configmaps/settings`, { data: { colour: 'red', size: null } });
    await eventually(() => inContainer('live', ['sh', '-c', 'cat /config/colour; ls /config']), 40_000).toBe(
      'redcolour\n',
    );
    // A path within a volume is mounted once.
    expect(await inContainer('live', ['cat', '/fixed'])).toBe('blue');
    await node.send('PATCH', `${namespace}/configmaps/settings`, { data: { colour: 'blue', size: 'small' } });
  });

  it('keep a pod waiting for what is missing, and say so', async () => {
    await node.create('waiting', {}, { volumes: [{ name: 'v', configMap: { name: 'later' } }] });
    await eventually(() => node.events('waiting')).toContain(
      'FailedMount: MountVolume.SetUp failed for volume "v" : configmap "later" not found',
    );
    expect((await node.get('waiting')).status.containerStatuses?.[0]?.state.waiting?.reason).toBe('ContainerCreating');
    await node.send('POST', `${namespace}/configmaps`, { metadata: { name: 'later' } });
    await eventually(() => phase('waiting')).toBe('Running');
  });
});
