/** ReplicationControllers: so many equal pods, as ReplicaSets have them, with a plainer selector. */
import { LabelMatcher } from '@wherry/api';
import { Pods, ReplicationControllers, type ReplicationController } from '@wherry/api/core-v1';
import { controlLoop } from '../context.ts';
import { replicaController, type ReplicaKind } from './replica-control.ts';

const NAME = 'replicationcontroller-controller';
/** As events name it. */
const COMPONENT = 'replication-controller';

const replicationControllers: ReplicaKind<ReplicationController> = {
  name: NAME,
  resource: ReplicationControllers,
  countsTerminating: false,
  view({ metadata, spec, status }) {
    const { template, selector = {}, replicas = 1, minReadySeconds } = spec;
    if (template === undefined || Object.keys(selector).length === 0) return undefined;
    return {
      spec: { replicas, minReadySeconds, template, generation: metadata.generation ?? 0 },
      selector: LabelMatcher.fromLabels(selector),
      status,
    };
  },
  withStatus(controller, { terminatingReplicas: _terminating, ...status }) {
    return { ...controller, status };
  },
};

export const replicationControllerEntry = controlLoop(NAME, async ({ client, informers, events, clock }) => {
  const [sets, pods] = await Promise.all([informers.get(ReplicationControllers), informers.get(Pods)]);
  return replicaController({ kind: replicationControllers, client, sets, pods, events: events(COMPONENT), clock });
});
