/**
 * Whether a pod that fits nowhere may push less important ones off a node, and off which. Pure: nothing is evicted
 * here.
 */
import type { Cluster } from '../cluster/cluster.ts';
import type { Refused } from '../decide.ts';
import type { Rejection } from '../filters/filter.ts';
import { describeRefusal } from '../fit-error.ts';
import type { NodeInfo } from '../nodes/node-info.ts';
import type { PodInfo } from '../pods/pod-info.ts';
import { compileBudget } from './budgets.ts';
import { pickVictims } from './pick-victims.ts';
import { chooseVictims, type Victims } from './victims.ts';

export type PreemptionPlan =
  | { readonly victims: Victims }
  /** `keepsNomination`: what is under way on the node that was chosen before goes on. */
  | { readonly victims: undefined; readonly message: string; readonly keepsNomination: boolean };

export interface PreemptionOptions {
  readonly cluster: Cluster;
  readonly refusal: Refused;
  /** From 0 to below 1: chooses where the search begins. */
  readonly random: () => number;
}

const NOT_HELPFUL: Rejection = { plugin: '', reasons: ['Preemption is not helpful for scheduling'], isFinal: true };
const MIN_CANDIDATES = 100;
const MIN_CANDIDATES_PERCENTAGE = 10;

export function planPreemption(pod: PodInfo, options: PreemptionOptions): PreemptionPlan {
  const { cluster } = options;
  const obstacle = whyNotEligible(pod, options);
  if (obstacle !== undefined) return { victims: undefined, message: `preemption: ${obstacle}`, keepsNomination: true };
  const { candidates, rejections } = findCandidates(pod, options);
  const victims = pickVictims(candidates);
  if (victims !== undefined) return { victims };
  const nodeCount = cluster.nodes.length;
  const message = describeRefusal({ nodeCount, general: undefined, rejections, absent: NOT_HELPFUL });
  return { victims: undefined, message: `preemption: ${message}`, keepsNomination: false };
}

function whyNotEligible(pod: PodInfo, { cluster, refusal }: PreemptionOptions): string | undefined {
  if (pod.pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const nominated = pod.nominatedNode === '' ? undefined : cluster.node(pod.nominatedNode);
  if (nominated === undefined || (refusal.rejections.get(nominated) ?? refusal.absent).isFinal) return undefined;
  for (const other of nominated.pods.values()) {
    if (other.priority < pod.priority && isMakingRoom(other)) {
      return 'not eligible due to a terminating pod on the nominated node.';
    }
  }
  return undefined;
}

/** Whether a pod is on its way out because a scheduler wanted its room. */
function isMakingRoom({ pod, isTerminating }: PodInfo): boolean {
  if (!isTerminating) return false;
  const condition = (pod.status.conditions ?? []).find(({ type }) => type === 'DisruptionTarget');
  return condition?.status === 'True' && condition.reason === 'PreemptionByScheduler';
}

interface Candidates {
  readonly candidates: readonly Victims[];
  readonly rejections: ReadonlyMap<NodeInfo, Rejection>;
}

/** Looks at some of the nodes on which making room could help, from a random one on. */
function findCandidates(pod: PodInfo, { cluster, refusal, random }: PreemptionOptions): Candidates {
  const nodes = [...refusal.rejections].flatMap(([node, { isFinal }]) => (isFinal ? [] : [node]));
  const budgets = cluster.lookups.budgets().map(compileBudget);
  const enough = candidatesToFind(nodes.length);
  const offset = Math.floor(random() * nodes.length);
  const rejections = new Map<NodeInfo, Rejection>();
  const gentle: Victims[] = [];
  const violating: Victims[] = [];
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[(offset + i) % nodes.length];
    if (node === undefined) continue;
    const outcome = chooseVictims(pod, node, { cluster, checks: refusal.checks, budgets });
    if ('reasons' in outcome) rejections.set(node, outcome);
    else (outcome.violations === 0 ? gentle : violating).push(outcome);
    if (gentle.length > 0 && gentle.length + violating.length >= enough) break;
  }
  return { candidates: [...gentle, ...violating], rejections };
}

/** A tenth of the nodes, but at least 100 of them. */
export function candidatesToFind(count: number): number {
  return Math.min(count, Math.max(MIN_CANDIDATES, Math.trunc((count * MIN_CANDIDATES_PERCENTAGE) / 100)));
}
