/** Nodes, pods and lookups as tests of decisions want them: complete, from the few words that matter. */
import { Node, PersistentVolume, PersistentVolumeClaim, Pod } from '@wherry/api/core-v1';
import { PodDisruptionBudget } from '@wherry/api/policy-v1';
import { decodeJson, type Draft } from '@wherry/api/schema';
import { StorageClass } from '@wherry/api/storage-v1';
import { LabelMatcher, type Labels } from '@wherry/api';
import { Cluster } from '../cluster/cluster.ts';
import type { Lookups } from '../cluster/lookups.ts';
import { PodInfo } from '../pods/pod-info.ts';

export interface NodeWords {
  readonly name: string;
  readonly labels?: Record<string, string>;
  readonly allocatable?: Record<string, string>;
  readonly taints?: Node['spec']['taints'];
  readonly unschedulable?: boolean;
  readonly images?: Node['status']['images'];
}

/** With 4 CPUs, 8 GiB and room for 110 pods, unless told. */
export function node({ name, labels = {}, allocatable = {}, taints, unschedulable, images }: NodeWords): Node {
  const object: Draft<Node> = {
    metadata: { name, uid: name, labels: { 'kubernetes.io/hostname': name, ...labels } },
    spec: { ...(taints === undefined ? {} : { taints }), ...(unschedulable === undefined ? {} : { unschedulable }) },
    status: {
      allocatable: { cpu: '4', memory: '8Gi', 'ephemeral-storage': '100Gi', pods: '110', ...allocatable },
      ...(images === undefined ? {} : { images }),
    },
  };
  return decodeJson(Node, object).value;
}

export interface PodWords {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly on?: string;
  readonly labels?: Record<string, string>;
  readonly priority?: number;
  readonly requests?: Record<string, string>;
  readonly spec?: Draft<Pod['spec']>;
  readonly status?: Draft<Pod['status']>;
  readonly metadata?: Draft<Pod['metadata']>;
}

/** In the namespace `default`, with one container. */
export function podObject(words: PodWords): Pod {
  const { name, namespace = 'default', uid = `${namespace}/${name}`, on, labels, priority, requests } = words;
  const resources = requests === undefined ? {} : { requests };
  const object: Draft<Pod> = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, uid, ...(labels === undefined ? {} : { labels }), ...words.metadata },
    spec: {
      schedulerName: 'default-scheduler',
      containers: [{ name: 'main', image: 'app:1', resources }],
      ...(on === undefined ? {} : { nodeName: on }),
      ...(priority === undefined ? {} : { priority }),
      ...words.spec,
    },
    ...(words.status === undefined ? {} : { status: words.status }),
  };
  return decodeJson(Pod, object).value;
}

export const pod = (words: PodWords): PodInfo => new PodInfo(podObject(words));

export interface StorageWords {
  readonly claims?: readonly Draft<PersistentVolumeClaim>[];
  readonly volumes?: readonly Draft<PersistentVolume>[];
  readonly classes?: readonly Draft<StorageClass>[];
}

export interface ClusterWords extends StorageWords {
  readonly nodes: readonly NodeWords[];
  /** Pods that are on nodes. */
  readonly pods?: readonly PodWords[];
  readonly namespaces?: Readonly<Record<string, Labels>>;
  readonly budgets?: readonly Draft<PodDisruptionBudget>[];
  /** Labels of the siblings of every pod. */
  readonly siblings?: Labels;
  readonly lookups?: Partial<Lookups>;
  readonly storage?: Partial<Lookups['storage']>;
}

export function clusterOf({ nodes, pods = [], ...words }: ClusterWords): Cluster {
  const cluster = new Cluster(lookupsOf(words));
  for (const one of nodes) cluster.setNode(node(one));
  for (const one of pods) cluster.setPod(pod(one));
  return cluster;
}

function lookupsOf(words: Omit<ClusterWords, 'nodes' | 'pods'>): Lookups {
  const { namespaces = {}, budgets = [], siblings } = words;
  const claims = (words.claims ?? []).map((claim) => decodeJson(PersistentVolumeClaim, claim).value);
  const volumes = (words.volumes ?? []).map((volume) => decodeJson(PersistentVolume, volume).value);
  const classes = (words.classes ?? []).map((one) => decodeJson(StorageClass, one).value);
  return {
    namespaceLabels: (name) => namespaces[name],
    siblingsOf: () => (siblings === undefined ? undefined : LabelMatcher.fromLabels(siblings)),
    budgets: () => budgets.map((budget) => decodeJson(PodDisruptionBudget, budget).value),
    ...words.lookups,
    storage: {
      claim: (key) => claims.find(({ metadata: { namespace = '', name = '' } }) => `${namespace}/${name}` === key),
      volume: (name) => volumes.find(({ metadata }) => metadata.name === name),
      volumesOfClass: (name) => volumes.filter(({ spec }) => (spec.storageClassName ?? '') === name),
      storageClass: (name) => classes.find(({ metadata }) => metadata.name === name),
      csiNode: () => undefined,
      csiDriver: () => undefined,
      csiCapacities: () => [],
      attachmentsTo: () => [],
      ...words.storage,
    },
  };
}
