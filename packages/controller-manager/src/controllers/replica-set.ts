/** ReplicaSets: so many equal pods. */
import { compileLabelSelector } from '@wherry/api';
import { ReplicaSets, type ReplicaSet } from '@wherry/api/apps-v1';
import { Pods } from '@wherry/api/core-v1';
import { controlLoop } from '../context.ts';
import { replicaController, type ReplicaKind } from './replica-control.ts';

const NAME = 'replicaset-controller';

const replicaSets: ReplicaKind<ReplicaSet> = {
  name: NAME,
  resource: ReplicaSets,
  countsTerminating: true,
  view: ({ metadata, spec, status }) => ({
    spec: {
      replicas: spec.replicas ?? 1,
      minReadySeconds: spec.minReadySeconds,
      template: spec.template,
      generation: metadata.generation ?? 0,
    },
    selector: compileLabelSelector(spec.selector),
    status,
  }),
  withStatus: (set, status) => ({ ...set, status }),
};

export const replicaSetEntry = controlLoop(NAME, async ({ client, informers, events, clock }) => {
  const [sets, pods] = await Promise.all([informers.get(ReplicaSets), informers.get(Pods)]);
  return replicaController({ kind: replicaSets, client, sets, pods, events: events(NAME), clock });
});
