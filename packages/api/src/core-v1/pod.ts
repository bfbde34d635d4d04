import { Affinity } from './affinity.ts';
import { Container, EphemeralContainer } from './container.ts';
import { LocalObjectReference } from './object-reference.ts';
import { PodStatus } from './pod-status.ts';
import { ResourceRequirements } from './resource-requirements.ts';
import { PodSecurityContext } from './security-context.ts';
import { Toleration, TopologySpreadConstraint } from './toleration.ts';
import { Volume } from './volume.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, int64, quantity, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const HostAlias = struct('HostAlias', '', {
  ip: field(1, string, ''),
  hostnames: field(2, omitEmpty(list(string)), '', { merge: 'atomic' }),
});
export type HostAlias = Infer<typeof HostAlias>;

export const PodDNSConfigOption = struct('PodDNSConfigOption', '', {
  name: field(1, omitEmpty(string), ''),
  value: field(2, optional(string), ''),
});
export type PodDNSConfigOption = Infer<typeof PodDNSConfigOption>;

export const PodDNSConfig = struct('PodDNSConfig', '', {
  nameservers: field(1, omitEmpty(list(string)), '', { merge: 'atomic' }),
  searches: field(2, omitEmpty(list(string)), '', { merge: 'atomic' }),
  options: field(3, omitEmpty(list(PodDNSConfigOption)), '', { merge: 'atomic' }),
});
export type PodDNSConfig = Infer<typeof PodDNSConfig>;

export const PodReadinessGate = struct('PodReadinessGate', '', {
  conditionType: field(1, string, ''),
});
export type PodReadinessGate = Infer<typeof PodReadinessGate>;

export const OSName = oneOf('linux', 'windows');
export type OSName = Infer<typeof OSName>;

export const PodOS = struct('PodOS', '', {
  name: field(1, OSName, ''),
});
export type PodOS = Infer<typeof PodOS>;

export const PodSchedulingGate = struct('PodSchedulingGate', '', {
  name: field(1, string, ''),
});
export type PodSchedulingGate = Infer<typeof PodSchedulingGate>;

export const PodResourceClaim = struct('PodResourceClaim', '', {
  name: field(1, string, ''),
  resourceClaimName: field(3, optional(string), ''),
  resourceClaimTemplateName: field(4, optional(string), ''),
});
export type PodResourceClaim = Infer<typeof PodResourceClaim>;

export const PodSchedulingGroup = struct('PodSchedulingGroup', '', {
  podGroupName: field(1, optional(string), ''),
});
export type PodSchedulingGroup = Infer<typeof PodSchedulingGroup>;

export const RestartPolicy = oneOf('Always', 'OnFailure', 'Never');
export type RestartPolicy = Infer<typeof RestartPolicy>;

export const DNSPolicy = oneOf('ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None');
export type DNSPolicy = Infer<typeof DNSPolicy>;

export const PreemptionPolicy = oneOf('PreemptLowerPriority', 'Never');
export type PreemptionPolicy = Infer<typeof PreemptionPolicy>;

export const PodSpec = struct('PodSpec', '', {
  volumes: field(1, omitEmpty(list(Volume)), '', { patch: 'merge,retainKeys', mergeKey: 'name', mapKeys: ['name'] }),
  initContainers: field(20, omitEmpty(list(Container)), '', { patch: 'merge', mergeKey: 'name', mapKeys: ['name'] }),
  containers: field(2, list(Container), '', { patch: 'merge', mergeKey: 'name', mapKeys: ['name'] }),
  ephemeralContainers: field(34, omitEmpty(list(EphemeralContainer)), '', {
    patch: 'merge',
    mergeKey: 'name',
    mapKeys: ['name'],
  }),
  restartPolicy: field(3, omitEmpty(RestartPolicy), ''),
  terminationGracePeriodSeconds: field(4, optional(int64), ''),
  activeDeadlineSeconds: field(5, optional(int64), ''),
  dnsPolicy: field(6, omitEmpty(DNSPolicy), ''),
  nodeSelector: field(7, omitEmpty(dict(string)), '', { merge: 'atomic' }),
  serviceAccountName: field(8, omitEmpty(string), ''),
  serviceAccount: field(9, omitEmpty(string), ''),
  automountServiceAccountToken: field(21, optional(bool), ''),
  nodeName: field(10, omitEmpty(string), ''),
  hostNetwork: field(11, omitEmpty(bool), ''),
  hostPID: field(12, omitEmpty(bool), ''),
  hostIPC: field(13, omitEmpty(bool), ''),
  shareProcessNamespace: field(27, optional(bool), ''),
  securityContext: field(14, optional(PodSecurityContext), ''),
  imagePullSecrets: field(15, omitEmpty(list(LocalObjectReference)), '', {
    patch: 'merge',
    mergeKey: 'name',
    mapKeys: ['name'],
  }),
  hostname: field(16, omitEmpty(string), ''),
  subdomain: field(17, omitEmpty(string), ''),
  affinity: field(18, optional(Affinity), ''),
  schedulerName: field(19, omitEmpty(string), ''),
  tolerations: field(22, omitEmpty(list(Toleration)), '', { merge: 'atomic' }),
  hostAliases: field(23, omitEmpty(list(HostAlias)), '', { patch: 'merge', mergeKey: 'ip', mapKeys: ['ip'] }),
  priorityClassName: field(24, omitEmpty(string), ''),
  priority: field(25, optional(int32), ''),
  dnsConfig: field(26, optional(PodDNSConfig), ''),
  readinessGates: field(28, omitEmpty(list(PodReadinessGate)), '', { merge: 'atomic' }),
  runtimeClassName: field(29, optional(string), ''),
  enableServiceLinks: field(30, optional(bool), ''),
  preemptionPolicy: field(31, optional(PreemptionPolicy), ''),
  overhead: field(32, omitEmpty(dict(quantity)), ''),
  topologySpreadConstraints: field(33, omitEmpty(list(TopologySpreadConstraint)), '', {
    patch: 'merge',
    mergeKey: 'topologyKey',
    mapKeys: ['topologyKey', 'whenUnsatisfiable'],
  }),
  setHostnameAsFQDN: field(35, optional(bool), ''),
  os: field(36, optional(PodOS), ''),
  hostUsers: field(37, optional(bool), ''),
  schedulingGates: field(38, omitEmpty(list(PodSchedulingGate)), '', {
    patch: 'merge',
    mergeKey: 'name',
    mapKeys: ['name'],
  }),
  resourceClaims: field(39, omitEmpty(list(PodResourceClaim)), '', {
    patch: 'merge,retainKeys',
    mergeKey: 'name',
    mapKeys: ['name'],
  }),
  resources: field(40, optional(ResourceRequirements), ''),
  hostnameOverride: field(41, optional(string), ''),
  schedulingGroup: field(43, optional(PodSchedulingGroup), ''),
});
export type PodSpec = Infer<typeof PodSpec>;

export const Pod = struct('Pod', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(PodSpec), ''),
  status: field(3, omitEmpty(PodStatus), ''),
});
export type Pod = Infer<typeof Pod>;

export const PodTemplateSpec = struct('PodTemplateSpec', '', {
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(PodSpec), ''),
});
export type PodTemplateSpec = Infer<typeof PodTemplateSpec>;

export const PodTemplate = struct('PodTemplate', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  template: field(2, omitEmpty(PodTemplateSpec), ''),
});
export type PodTemplate = Infer<typeof PodTemplate>;
