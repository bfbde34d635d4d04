import { TokenRequest } from '../authentication-v1/token-request.ts';
import { Eviction } from '../policy-v1/eviction.ts';
import { Binding } from './binding.ts';
import { ComponentStatus } from './component-status.ts';
import { ConfigMap } from './config-map.ts';
import { Endpoints } from './endpoints.ts';
import { Event } from './event.ts';
import { LimitRange } from './limit-range.ts';
import { Namespace } from './namespace.ts';
import { Node } from './node.ts';
import { PersistentVolume } from './persistent-volume.ts';
import { PersistentVolumeClaim } from './persistent-volume-claim.ts';
import { Pod, PodTemplate } from './pod.ts';
import {
  NodeProxyOptions,
  PodAttachOptions,
  PodExecOptions,
  PodPortForwardOptions,
  PodProxyOptions,
  ServiceProxyOptions,
} from './pod-options.ts';
import { ReplicationController } from './replication-controller.ts';
import { ResourceQuota } from './resource-quota.ts';
import { Secret } from './secret.ts';
import { Service } from './service.ts';
import { ServiceAccount } from './service-account.ts';
import { resource, status } from '../resources/resource.ts';
import { scale } from '../resources/scale.ts';
import type { Subresource } from '../resources/resource.ts';
import type { Fields, StructSchema } from '../schema/schema.ts';

const core = (kind: string, schema: StructSchema<Fields>) => ({ group: '', version: 'v1', kind, schema });

/** Everything under the object is passed on to the server behind it. */
const proxy = (kind: string, schema: StructSchema<Fields>): Subresource => ({
  name: 'proxy',
  verbs: ['create', 'delete', 'get', 'patch', 'update'],
  type: core(kind, schema),
});

/** A connection that is upgraded to a stream; GET for WebSocket, POST for SPDY. */
const connect = (name: string, kind: string, schema: StructSchema<Fields>): Subresource => ({
  name,
  verbs: ['create', 'get'],
  type: core(kind, schema),
});

export const Bindings = resource(Binding, {
  group: '',
  version: 'v1',
  kind: 'Binding',
  plural: 'bindings',
  namespaced: true,
  verbs: ['create'],
  ephemeral: true,
});

export const ComponentStatuses = resource(ComponentStatus, {
  group: '',
  version: 'v1',
  kind: 'ComponentStatus',
  plural: 'componentstatuses',
  deprecation: 'v1 ComponentStatus is deprecated in v1.19+',
  namespaced: false,
  shortNames: ['cs'],
  verbs: ['get', 'list'],
  ephemeral: true,
});

export const ConfigMaps = resource(ConfigMap, {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  namespaced: true,
  shortNames: ['cm'],
});

export const EndpointsResource = resource(Endpoints, {
  group: '',
  version: 'v1',
  kind: 'Endpoints',
  plural: 'endpoints',
  deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  singular: 'endpoints',
  namespaced: true,
  shortNames: ['ep'],
});

export const Events = resource(Event, {
  group: '',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  namespaced: true,
  shortNames: ['ev'],
  selectableFields: [
    { name: 'involvedObject.kind', value: (event) => event.involvedObject.kind ?? '' },
    { name: 'involvedObject.namespace', value: (event) => event.involvedObject.namespace ?? '' },
    { name: 'involvedObject.name', value: (event) => event.involvedObject.name ?? '' },
    { name: 'involvedObject.uid', value: (event) => event.involvedObject.uid ?? '' },
    { name: 'involvedObject.apiVersion', value: (event) => event.involvedObject.apiVersion ?? '' },
    { name: 'involvedObject.resourceVersion', value: (event) => event.involvedObject.resourceVersion ?? '' },
    { name: 'involvedObject.fieldPath', value: (event) => event.involvedObject.fieldPath ?? '' },
    { name: 'reason', value: (event) => event.reason ?? '' },
    { name: 'reportingComponent', value: (event) => event.reportingComponent },
    { name: 'source', value: (event) => event.source.component || event.reportingComponent },
    { name: 'type', value: (event) => event.type ?? '' },
  ],
});

export const LimitRanges = resource(LimitRange, {
  group: '',
  version: 'v1',
  kind: 'LimitRange',
  plural: 'limitranges',
  namespaced: true,
  shortNames: ['limits'],
});

export const Namespaces = resource(Namespace, {
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  namespaced: false,
  shortNames: ['ns'],
  verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [{ name: 'finalize', verbs: ['update'] }, status],
  selectableFields: [{ name: 'status.phase', value: (namespace) => namespace.status.phase ?? '' }],
});

export const Nodes = resource(Node, {
  group: '',
  version: 'v1',
  kind: 'Node',
  plural: 'nodes',
  namespaced: false,
  shortNames: ['no'],
  subresources: [proxy('NodeProxyOptions', NodeProxyOptions), status],
  selectableFields: [{ name: 'spec.unschedulable', value: (node) => String(node.spec.unschedulable ?? false) }],
});

export const PersistentVolumeClaims = resource(PersistentVolumeClaim, {
  group: '',
  version: 'v1',
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  namespaced: true,
  shortNames: ['pvc'],
  subresources: [status],
});

export const PersistentVolumes = resource(PersistentVolume, {
  group: '',
  version: 'v1',
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  namespaced: false,
  shortNames: ['pv'],
  subresources: [status],
});

export const Pods = resource(Pod, {
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  namespaced: true,
  shortNames: ['po'],
  categories: ['all'],
  subresources: [
    connect('attach', 'PodAttachOptions', PodAttachOptions),
    { name: 'binding', verbs: ['create'], type: core('Binding', Binding) },
    { name: 'ephemeralcontainers', verbs: ['get', 'patch', 'update'] },
    {
      name: 'eviction',
      verbs: ['create'],
      type: { group: 'policy', version: 'v1', kind: 'Eviction', schema: Eviction },
    },
    connect('exec', 'PodExecOptions', PodExecOptions),
    { name: 'log', verbs: ['get'] },
    connect('portforward', 'PodPortForwardOptions', PodPortForwardOptions),
    proxy('PodProxyOptions', PodProxyOptions),
    { name: 'resize', verbs: ['get', 'patch', 'update'] },
    status,
  ],
  selectableFields: [
    { name: 'spec.nodeName', value: (pod) => pod.spec.nodeName ?? '' },
    { name: 'spec.restartPolicy', value: (pod) => pod.spec.restartPolicy ?? '' },
    { name: 'spec.schedulerName', value: (pod) => pod.spec.schedulerName ?? '' },
    { name: 'spec.serviceAccountName', value: (pod) => pod.spec.serviceAccountName ?? '' },
    { name: 'spec.hostNetwork', value: (pod) => String(pod.spec.hostNetwork ?? false) },
    { name: 'status.phase', value: (pod) => pod.status.phase ?? '' },
    { name: 'status.podIP', value: (pod) => pod.status.podIPs?.[0]?.ip ?? pod.status.podIP ?? '' },
    // Kubernetes takes this name, but no pod has a value for it.
    { name: 'status.podIPs', value: () => '' },
    { name: 'status.nominatedNodeName', value: (pod) => pod.status.nominatedNodeName ?? '' },
  ],
  countsGenerations: true,
});

export const PodTemplates = resource(PodTemplate, {
  group: '',
  version: 'v1',
  kind: 'PodTemplate',
  plural: 'podtemplates',
  namespaced: true,
  countsGenerations: true,
});

export const ReplicationControllers = resource(ReplicationController, {
  group: '',
  version: 'v1',
  kind: 'ReplicationController',
  plural: 'replicationcontrollers',
  namespaced: true,
  shortNames: ['rc'],
  categories: ['all'],
  subresources: [scale, status],
  selectableFields: [{ name: 'status.replicas', value: (controller) => String(controller.status.replicas) }],
  countsGenerations: true,
});

export const ResourceQuotas = resource(ResourceQuota, {
  group: '',
  version: 'v1',
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  namespaced: true,
  shortNames: ['quota'],
  subresources: [status],
});

export const Secrets = resource(Secret, {
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  namespaced: true,
  selectableFields: [{ name: 'type', value: (secret) => secret.type ?? '' }],
});

export const ServiceAccounts = resource(ServiceAccount, {
  group: '',
  version: 'v1',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  namespaced: true,
  shortNames: ['sa'],
  subresources: [
    {
      name: 'token',
      verbs: ['create'],
      type: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest', schema: TokenRequest },
    },
  ],
});

export const Services = resource(Service, {
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  namespaced: true,
  shortNames: ['svc'],
  categories: ['all'],
  subresources: [proxy('ServiceProxyOptions', ServiceProxyOptions), status],
  selectableFields: [
    { name: 'spec.clusterIP', value: (service) => service.spec.clusterIP ?? '' },
    { name: 'spec.type', value: (service) => service.spec.type ?? '' },
  ],
});
