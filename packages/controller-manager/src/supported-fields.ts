/** What the controllers do with fields of the API. */
import {
  DaemonSetSpec,
  DeploymentSpec,
  ReplicaSetSpec,
  StatefulSetSpec,
  ControllerRevision,
} from '@wherry/api/apps-v1';
import { CronJobSpec, JobSpec } from '@wherry/api/batch-v1';
import { CertificateSigningRequestSpec } from '@wherry/api/certificates-v1';
import { LeaseSpec } from '@wherry/api/coordination-v1';
import {
  Endpoints,
  NamespaceSpec,
  NodeSpec,
  PersistentVolumeClaimSpec,
  PersistentVolumeSpec,
  PodSpec,
  ReplicationControllerSpec,
  ServicePort,
  ServiceSpec,
  Toleration,
  Volume,
} from '@wherry/api/core-v1';
import { PodDisruptionBudgetSpec } from '@wherry/api/policy-v1';
import { ClusterRole } from '@wherry/api/rbac-v1';
import { supports, type SupportedFields } from '@wherry/api/resources';
import { StorageClass } from '@wherry/api/storage-v1';

const FOR_PROVISIONERS = 'it is for provisioners, of which none comes with the cluster';

export const supportedFields: readonly SupportedFields[] = [
  supports(ReplicationControllerSpec, { enforced: ['replicas', 'minReadySeconds', 'selector', 'template'] }),
  supports(ReplicaSetSpec, { enforced: ['replicas', 'minReadySeconds', 'selector', 'template'] }),
  supports(DeploymentSpec, {
    enforced: [
      'replicas',
      'selector',
      'template',
      'strategy',
      'minReadySeconds',
      'revisionHistoryLimit',
      'paused',
      'progressDeadlineSeconds',
    ],
  }),
  supports(DaemonSetSpec, {
    enforced: ['selector', 'template', 'updateStrategy', 'minReadySeconds', 'revisionHistoryLimit'],
  }),
  supports(StatefulSetSpec, {
    enforced: [
      'replicas',
      'selector',
      'template',
      'volumeClaimTemplates',
      'serviceName',
      'podManagementPolicy',
      'updateStrategy',
      'revisionHistoryLimit',
      'minReadySeconds',
      'persistentVolumeClaimRetentionPolicy',
      'ordinals',
    ],
  }),
  supports(ControllerRevision, { enforced: ['data', 'revision'] }),
  supports(JobSpec, {
    enforced: [
      'parallelism',
      'completions',
      'activeDeadlineSeconds',
      'podFailurePolicy',
      'successPolicy',
      'backoffLimit',
      'backoffLimitPerIndex',
      'maxFailedIndexes',
      'selector',
      'template',
      'ttlSecondsAfterFinished',
      'completionMode',
      'suspend',
      'podReplacementPolicy',
      'managedBy',
    ],
  }),
  supports(CronJobSpec, {
    enforced: [
      'schedule',
      'timeZone',
      'startingDeadlineSeconds',
      'concurrencyPolicy',
      'suspend',
      'jobTemplate',
      'successfulJobsHistoryLimit',
      'failedJobsHistoryLimit',
    ],
  }),
  supports(PodSpec, { enforced: ['nodeName', 'tolerations', 'hostname', 'subdomain', 'affinity'] }),
  supports(Toleration, { enforced: ['tolerationSeconds'] }),
  supports(PersistentVolumeClaimSpec, {
    partly: { dataSource: FOR_PROVISIONERS, dataSourceRef: FOR_PROVISIONERS },
    enforced: [
      'accessModes',
      'selector',
      'resources',
      'volumeName',
      'storageClassName',
      'volumeMode',
      'volumeAttributesClassName',
    ],
  }),
  supports(PersistentVolumeSpec, {
    enforced: ['capacity', 'accessModes', 'claimRef', 'storageClassName', 'volumeMode', 'volumeAttributesClassName'],
    partly: {
      persistentVolumeReclaimPolicy:
        '`Recycle`, and `Delete` of other folders than those in /tmp: the volume becomes Failed',
    },
  }),
  supports(Volume, { enforced: ['ephemeral'] }),
  supports(StorageClass, {
    enforced: ['volumeBindingMode'],
    partly: {
      parameters: FOR_PROVISIONERS,
      reclaimPolicy: FOR_PROVISIONERS,
      mountOptions: FOR_PROVISIONERS,
      provisioner: 'one that runs in a pod is asked; those of Kubernetes are not there: event ProvisioningFailed',
    },
  }),
  supports(ServiceSpec, {
    enforced: ['ports', 'selector', 'publishNotReadyAddresses', 'ipFamilies', 'trafficDistribution'],
  }),
  supports(ServicePort, { enforced: ['name', 'protocol', 'port', 'targetPort', 'appProtocol'] }),
  supports(Endpoints, { enforced: ['subsets'] }),
  supports(NamespaceSpec, { enforced: ['finalizers'] }),
  supports(NodeSpec, { enforced: ['podCIDR', 'podCIDRs', 'taints', 'unschedulable'] }),
  supports(LeaseSpec, {
    enforced: ['holderIdentity', 'leaseDurationSeconds', 'acquireTime', 'renewTime', 'leaseTransitions'],
  }),
  supports(PodDisruptionBudgetSpec, { enforced: ['minAvailable', 'selector', 'maxUnavailable'] }),
  supports(ClusterRole, { enforced: ['aggregationRule'] }),
  supports(CertificateSigningRequestSpec, {
    enforced: ['request', 'signerName', 'expirationSeconds', 'usages', 'username', 'uid', 'groups', 'extra'],
  }),
];
