// The scene of the apiserver's benchmarks: a cluster, 20,000 ConfigMaps in it, and a load process. On the way there it
// looks at how much memory the apiserver takes.

import { starting, systemClock } from '@wherry/component';
import type { Running } from '@wherry/component';
import { startLoadProcess } from '../load/start-load-process.ts';
import type { LoadProcess } from '../load/start-load-process.ts';
import { memoryUse } from '../process-usage.ts';
import type { MemoryUse } from '../process-usage.ts';
import { apiRequest } from './api-request.ts';
import { configMaps, createTemplate, objectCount } from './objects.ts';
import { startCluster, userName } from './start-cluster.ts';
import type { MeasuredCluster } from './start-cluster.ts';

export interface Setting extends Running {
  readonly cluster: MeasuredCluster;
  readonly load: LoadProcess;
  /** The apiserver's memory before and after the objects; undefined where the system does not tell. */
  readonly empty: MemoryUse | undefined;
  readonly filled: MemoryUse | undefined;
}

/** Requests under way at a time. */
export const inFlight = 32;

/** How long the apiserver is left alone before its memory is looked at: it is not asked to clear up. */
const restMs = 5000;
/** So long may filling take, in milliseconds. */
const fillDeadline = 120_000;

/** Sets the scene. */
export function startSetting({ say }: { readonly say: (line: string) => void }): Promise<Setting> {
  return starting<Omit<Setting, keyof Running>>(async (own) => {
    const cluster = own(await startCluster());
    const load = own(await startLoadProcess());
    await systemClock.sleep(restMs);
    const empty = await memoryUse(cluster.pid);
    say(`creating ${objectCount} ConfigMaps`);
    await load.run('https', {
      ...cluster.admin,
      template: createTemplate(configMaps('default'), 'object-'),
      connections: inFlight,
      requests: objectCount,
      durationMs: fillDeadline,
    });
    await systemClock.sleep(restMs);
    const filled = await memoryUse(cluster.pid);
    await allowUser(cluster);
    return { cluster, load, empty, filled };
  });
}

/** Lets the user without privileges read what is measured. */
async function allowUser({ admin }: MeasuredCluster): Promise<void> {
  await apiRequest(admin, {
    method: 'POST',
    path: '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings',
    body: {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'benchmark' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: userName }],
    },
  });
}
