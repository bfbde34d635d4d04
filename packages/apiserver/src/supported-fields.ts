/** What the API server itself does with fields, besides keeping them: admission, authorization, allocation, subresources. */
import {
  ConfigMap,
  LimitRangeSpec,
  PersistentVolumeClaimSpec,
  PodSpec,
  ResourceQuotaSpec,
  Secret,
  ServiceAccount,
  ServicePort,
  ServiceSpec,
} from '@wherry/api/core-v1';
import { JobSpec } from '@wherry/api/batch-v1';
import { CertificateSigningRequestSpec } from '@wherry/api/certificates-v1';
import { RuntimeClass } from '@wherry/api/node-v1';
import { PodDisruptionBudgetSpec } from '@wherry/api/policy-v1';
import { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from '@wherry/api/rbac-v1';
import { resourceTable, supports, type Resource, type SupportedFields } from '@wherry/api/resources';
import { PriorityClass } from '@wherry/api/scheduling-v1';
import { StorageClass } from '@wherry/api/storage-v1';
import { effectWarning } from './registry/effect-warning.ts';
import { fieldsWithoutEffect } from './registry/field-effects.ts';

export const supportedFields: readonly SupportedFields[] = [
  ...resourceTable.flatMap(withoutEffect),
  ...fieldsWithoutEffect,
  supports(PodSpec, {
    enforced: [
      'ephemeralContainers',
      'nodeName',
      'serviceAccountName',
      'serviceAccount',
      'automountServiceAccountToken',
      'imagePullSecrets',
      'tolerations',
      'priorityClassName',
      'priority',
      'preemptionPolicy',
      'overhead',
      'schedulingGates',
      'resources',
    ],
  }),
  supports(ServiceSpec, {
    enforced: [
      'type',
      'clusterIP',
      'clusterIPs',
      'ipFamilies',
      'ipFamilyPolicy',
      'healthCheckNodePort',
      'allocateLoadBalancerNodePorts',
    ],
  }),
  supports(ServicePort, { enforced: ['nodePort'] }),
  supports(ConfigMap, { enforced: ['immutable'] }),
  supports(Secret, { enforced: ['immutable', 'stringData'] }),
  supports(ServiceAccount, { enforced: ['secrets', 'imagePullSecrets', 'automountServiceAccountToken'] }),
  supports(LimitRangeSpec, { enforced: ['limits'] }),
  supports(ResourceQuotaSpec, { enforced: ['hard', 'scopes', 'scopeSelector'] }),
  supports(PersistentVolumeClaimSpec, { enforced: ['storageClassName'] }),
  supports(StorageClass, { enforced: ['allowVolumeExpansion'] }),
  supports(JobSpec, { enforced: ['manualSelector'] }),
  supports(PodDisruptionBudgetSpec, { enforced: ['selector', 'unhealthyPodEvictionPolicy'] }),
  supports(PriorityClass, { enforced: ['value', 'globalDefault', 'preemptionPolicy'] }),
  supports(RuntimeClass, { enforced: ['overhead', 'scheduling'] }),
  supports(Role, { enforced: ['rules'] }),
  supports(ClusterRole, { enforced: ['rules'] }),
  supports(RoleBinding, { enforced: ['subjects', 'roleRef'] }),
  supports(ClusterRoleBinding, { enforced: ['subjects', 'roleRef'] }),
  supports(CertificateSigningRequestSpec, { enforced: ['signerName', 'username', 'uid', 'groups', 'extra'] }),
];

/** What is said of all fields of a kind upon which nothing acts. */
function withoutEffect(resource: Resource): SupportedFields[] {
  const warning = effectWarning(resource);
  if (warning === undefined || resource.view !== undefined) return [];
  const spec = resource.schema.byName.get('spec')?.field.schema;
  const schema = spec?.type === 'struct' ? spec : resource.schema;
  const warned = Object.fromEntries([...schema.byName.keys()].map((name) => [name, warning]));
  return [{ schema, enforced: [], partly: {}, warned, refused: {} }];
}
