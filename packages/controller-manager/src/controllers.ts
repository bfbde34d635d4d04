/** The controllers, in the order in which they start. */
import type { ControllerEntry } from './context.ts';
import { addonsEntry } from './controllers/addons.ts';
import { garbageCollectorEntry } from './controllers/garbage-collector.ts';
import { namespaceEntry } from './controllers/namespace.ts';
import { daemonSetEntry } from './controllers/daemon-set.ts';
import { deploymentEntry } from './controllers/deployment.ts';
import { replicaSetEntry } from './controllers/replica-set.ts';
import { replicationControllerEntry } from './controllers/replication-controller.ts';
import { rootCaPublisherEntry } from './controllers/root-ca-publisher.ts';
import { serviceAccountEntry } from './controllers/service-account.ts';
import { endpointsEntry } from './controllers/endpoints.ts';
import { endpointSliceEntry } from './controllers/endpoint-slice.ts';
import { endpointSliceMirroringEntry } from './controllers/endpoint-slice-mirroring.ts';
import { jobEntry } from './controllers/job.ts';
import { statefulSetEntry } from './controllers/stateful-set.ts';
import { cronJobEntry } from './controllers/cron-job.ts';
import { nodeIpamEntry } from './controllers/node-ipam.ts';
import { nodeLifecycleEntry } from './controllers/node-lifecycle.ts';
import { taintEvictionEntry } from './controllers/taint-eviction.ts';
import { podGarbageCollectorEntry } from './controllers/pod-garbage-collector.ts';
import { disruptionEntry } from './controllers/disruption.ts';
import { resourceQuotaEntry } from './controllers/resource-quota.ts';
import { ttlAfterFinishedEntry } from './controllers/ttl-after-finished.ts';
import { clusterRoleAggregationEntry } from './controllers/cluster-role-aggregation.ts';
import { bootstrapSignerEntry } from './controllers/bootstrap-signer.ts';
import { csrApproverEntry } from './controllers/csr-approver.ts';
import { csrCleanerEntry } from './controllers/csr-cleaner.ts';
import { csrSignerEntry } from './controllers/csr-signer.ts';
import { tokenCleanerEntry } from './controllers/token-cleaner.ts';
import { staleDisruptionEntry } from './controllers/stale-disruption.ts';
import { ephemeralVolumeEntry } from './controllers/ephemeral-volume.ts';
import { persistentVolumeBinderEntry } from './controllers/persistent-volume-binder.ts';
import { claimProtectionEntry, volumeProtectionEntry } from './controllers/storage-protection.ts';

export const controllers: readonly ControllerEntry[] = [
  serviceAccountEntry,
  rootCaPublisherEntry,
  namespaceEntry,
  garbageCollectorEntry,
  replicaSetEntry,
  replicationControllerEntry,
  deploymentEntry,
  daemonSetEntry,
  statefulSetEntry,
  endpointsEntry,
  endpointSliceEntry,
  endpointSliceMirroringEntry,
  jobEntry,
  cronJobEntry,
  nodeIpamEntry,
  nodeLifecycleEntry,
  taintEvictionEntry,
  podGarbageCollectorEntry,
  disruptionEntry,
  resourceQuotaEntry,
  ttlAfterFinishedEntry,
  clusterRoleAggregationEntry,
  csrApproverEntry,
  csrSignerEntry,
  csrCleanerEntry,
  tokenCleanerEntry,
  bootstrapSignerEntry,
  staleDisruptionEntry,
  persistentVolumeBinderEntry,
  ephemeralVolumeEntry,
  claimProtectionEntry,
  volumeProtectionEntry,
  addonsEntry,
];
