/** What the scheduler does with fields of the API. */
import {
  Affinity,
  Container,
  ContainerPort,
  NodeSpec,
  PersistentVolumeClaimSpec,
  PersistentVolumeSpec,
  PodSpec,
  ResourceRequirements,
  TopologySpreadConstraint,
  Volume,
} from '@wherry/api/core-v1';
import { PodDisruptionBudgetSpec } from '@wherry/api/policy-v1';
import { supports, type SupportedFields } from '@wherry/api/resources';
import { CSIDriverSpec, CSINodeSpec, CSIStorageCapacity, StorageClass } from '@wherry/api/storage-v1';

export const supportedFields: readonly SupportedFields[] = [
  supports(PodSpec, {
    enforced: [
      'containers',
      'initContainers',
      'volumes',
      'nodeName',
      'nodeSelector',
      'affinity',
      'tolerations',
      'topologySpreadConstraints',
      'schedulerName',
      'priority',
      'preemptionPolicy',
      'overhead',
      'schedulingGates',
      'resources',
    ],
  }),
  supports(Affinity, { enforced: ['nodeAffinity', 'podAffinity', 'podAntiAffinity'] }),
  supports(TopologySpreadConstraint, {
    enforced: [
      'maxSkew',
      'topologyKey',
      'whenUnsatisfiable',
      'labelSelector',
      'minDomains',
      'nodeAffinityPolicy',
      'nodeTaintsPolicy',
      'matchLabelKeys',
    ],
  }),
  supports(Container, { enforced: ['image', 'ports', 'resources'] }),
  supports(ContainerPort, { enforced: ['protocol', 'hostPort', 'hostIP'] }),
  supports(ResourceRequirements, { enforced: ['requests'] }),
  supports(Volume, { enforced: ['persistentVolumeClaim', 'ephemeral'] }),
  supports(NodeSpec, { enforced: ['unschedulable', 'taints'] }),
  supports(PersistentVolumeSpec, { enforced: ['nodeAffinity'] }),
  supports(PersistentVolumeClaimSpec, {
    enforced: ['accessModes', 'storageClassName'],
  }),
  supports(StorageClass, { enforced: ['volumeBindingMode', 'allowedTopologies'] }),
  supports(CSIDriverSpec, { enforced: ['storageCapacity'] }),
  supports(CSINodeSpec, { enforced: ['drivers'] }),
  supports(CSIStorageCapacity, { enforced: ['nodeTopology', 'storageClassName', 'capacity', 'maximumVolumeSize'] }),
  supports(PodDisruptionBudgetSpec, { enforced: ['selector'] }),
];
