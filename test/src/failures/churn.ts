// A cluster that is never at rest: workloads are scaled, pods deleted, Services made and deleted, at random moments,
// whether the API answers or not.

import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient, ApiObject } from './api-client.ts';
import type { Random } from './random.ts';

export interface ChurnOptions {
  readonly api: ApiClient;
  readonly namespace: string;
  readonly random: Random;
}

/** The paths of the workloads. */
export const workloads = ['deployments/a', 'deployments/b', 'deployments/c', 'statefulsets/s'] as const;
const mostReplicas = 3;
const mostServices = 3;

const pod = (app: string): object => ({
  metadata: { labels: { app } },
  spec: {
    terminationGracePeriodSeconds: 2,
    volumes: [
      { name: 'disk', emptyDir: {} },
      { name: 'memory', emptyDir: { medium: 'Memory' } },
    ],
    containers: [
      {
        name: 'app',
        image: 'luksa/kubia',
        imagePullPolicy: 'Never',
        command: ['sh', '-c', 'trap "exit 0" TERM; sleep 100000 & wait'],
        volumeMounts: [
          { name: 'disk', mountPath: '/disk' },
          { name: 'memory', mountPath: '/memory' },
        ],
      },
    ],
  },
});

export interface Churn {
  /** How many changes the API has taken. */
  readonly taken: number;
  stop(): Promise<void>;
}

/** Makes the workloads, and begins. */
export async function startChurn(options: ChurnOptions): Promise<Churn> {
  const { api, namespace, random } = options;
  for (const path of workloads) {
    const [kind = '', name = ''] = path.split('/');
    const spec = { replicas: 2, selector: { matchLabels: { app: name } }, template: pod(name) };
    const more = kind === 'statefulsets' ? { serviceName: name } : {};
    await api.send('POST', `/apis/apps/v1/namespaces/${namespace}/${kind}`, {
      metadata: { name },
      spec: { ...spec, ...more },
    });
  }
  let isOver = false;
  let taken = 0;
  const going = (async () => {
    for (let turn = 0; !isOver; turn++) {
      // What the API does not take now is lost, as with a person who gives up.
      taken += await change(options, turn).then(
        () => 1,
        () => 0,
      );
      await sleep(random.below(500));
    }
  })();
  return {
    get taken() {
      return taken;
    },
    async stop() {
      isOver = true;
      await going;
    },
  };
}

async function change({ api, namespace, random }: ChurnOptions, turn: number): Promise<void> {
  const core = `/api/v1/namespaces/${namespace}`;
  switch (random.below(4)) {
    case 0: {
      const path = `/apis/apps/v1/namespaces/${namespace}/${random.pick(workloads)}`;
      await api.send('PATCH', path, { spec: { replicas: random.below(mostReplicas + 1) } });
      return;
    }
    case 1:
    case 2: {
      const { metadata } = random.pick(await api.list(`${core}/pods`));
      await api.send('DELETE', `${core}/pods/${metadata.name}`);
      return;
    }
    default: {
      const services = await api.list(`${core}/services`);
      if (services.length >= mostServices) {
        await api.send('DELETE', `${core}/services/${random.pick(services).metadata.name}`);
        return;
      }
      const spec = { type: 'NodePort', selector: { app: random.pick(['a', 'b', 's']) }, ports: [{ port: 80 }] };
      await api.send('POST', `${core}/services`, { metadata: { name: `service-${turn}` }, spec });
    }
  }
}

/** What is not yet as the workloads want it: nothing, when all have exactly their pods, and these are ready. */
export async function unsettled({ api, namespace }: Omit<ChurnOptions, 'random'>): Promise<readonly string[]> {
  const pods = await api.list(`/api/v1/namespaces/${namespace}/pods`);
  let wanted = 0;
  const open: string[] = [];
  for (const kind of ['deployments', 'statefulsets']) {
    for (const { metadata, spec, status } of await api.list(`/apis/apps/v1/namespaces/${namespace}/${kind}`)) {
      const { replicas = 0 } = spec;
      const isKept = status.observedGeneration === metadata.generation && (status.replicas ?? 0) === replicas;
      if (!isKept || (status.readyReplicas ?? 0) !== replicas) open.push(`${metadata.name} wants ${replicas}`);
      wanted += replicas;
    }
  }
  if (pods.length !== wanted) open.push(`${pods.length} pods instead of ${wanted}`);
  return [...open, ...pods.filter((each) => !isReady(each)).map(({ metadata }) => `${metadata.name} is not ready`)];
}

export function isReady({ metadata, status }: ApiObject): boolean {
  const ready = (status.conditions ?? []).find(({ type }) => type === 'Ready');
  return metadata.deletionTimestamp === undefined && ready?.status === 'True';
}
