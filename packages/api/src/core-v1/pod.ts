/** Pods, and templates of them. */
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

export const HostAlias = struct('HostAlias', 'Names for an address, written into /etc/hosts.', {
  ip: field(1, string, 'The address.'),
  hostnames: field(2, omitEmpty(list(string)), 'Its names.', { merge: 'atomic' }),
});
export type HostAlias = Infer<typeof HostAlias>;

export const PodDNSConfigOption = struct('PodDNSConfigOption', 'An option of the resolver.', {
  name: field(1, omitEmpty(string), 'Name of the option, such as ndots.'),
  value: field(2, optional(string), 'Its value, if it has one.'),
});
export type PodDNSConfigOption = Infer<typeof PodDNSConfigOption>;

export const PodDNSConfig = struct('PodDNSConfig', 'What is added to the DNS settings that dnsPolicy makes.', {
  nameservers: field(1, omitEmpty(list(string)), 'Addresses of name servers, 3 at most.', { merge: 'atomic' }),
  searches: field(2, omitEmpty(list(string)), 'Domains to search for short names, 32 at most.', { merge: 'atomic' }),
  options: field(3, omitEmpty(list(PodDNSConfigOption)), 'Options of the resolver.', { merge: 'atomic' }),
});
export type PodDNSConfig = Infer<typeof PodDNSConfig>;

export const PodReadinessGate = struct('PodReadinessGate', 'A condition that must be True before the pod is Ready.', {
  conditionType: field(1, string, 'Type of the condition.'),
});
export type PodReadinessGate = Infer<typeof PodReadinessGate>;

export const OSName = oneOf('linux', 'windows');
export type OSName = Infer<typeof OSName>;

export const PodOS = struct('PodOS', 'The operating system that the containers need.', {
  name: field(1, OSName, 'linux or windows.'),
});
export type PodOS = Infer<typeof PodOS>;

export const PodSchedulingGate = struct(
  'PodSchedulingGate',
  'Something that must be settled before the pod is scheduled.',
  {
    name: field(1, string, 'Name of the gate; unique in the pod.'),
  },
);
export type PodSchedulingGate = Infer<typeof PodSchedulingGate>;

export const PodResourceClaim = struct('PodResourceClaim', 'A claim to devices that containers of the pod can use.', {
  name: field(1, string, 'Name in the pod: a DNS label, unique.'),
  resourceClaimName: field(3, optional(string), 'An existing ResourceClaim; either this or a template.'),
  resourceClaimTemplateName: field(4, optional(string), 'Template of a ResourceClaim that is made for this pod.'),
});
export type PodResourceClaim = Infer<typeof PodResourceClaim>;

export const RestartPolicy = oneOf('Always', 'OnFailure', 'Never');
export type RestartPolicy = Infer<typeof RestartPolicy>;

export const DNSPolicy = oneOf('ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None');
export type DNSPolicy = Infer<typeof DNSPolicy>;

export const PreemptionPolicy = oneOf('PreemptLowerPriority', 'Never');
export type PreemptionPolicy = Infer<typeof PreemptionPolicy>;

export const PodSpec = struct('PodSpec', 'What a pod is to be.', {
  volumes: field(1, omitEmpty(list(Volume)), 'Volumes that containers can mount.', {
    patch: 'merge,retainKeys',
    mergeKey: 'name',
    mapKeys: ['name'],
  }),
  initContainers: field(
    20,
    omitEmpty(list(Container)),
    'Containers that run before the others, one after the other, each to its end; sidecars go on.',
    { patch: 'merge', mergeKey: 'name', mapKeys: ['name'] },
  ),
  containers: field(
    2,
    list(Container),
    'Containers of the pod, at least one. Their number and names cannot be changed.',
    { patch: 'merge', mergeKey: 'name', mapKeys: ['name'] },
  ),
  ephemeralContainers: field(
    34,
    omitEmpty(list(EphemeralContainer)),
    'Containers added to look into the pod, through the ephemeralcontainers subresource only.',
    {
      patch: 'merge',
      mergeKey: 'name',
      mapKeys: ['name'],
    },
  ),
  restartPolicy: field(
    3,
    omitEmpty(RestartPolicy),
    'When containers are restarted: Always, OnFailure or Never. Defaults to Always.',
    { default: 'Always' },
  ),
  terminationGracePeriodSeconds: field(
    4,
    optional(int64),
    'Seconds from being told to stop to being killed. Defaults to 30.',
    { default: 30 },
  ),
  activeDeadlineSeconds: field(5, optional(int64), 'Seconds from its start after which the pod is ended as failed.'),
  dnsPolicy: field(
    6,
    omitEmpty(DNSPolicy),
    'How names are resolved. Defaults to ClusterFirst: cluster names first, then those of the node.',
    { default: 'ClusterFirst' },
  ),
  nodeSelector: field(7, omitEmpty(dict(string)), 'Labels that the node must have.', { merge: 'atomic' }),
  serviceAccountName: field(8, omitEmpty(string), 'ServiceAccount to run as. Defaults to default.'),
  serviceAccount: field(9, omitEmpty(string), 'Deprecated: the old name of serviceAccountName.'),
  automountServiceAccountToken: field(
    21,
    optional(bool),
    'Whether to mount a token of the service account. Defaults to what the account says.',
  ),
  nodeName: field(10, omitEmpty(string), 'Node that the pod runs on; the scheduler fills it in.'),
  hostNetwork: field(11, omitEmpty(bool), 'Use the network of the node. Defaults to false.'),
  hostPID: field(12, omitEmpty(bool), 'Share the processes of the node. Defaults to false.'),
  hostIPC: field(13, omitEmpty(bool), 'Share the IPC of the node. Defaults to false.'),
  shareProcessNamespace: field(
    27,
    optional(bool),
    "Let the containers see each other's processes. Not with hostPID. Defaults to false.",
  ),
  securityContext: field(14, optional(PodSecurityContext), 'As whom, and how confined, all containers run.'),
  imagePullSecrets: field(15, omitEmpty(list(LocalObjectReference)), 'Secrets with the credentials of registries.', {
    patch: 'merge',
    mergeKey: 'name',
    mapKeys: ['name'],
  }),
  hostname: field(16, omitEmpty(string), 'Host name of the pod. Defaults to its name.'),
  subdomain: field(
    17,
    omitEmpty(string),
    'Makes the full name <hostname>.<subdomain>.<namespace>.svc.<cluster domain>.',
  ),
  affinity: field(18, optional(Affinity), 'Which nodes, and whose company, it wants.'),
  schedulerName: field(19, omitEmpty(string), 'Scheduler that places the pod. Defaults to default-scheduler.', {
    default: 'default-scheduler',
  }),
  tolerations: field(22, omitEmpty(list(Toleration)), 'Taints that do not keep it away.', { merge: 'atomic' }),
  hostAliases: field(23, omitEmpty(list(HostAlias)), 'Lines to add to /etc/hosts. Not for hostNetwork.', {
    patch: 'merge',
    mergeKey: 'ip',
    mapKeys: ['ip'],
  }),
  priorityClassName: field(
    24,
    omitEmpty(string),
    'PriorityClass of the pod. Defaults to the global default, if there is one.',
  ),
  priority: field(25, optional(int32), 'Importance as a number; filled in from priorityClassName.'),
  dnsConfig: field(26, optional(PodDNSConfig), 'DNS settings beside those of dnsPolicy.'),
  readinessGates: field(
    28,
    omitEmpty(list(PodReadinessGate)),
    'Conditions that must be True, beside ready containers, for the pod to be Ready.',
    { merge: 'atomic' },
  ),
  runtimeClassName: field(29, optional(string), 'RuntimeClass to run with. Defaults to the runtime of the node.'),
  enableServiceLinks: field(
    30,
    optional(bool),
    'Describe services in environment variables, as Docker links did. Defaults to true.',
  ),
  preemptionPolicy: field(
    31,
    optional(PreemptionPolicy),
    'Whether it may push out pods of lower priority. Defaults to PreemptLowerPriority: yes.',
  ),
  overhead: field(
    32,
    omitEmpty(dict(quantity)),
    'Resources that the runtime itself needs; filled in from the RuntimeClass.',
  ),
  topologySpreadConstraints: field(
    33,
    omitEmpty(list(TopologySpreadConstraint)),
    'How pods like this one spread over places; all must be met.',
    {
      patch: 'merge',
      mergeKey: 'topologyKey',
      mapKeys: ['topologyKey', 'whenUnsatisfiable'],
    },
  ),
  setHostnameAsFQDN: field(35, optional(bool), 'Make the full name the host name. Defaults to false.'),
  os: field(36, optional(PodOS), 'Operating system that the containers need; fields of another may not be set.'),
  hostUsers: field(37, optional(bool), 'Whether user ids in the pod are those of the node. Defaults to true.'),
  schedulingGates: field(
    38,
    omitEmpty(list(PodSchedulingGate)),
    'Gates that keep the scheduler away until all are removed. Only set on creation.',
    {
      patch: 'merge',
      mergeKey: 'name',
      mapKeys: ['name'],
    },
  ),
  resourceClaims: field(39, omitEmpty(list(PodResourceClaim)), 'Claims to devices that containers can use.', {
    patch: 'merge,retainKeys',
    mergeKey: 'name',
    mapKeys: ['name'],
  }),
  resources: field(40, optional(ResourceRequirements), 'CPU and memory of the pod as a whole.'),
  hostnameOverride: field(
    41,
    optional(string),
    'Host name as it is, whatever the name and subdomain. Not with hostNetwork.',
  ),
});
export type PodSpec = Infer<typeof PodSpec>;

export const Pod = struct('Pod', 'A group of containers that run together on one node.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(PodSpec), 'What the pod is to be.'),
  status: field(3, omitEmpty(PodStatus), 'What is known of the pod.'),
});
export type Pod = Infer<typeof Pod>;

export const PodTemplateSpec = struct('PodTemplateSpec', 'Pods to be made.', {
  metadata: field(1, omitEmpty(ObjectMeta), 'Labels and annotations of the pods.'),
  spec: field(2, omitEmpty(PodSpec), 'What the pods are to be.'),
});
export type PodTemplateSpec = Infer<typeof PodTemplateSpec>;

export const PodTemplate = struct('PodTemplate', 'A stored template of pods.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  template: field(2, omitEmpty(PodTemplateSpec), 'The pods that it describes.'),
});
export type PodTemplate = Infer<typeof PodTemplate>;
