/**
 * Where does this pod go? A pure function of the pod, the cluster and the profile: filters leave the nodes that could
 * take it, scores choose among them. Not all nodes are looked at in a large cluster: enough of them is good enough, and
 * where the search begins moves on, so that every node has its turn.
 */
import type { Cluster } from './cluster/cluster.ts';
import type { NodeCheck, Rejection } from './filters/filter.ts';
import { rejectionOf } from './filters/reject.ts';
import type { NodeInfo } from './nodes/node-info.ts';
import type { PodInfo } from './pods/pod-info.ts';
import type { Profile } from './profile.ts';
import { pickBest } from './scores/pick-best.ts';
import type { VolumePlan } from './volumes/volume-plan.ts';

export type Decision = Chosen | Refused;

export interface Chosen {
  readonly node: NodeInfo;
  readonly volumes: VolumePlan | undefined;
  /** How many nodes could have taken it. */
  readonly feasible: number;
}

/** Why no node will do. */
export interface Refused {
  readonly node: undefined;
  readonly nodeCount: number;
  /** A filter that refused all nodes at once. */
  readonly general: Rejection | undefined;
  readonly rejections: ReadonlyMap<NodeInfo, Rejection>;
  /** Of the nodes that were not looked at, because the pod names others. */
  readonly absent: Rejection;
  /** The filters that had something against it. */
  readonly plugins: ReadonlySet<string>;
  readonly checks: readonly NodeCheck[];
}

export interface DecideOptions {
  readonly cluster: Cluster;
  readonly profile: Profile;
  readonly cursor: Cursor;
  /** From 0 to below 1: chooses among the equally good. */
  readonly random: () => number;
}

/** Where the next search begins. */
export interface Cursor {
  next: number;
}

const NOT_LOOKED_AT: Rejection = { plugin: '', reasons: [], isFinal: true };

export function decide(pod: PodInfo, options: DecideOptions): Decision {
  const { cluster, profile } = options;
  const checks: NodeCheck[] = [];
  for (const filter of profile.filters) {
    const prepared = filter.prepare(pod, cluster);
    if (prepared === undefined) continue;
    if ('rejection' in prepared) return refuseAll(prepared.rejection, { cluster, checks });
    checks.push(prepared.check);
  }
  const nominated = fitsNominated(pod, { cluster, checks });
  const found = nominated ?? search(pod, checks, options);
  if (!('fitting' in found)) return found;
  const best = found.fitting.length === 1 ? undefined : pickBest(pod, { ...options, nodes: found.fitting });
  const node = best ?? found.fitting[0];
  if (node === undefined) throw new Error('Cannot choose a node: none fits, and none is refused');
  const volumes = checks.find((check) => check.volumesOn !== undefined)?.volumesOn?.(node);
  return { node, volumes, feasible: found.fitting.length };
}

interface Found {
  readonly fitting: readonly NodeInfo[];
}

interface Question {
  readonly cluster: Cluster;
  readonly checks: readonly NodeCheck[];
}

function refuseAll(rejection: Rejection, { cluster, checks }: Question): Refused {
  return {
    node: undefined,
    nodeCount: cluster.nodes.length,
    general: rejection,
    rejections: new Map(),
    absent: rejection,
    plugins: new Set([rejection.plugin]),
    checks,
  };
}

/** The node on which room was made for the pod, if it fits there now. */
function fitsNominated(pod: PodInfo, { cluster, checks }: Question): Found | undefined {
  const node = pod.nominatedNode === '' ? undefined : cluster.node(pod.nominatedNode);
  if (node === undefined || rejectionOf(pod, { cluster, checks, node }) !== undefined) return undefined;
  return { fitting: [node] };
}

function search(pod: PodInfo, checks: readonly NodeCheck[], { cluster, cursor }: DecideOptions): Found | Refused {
  const all = cluster.nodes;
  const only = checks.find(({ onlyNodes }) => onlyNodes !== undefined)?.onlyNodes;
  const nodes = only === undefined ? all : [...only].flatMap((name) => cluster.node(name) ?? []);
  const wanted = nodesToFind(nodes.length);
  const start = nodes.length === 0 ? 0 : cursor.next % nodes.length;
  const fitting: NodeInfo[] = [];
  const rejections = new Map<NodeInfo, Rejection>();
  for (let i = 0; i < nodes.length && fitting.length < wanted; i++) {
    const node = nodes[(start + i) % nodes.length];
    if (node === undefined) continue;
    const rejection = rejectionOf(pod, { cluster, checks, node });
    if (rejection === undefined) fitting.push(node);
    else rejections.set(node, rejection);
  }
  cursor.next = all.length === 0 ? 0 : (cursor.next + fitting.length + rejections.size) % all.length;
  if (fitting.length > 0) return { fitting };
  const plugins = new Set([...rejections.values()].map(({ plugin }) => plugin));
  if (only !== undefined) plugins.add('NodeAffinity');
  const absent: Rejection =
    only === undefined
      ? NOT_LOOKED_AT
      : { plugin: 'NodeAffinity', reasons: ["node(s) didn't satisfy plugin(s) [NodeAffinity]"], isFinal: true };
  return { node: undefined, nodeCount: all.length, general: undefined, rejections, absent, plugins, checks };
}

const MIN_NODES = 100;
const MIN_PERCENTAGE = 5;

/** How many nodes that fit are enough: all of 100, 42 % of 1,000, 10 % of 5,000. */
export function nodesToFind(count: number): number {
  if (count < MIN_NODES) return count;
  const percentage = Math.max(MIN_PERCENTAGE, 50 - Math.trunc(count / 125));
  return Math.max(MIN_NODES, Math.trunc((count * percentage) / 100));
}
