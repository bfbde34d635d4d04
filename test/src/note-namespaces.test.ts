// What the note says of namespaces, on the cluster: they give names a scope, and people and programs rights that end there.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertificateSigningRequest } from '@wherry/api/certificates-v1';
import { buildCertificateRequest, newCertificateKey } from '@wherry/pki';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useCluster } from './cluster/shared-cluster.ts';
import { inNamespace, namesOf, noteManifest, patience, useNamespaces } from './note/note-namespaces.ts';
import type { NoteNamespace } from './note/note-namespaces.ts';
import { startPodClient } from './note/pod-client.ts';
import { waitFor } from './wait-for.ts';

const cluster = useCluster();
const open = useNamespaces(cluster);
const timeout = 600_000;

describe.concurrent('a namespace', { timeout }, () => {
  afterAll(() =>
    cluster.kubectl.run(['delete', 'namespace', 'custom-namespace', '--ignore-not-found', '--wait=false']),
  );

  it('is the scope of names: of objects, and of Services to the pods in it', async () => {
    const here = await open('scope');
    const there = inNamespace(cluster, 'custom-namespace');
    await here.apply(noteManifest('02-namespace.yaml'));
    for (const each of [here, there]) {
      await each.run(['create', '-f', '-'], noteManifest('10-replicaset.yaml').replace('replicas: 3', 'replicas: 1'));
      await each.run(['create', '-f', '-'], noteManifest('12-service.yaml'));
    }
    const [mine = ''] = namesOf(await here.ready('app=kubia', 1));
    const [other = ''] = namesOf(await there.ready('app=kubia', 1));
    const all = await here.kubectl('get rs --all-namespaces --no-headers');
    for (const { name } of [here, there]) expect(all).toMatch(new RegExp(`^${name} +kubia +1 `, 'm'));

    const client = await startPodClient(here);
    const answers = (url: string, pod: string): Promise<unknown> =>
      waitFor(`${url} to be ${pod}`, async () => (await client.ask(url)).join() === `You've hit ${pod}`, patience);
    await answers('http://kubia/', mine);
    await answers(`http://kubia.${there.name}/`, other);

    await here.kubectl(`delete namespace ${there.name} --timeout=90s`);
    const after = await here.kubectl('get rs,pods,services --all-namespaces --no-headers');
    expect(after).not.toMatch(new RegExp(`^${there.name} `, 'm'));
    await answers('http://kubia/', mine);
  });
});

/** What the server says to somebody who may not do something: kubectl's words for 403. */
const forbidden = (who: string, { verb, what, where }: { verb: string; what: string; where: string }): string =>
  `${what} is forbidden: User "${who}" cannot ${verb} resource "${what}" in API group "" in the namespace "${where}"`;

describe.concurrent('rights', { timeout }, () => {
  const user = `ada-${process.pid}`;
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wherry-ada-'));
  });
  afterAll(async () => {
    await cluster.kubectl.run(['delete', 'csr', user, '--ignore-not-found']);
    await rm(folder, { recursive: true, force: true });
  });

  /** Asks for a certificate as a person does: the administrator approves, the cluster signs. */
  async function signUp(): Promise<void> {
    const key = newCertificateKey();
    const request = buildCertificateRequest({ subject: { commonName: user, organizations: ['dev'] }, key });
    const spec = {
      request: Buffer.from(request).toString('base64'),
      signerName: 'kubernetes.io/kube-apiserver-client',
      usages: ['client auth'],
    };
    const stdin = JSON.stringify({
      apiVersion: 'certificates.k8s.io/v1',
      kind: 'CertificateSigningRequest',
      metadata: { name: user },
      spec,
    });
    await cluster.kubectl.succeed(['create', '-f', '-'], { stdin });
    await cluster.kubectl.succeed(['certificate', 'approve', user]);
    const certificate = await waitFor(
      'the certificate',
      async () => {
        const { status } = (await cluster.kubectl.json(['get', 'csr', user])) as CertificateSigningRequest;
        return status?.certificate;
      },
      patience,
    );
    await writeFile(join(folder, 'key.pem'), key);
    await writeFile(join(folder, 'certificate.pem'), Buffer.from(certificate, 'base64'));
    const files = [`--client-key=${folder}/key.pem`, `--client-certificate=${folder}/certificate.pem`];
    await cluster.kubectl.succeed(['config', 'set-credentials', user, ...files, '--embed-certs']);
  }

  it('of a user with a certificate are those of roles in her namespace, and none elsewhere', async () => {
    const [hers, others] = [await open('hers'), await open('others')];
    await signUp();
    const asHer = (line: string) => cluster.kubectl.run([`--user=${user}`, ...line.split(' ')]);
    const refusal = async (line: string) => {
      const { code, stderr } = await asHer(line);
      return code === 1 && stderr;
    };
    expect(await refusal(`get pods -n ${hers.name}`)).toContain(
      forbidden(user, { verb: 'list', what: 'pods', where: hers.name }),
    );
    await hers.kubectl('create role worker --verb=get,list,watch,create,delete --resource=pods,configmaps');
    await hers.kubectl(`create rolebinding worker --role=worker --user=${user}`);
    await waitFor('the role to hold', async () => (await asHer(`get pods -n ${hers.name}`)).code === 0, patience);

    const made = await asHer(`run hers --image=luksa/kubia --image-pull-policy=Never -n ${hers.name}`);
    expect(made).toMatchObject({ code: 0, stdout: 'pod/hers created\n' });
    await hers.ready('run=hers', 1);
    expect((await asHer(`get pods -n ${hers.name} -o name`)).stdout).toBe('pod/hers\n');

    expect(await refusal(`get pods -n ${others.name}`)).toContain(
      forbidden(user, { verb: 'list', what: 'pods', where: others.name }),
    );
    expect(await refusal(`create configmap mine -n ${others.name}`)).toContain('is forbidden');
    expect(await others.kubectl('get configmap mine --ignore-not-found')).toBe('');
    expect(await refusal('get pods --all-namespaces')).toContain(
      'cannot list resource "pods" in API group "" at the cluster scope',
    );
    expect(await refusal('get nodes')).toContain('cannot list resource "nodes" in API group "" at the cluster scope');
    // What the role does not name is not hers, in her own namespace either.
    expect(await refusal(`get secrets -n ${hers.name}`)).toContain('secrets is forbidden');
    expect(await refusal(`exec hers -n ${hers.name} -- true`)).toContain('cannot create resource "pods/exec"');
    expect(await refusal(`logs hers -n ${hers.name}`)).toContain('cannot get resource "pods/log"');

    // By her group she gets what others of it get.
    await others.kubectl('create rolebinding readers --clusterrole=view --group=dev');
    await waitFor(
      'the role of the group',
      async () => (await asHer(`get pods -n ${others.name}`)).code === 0,
      patience,
    );
    expect(await refusal(`create configmap mine -n ${others.name}`)).toContain('is forbidden');
  });

  it('of a program in a pod are those of its service account, in its namespace', async () => {
    const [hers, others] = [await open('robot'), await open('robots')];
    await hers.kubectl('create serviceaccount robot');
    await hers.apply({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'robot', labels: { app: 'robot' } },
      spec: {
        serviceAccountName: 'robot',
        containers: [{ name: 'main', image: 'luksa/kubia', imagePullPolicy: 'Never' }],
      },
    });
    await hers.ready('app=robot', 1);
    const who = `system:serviceaccount:${hers.name}:robot`;
    const listing = (where: NoteNamespace): Promise<Answer> => askApi(hers, `namespaces/${where.name}/configmaps`);
    const refused = (where: NoteNamespace) => ({
      status: 403,
      message: forbidden(who, { verb: 'list', what: 'configmaps', where: where.name }),
    });

    expect(await waitFor('the API', () => listing(hers), patience)).toEqual(refused(hers));
    await hers.kubectl('create role reader --verb=list --resource=configmaps');
    await hers.kubectl(`create rolebinding reader --role=reader --serviceaccount=${hers.name}:robot`);
    await waitFor('the role to hold', async () => (await listing(hers)).status === 200, patience);
    expect(await listing(others)).toEqual(refused(others));

    // The same account from outside, by a token of its own.
    const token = (await hers.kubectl('create token robot')).trim();
    await cluster.kubectl.succeed(['config', 'set-credentials', `robot-${user}`, `--token=${token}`]);
    const asRobot = (where: NoteNamespace) =>
      cluster.kubectl.run([`--user=robot-${user}`, `--namespace=${where.name}`, 'get', 'configmaps', '-o', 'name']);
    expect(await asRobot(hers)).toMatchObject({ code: 0, stdout: 'configmap/kube-root-ca.crt\n' });
    expect((await asRobot(others)).stderr).toContain(refused(others).message);

    await hers.kubectl('delete rolebinding reader');
    await waitFor('the right to end', async () => (await listing(hers)).status === 403, patience);
  });
});

interface Answer {
  readonly status: number;
  readonly message?: string;
}

/** Asks the API from the pod `robot`, with nothing but what every pod finds in itself. */
async function askApi(here: NoteNamespace, path: string): Promise<Answer> {
  const script = `
    const { readFileSync } = require('node:fs');
    const [path] = process.argv.slice(1);
    const read = (name) => readFileSync('/var/run/secrets/kubernetes.io/serviceaccount/' + name, 'utf8');
    const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;
    const headers = { authorization: 'Bearer ' + read('token') };
    require('node:https').get({ host, port, path: '/api/v1/' + path, ca: read('ca.crt'), headers }, (response) => {
      let text = '';
      response.on('data', (part) => (text += part));
      response.on('end', () => {
        console.log(JSON.stringify({ status: response.statusCode, message: JSON.parse(text).message }));
      });
    });`;
  return JSON.parse(await here.run(['exec', 'robot', '--', 'node', '-e', script, path])) as Answer;
}
