// Images as pods get them, from a registry of this test's own that asks for a password.

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baseImage } from '../../setup/steps/base-image.ts';
import { registryImage } from '../../setup/steps/registry-image.ts';
import { freePort } from '@wherry/component/testing';
import { waitFor } from './wait-for.ts';
import { eventually, startKubeletOnDocker, type KubeletOnDocker } from './kubelet-on-docker.ts';

/** `wherry:secret`, as htpasswd writes it with bcrypt. */
const htpasswd = 'wherry:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a';
const secret = (auth: object) => ({
  type: 'kubernetes.io/dockerconfigjson',
  data: { '.dockerconfigjson': Buffer.from(JSON.stringify({ auths: auth })).toString('base64') },
});

let node: KubeletOnDocker;
/** Of its container. */
let registry: string;
let folder: string;
let host: string;

beforeAll(async () => {
  const port = await freePort();
  host = `127.0.0.1:${port}`;
  folder = await mkdtemp(join(tmpdir(), 'wherry-registry-'));
  await writeFile(join(folder, 'htpasswd'), `${htpasswd}\n`);
  const config = {
    version: 0.1,
    storage: { filesystem: { rootdirectory: '/var/lib/docker-registry' } },
    http: { addr: host },
    auth: { htpasswd: { realm: 'wherry', path: '/etc/test/htpasswd' } },
  };
  await writeFile(join(folder, 'config.yml'), JSON.stringify(config));
  const options = ['--network', 'host', '-v', `${folder}:/etc/test:ro`, '--entrypoint', 'docker-registry'];
  const run = ['run', '-d', '--rm', ...options, registryImage, 'serve', '/etc/test/config.yml'];
  registry = execFileSync('docker', run, { encoding: 'utf8' }).trim();
  await waitFor('the registry', async () => (await statusOf(`http://${host}/v2/`)) === 401);
  const docker = (...args: string[]) => execFileSync('docker', ['--config', folder, ...args], { stdio: 'pipe' });
  docker('login', '-u', 'wherry', '-p', 'secret', host);
  execFileSync('docker', ['build', '-q', '-t', `${host}/team/app:1`, '-'], {
    input: `FROM ${baseImage}\nLABEL test=${port}\n`,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  docker('push', `${host}/team/app:1`);
  docker('rmi', `${host}/team/app:1`);
  node = await startKubeletOnDocker();
  const plain = { username: 'wherry', password: 'secret' };
  const create = (name: string, auth: object) =>
    node.send('POST', '/api/v1/namespaces/default/secrets', { metadata: { name }, ...secret(auth) });
  await create('right', { [host]: { auth: Buffer.from('wherry:secret').toString('base64') } });
  await create('path', { [`${host}/team`]: plain, [`${host}/other`]: { ...plain, password: 'no' } });
  await create('wrong', { [host]: { ...plain, password: 'no' } });
});
afterAll(async () => {
  await node.stop();
  for (const tag of ['1', '2']) {
    try {
      execFileSync('docker', ['rmi', `${host}/team/app:${tag}`], { stdio: 'ignore' });
    } catch {
      // It is not there.
    }
  }
  stopRegistry();
  await rm(folder, { recursive: true, force: true });
});

function stopRegistry(): void {
  try {
    execFileSync('docker', ['rm', '-f', registry], { stdio: 'ignore' });
  } catch {
    // It is gone.
  }
}

function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const call = request(url, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    call.on('error', () => resolve(undefined));
    call.end();
  });
}
const waiting = async (pod: string) => (await node.get(pod)).status.containerStatuses?.[0]?.state.waiting;
const isRunning = (pod: string) => eventually(async () => (await node.get(pod)).status.phase).toBe('Running');
const imageOf = () => `${host}/team/app:1`;
const create = (name: string, container: object = {}, secrets: readonly string[] = []) =>
  node.create(name, { image: imageOf(), ...container }, { imagePullSecrets: secrets.map((each) => ({ name: each })) });
const removeImage = () => execFileSync('docker', ['rmi', '-f', imageOf()], { stdio: 'ignore' });

describe('pulling', () => {
  it('fails without the password, in the words of the registry, and tries again later', async () => {
    await create('nobody');
    await eventually(async () => (await waiting('nobody'))?.reason).toMatch(/ErrImagePull|ImagePullBackOff/);
    await eventually(() => node.events('nobody')).toEqual(
      expect.arrayContaining([
        `Pulling: Pulling image "${imageOf()}"`,
        expect.stringMatching(/^Failed: Failed to pull image ".*no basic auth credentials/) as string,
        'Failed: Error: ErrImagePull',
      ]),
    );
  });

  it('fails with a wrong one', async () => {
    await create('stranger', {}, ['wrong']);
    await eventually(() => node.events('stranger')).toContainEqual(
      expect.stringMatching(/^Failed: Failed to pull image .*(unauthorized|authentication required)/),
    );
  });

  it('says which secrets there are not', async () => {
    await create('forgetful', {}, ['nope', 'right']);
    await isRunning('forgetful');
    await eventually(() => node.events('forgetful')).toContain(
      'FailedToRetrieveImagePullSecret: Unable to retrieve some image pull secrets (nope); attempting to pull the image may not succeed.',
    );
    removeImage();
  });

  it('works with the right one, and tells how long it took', async () => {
    await create('friend', {}, ['right']);
    await isRunning('friend');
    const { containerStatuses = [] } = (await node.get('friend')).status;
    expect(containerStatuses[0]).toMatchObject({
      image: imageOf(),
      imageID: expect.stringMatching(/@sha256:[0-9a-f]{64}$/) as string,
    });
    await eventually(() => node.events('friend')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^Pulled: Successfully pulled image ".*" in [\d.]+m?s \([\d.]+m?s including waiting\)\. Image size: \d+ bytes\.$/,
        ) as string,
      ]),
    );
    removeImage();
  });

  it('takes the credentials that are meant for the path', async () => {
    await create('by-path', {}, ['path']);
    await isRunning('by-path');
  });

  it('is not done for what is there, unless it is asked for', async () => {
    await create('there', { imagePullPolicy: 'IfNotPresent' });
    await isRunning('there');
    const text = `Pulled: Container image "${imageOf()}" already present on machine and can be accessed by the pod`;
    await eventually(() => node.events('there')).toContain(text);
    expect(await node.events('there')).not.toContainEqual(expect.stringMatching(/^Pulling/));
    await create('always', { imagePullPolicy: 'Always' }, ['right']);
    await isRunning('always');
    await eventually(() => node.events('always')).toContainEqual(expect.stringMatching(/^Pulling/));
  });

  it('takes what is on the machine where the registry does not answer, and says so', async () => {
    stopRegistry();
    await eventually(() => statusOf(`http://${host}/v2/`)).toBeUndefined();
    await create('cut-off', { imagePullPolicy: 'Always' });
    await isRunning('cut-off');
    await eventually(() => node.events('cut-off')).toContainEqual(
      expect.stringMatching(/^Failed: Failed to pull image .*The image of this name that is on the machine is used$/),
    );
  });
});
