/** The kubelet's server over the fake runtime, with one pod that runs: for tests of what clients meet. */
import { request as startRequest } from 'node:https';
import type { Pod } from '@wherry/api/core-v1';
import type { Writer } from '@wherry/client';
import { createMetrics, silentLog, starting, systemClock, type Clock, type Running } from '@wherry/component';
import { issueAuthority, issueClientCertificate, issueServingCertificate } from '@wherry/pki';
import { createFakeRuntime, type FakeProgram, type FakeRuntime } from '../../runtime/fake/fake-runtime.ts';
import { containerSpec, sandboxSpec, testPod } from '../../runtime/testing/specs.ts';
import { createNodeStats } from '../../stats/node-stats.ts';
import type { PodDialer } from '../port-forward/pod-dialer.ts';
import { startKubeletServer } from '../server.ts';

export interface Credentials {
  /** PEM. */
  readonly ca: string;
  readonly cert?: string;
  readonly key?: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface TestServer extends Running {
  readonly port: number;
  readonly runtime: FakeRuntime;
  /** Of somebody who may do everything. */
  readonly admin: Credentials;
  /** Of somebody else. */
  userCredentials(user: string, groups?: readonly string[]): Credentials;
  ask(path: string, options?: AskOptions): Promise<Answer>;
}

export interface AskOptions {
  readonly method?: string;
  readonly credentials?: Credentials;
  readonly headers?: Readonly<Record<string, string>>;
}

const NOBODY_MAY: Pick<Writer, 'create'> = {
  create: () => Promise.reject(new Error('nobody is asked')),
};

const NO_PORTS: PodDialer = {
  dial: () => Promise.reject(new Error('connection refused')),
  stop: () => undefined,
};

/** @param options.program what the container `app` of the pod `web` in `default` does */
export function startTestServer(
  options: {
    readonly program?: FakeProgram;
    readonly container?: Readonly<Record<string, unknown>>;
    readonly client?: Pick<Writer, 'create'>;
    readonly idleTimeout?: number;
    readonly clock?: Clock;
    /** @default pods have no ports */
    readonly dialer?: PodDialer;
  } = {},
): Promise<TestServer> {
  const {
    program = {},
    container = {},
    client = NOBODY_MAY,
    idleTimeout = 0,
    clock = systemClock,
    dialer = NO_PORTS,
  } = options;
  return starting(async (own) => {
    const now = new Date();
    const authority = issueAuthority({ commonName: 'test', now });
    const runtime = createFakeRuntime({ clock: systemClock, program: () => program });
    const ref = testPod();
    const { id: sandboxId } = await runtime.startSandbox(sandboxSpec({ pod: ref }));
    await runtime.startContainer(await runtime.createContainer(containerSpec({ pod: ref, sandboxId })));
    const pod = {
      metadata: { ...ref },
      spec: { containers: [{ name: 'app', image: 'app:1', ...container }] },
      status: {},
    } as unknown as Pod;
    const serving = issueServingCertificate({ authority, commonName: 'node-1', hosts: ['127.0.0.1'], now });
    const server = own(
      await startKubeletServer({
        stats: own(createNodeStats({ runtime, nodeName: 'node-1', capacity: {}, root: '/nowhere', clock })),
        address: '127.0.0.1',
        port: 0,
        certificate: { cert: serving.certificate, key: serving.key },
        clientAuthority: authority.certificate,
        client,
        nodeName: 'node-1',
        metrics: createMetrics(),
        runtime,
        pods: {
          find: (namespace, name) => (namespace === ref.namespace && name === ref.name ? pod : undefined),
          list: () => [pod],
        },
        dialer,
        idleTimeout,
        clock,
        log: silentLog,
      }),
    );
    const userCredentials = (user: string, groups: readonly string[] = []): Credentials => {
      const { certificate, key } = issueClientCertificate({ authority, user, groups, now });
      return { ca: authority.certificate, cert: certificate, key };
    };
    const admin = userCredentials('kube-apiserver-kubelet-client', ['system:masters']);
    return {
      port: server.port,
      runtime,
      admin,
      userCredentials,
      ask: (path: string, { credentials = admin, ...rest }: AskOptions = {}) =>
        ask(server.port, path, { ...rest, credentials }),
    };
  });
}

function ask(port: number, path: string, options: AskOptions): Promise<Answer> {
  const { method = 'GET', credentials, headers = {} } = options;
  return new Promise((resolve, reject) => {
    const call = startRequest({ host: '127.0.0.1', port, path, method, headers, agent: false, ...credentials });
    call.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    call.on('error', reject);
    call.end();
  });
}
