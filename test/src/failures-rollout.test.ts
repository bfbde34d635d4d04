// A rolling update that no client notices: ten replicas are replaced while requests come at a steady rate, whatever has
// become of the earlier ones, by a node port and by the ingress, on new connections and on kept ones. The app knows
// nothing of its surroundings: asked to end, it takes no new connections and finishes those that it has.

import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { useCluster } from './cluster/shared-cluster.ts';
import { ask, startLoad } from './failures/open-loop-load.ts';
import type { LoadResult } from './failures/open-loop-load.ts';
import { sustainableRate } from './failures/sustainable-rate.ts';
import { patience } from './note/note-namespaces.ts';
import { waitFor } from './wait-for.ts';

const cluster = useCluster();
const timeout = 600_000;
const replicas = 10;
const host = 'rollout.example';

const app = `
  const { createServer } = require('node:http');
  const { Server } = require('node:net');
  let isEnding = false;
  const server = createServer((request, response) => {
    if (isEnding) response.setHeader('connection', 'close');
    setTimeout(() => response.end(process.env.HOSTNAME + ' ' + process.env.RELEASE), 20);
  }).listen(8080);
  server.keepAliveTimeout = 60_000;
  process.on('SIGTERM', () => {
    isEnding = true;
    // The ports alone: kept connections end with their next answer.
    Server.prototype.close.call(server);
  });
`;

const deployment = (release: string): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    strategy: { rollingUpdate: { maxSurge: 3, maxUnavailable: 0 } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        containers: [
          {
            name: 'web',
            image: 'luksa/kubia',
            imagePullPolicy: 'Never',
            command: ['node', '-e', app],
            env: [{ name: 'RELEASE', value: release }],
            readinessProbe: { httpGet: { path: '/', port: 8080 }, periodSeconds: 1 },
          },
        ],
      },
    },
  },
});

const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
};

const ingress = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'web' },
  spec: {
    rules: [
      {
        host,
        http: {
          paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }],
        },
      },
    ],
  },
};

const apply = (...items: object[]): Promise<string> =>
  cluster.kubectl.succeed(['apply', '-f', '-'], {
    stdin: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
  });
const rolledOut = (): Promise<string> =>
  cluster.kubectl.succeed(['rollout', 'status', 'deployment/web', '--timeout=240s'], { timeoutMs: 250_000 });

/** An answer is the name of a pod and its release. */
const releasesOf = (answers: LoadResult['answers']) =>
  new Set([...answers.keys()].map((answer) => answer.split(' ')[1]));
const told = ({ failures, answers }: LoadResult) => ({ failures, releases: releasesOf(answers) });

describe('a rolling update', { timeout }, () => {
  let nodePort: string;
  const targets = () => ({
    machines: [1, 2, 3].map((number) => ({ url: `http://${cluster.nodeAddress(number)}:${nodePort}/` })),
    laptop: [{ url: `http://127.0.0.1:${nodePort}/` }],
    ingress: [{ url: `http://${cluster.network}.2/`, host }],
  });

  beforeAll(async () => {
    await apply(deployment('one'), service, ingress);
    nodePort = await cluster.kubectl.succeed(['get', 'service', 'web', '-o', 'jsonpath={.spec.ports[0].nodePort}']);
    await rolledOut();
    for (const { url, ...more } of Object.values(targets()).flat()) {
      const headers = { host: 'host' in more ? more.host : new URL(url).host, connection: 'close' };
      await waitFor(`an answer from ${url} for ${headers.host}`, async () => {
        const { status } = await ask(url, { headers });
        return status === 200;
      });
    }
  }, timeout);

  it('loses no request, by node ports or the ingress, on new connections or kept ones', async () => {
    const { machines, laptop, ingress: entrance } = targets();
    await apply(deployment('one'));
    await rolledOut();
    // All six together.
    const perSecond = Math.min(300, await sustainableRate([...machines, ...laptop, ...entrance])) / 6;
    const loads = {
      machinesNew: startLoad({ targets: machines, perSecond, keepsConnections: false }),
      machinesKept: startLoad({ targets: machines, perSecond, keepsConnections: true }),
      laptopNew: startLoad({ targets: laptop, perSecond, keepsConnections: false }),
      laptopKept: startLoad({ targets: laptop, perSecond, keepsConnections: true }),
      ingressNew: startLoad({ targets: entrance, perSecond, keepsConnections: false }),
      ingressKept: startLoad({ targets: entrance, perSecond, keepsConnections: true }),
    };
    onTestFinished(async () => void (await Promise.all(Object.values(loads).map((load) => load.stop()))));
    const areToldOf = (release: string) =>
      waitFor(
        `every client to hear of ${release}`,
        () => Object.values(loads).every(({ answers }) => releasesOf(answers).has(release)),
        patience,
      );
    // A kept connection may lead to an old pod until that has ended.
    await areToldOf('one');
    for (const release of ['two', 'three']) {
      await apply(deployment(release));
      await rolledOut();
      await areToldOf(release);
    }
    const results = await Promise.all(
      Object.entries(loads).map(async ([name, load]) => [name, await load.stop()] as const),
    );
    expect(Object.fromEntries(results.map(([name, result]) => [name, told(result)]))).toEqual(
      Object.fromEntries(results.map(([name]) => [name, { failures: [], releases: new Set(['one', 'two', 'three']) }])),
    );
  });
});
