/** A node must have left what a pod requests, and room for one more pod. */
import type { Node } from '@wherry/api/core-v1';
import { NodeInfo } from '../nodes/node-info.ts';
import { Allocatable } from '../nodes/allocatable.ts';
import type { PodInfo, Requests } from '../pods/pod-info.ts';
import type { Filter, NodeCheck, Rejection } from './filter.ts';

const name = 'NodeResourcesFit';

/** What is short, as bits, so that each combination is put into words once. */
const SHORT = { pods: 1, cpu: 2, memory: 4, storage: 8, final: 16 };
const WORDS: readonly (readonly [bit: number, reason: string])[] = [
  [SHORT.pods, 'Too many pods'],
  [SHORT.cpu, 'Insufficient cpu'],
  [SHORT.memory, 'Insufficient memory'],
  [SHORT.storage, 'Insufficient ephemeral-storage'],
];

class ResourcesCheck implements NodeCheck {
  readonly #requests: Requests;
  readonly #answers = new Map<string | number, Rejection>();

  constructor(requests: Requests) {
    this.#requests = requests;
  }

  check(node: NodeInfo): Rejection | undefined {
    const { milliCpu, memory, ephemeralStorage, scalars } = this.#requests;
    const { allocatable } = node;
    let short = node.pods.size < allocatable.pods ? 0 : SHORT.pods;
    if (milliCpu > 0 && milliCpu > allocatable.milliCpu - node.milliCpu) {
      short |= milliCpu > allocatable.milliCpu ? SHORT.cpu | SHORT.final : SHORT.cpu;
    }
    if (memory > 0 && memory > allocatable.memory - node.memory) {
      short |= memory > allocatable.memory ? SHORT.memory | SHORT.final : SHORT.memory;
    }
    if (ephemeralStorage > 0 && ephemeralStorage > allocatable.ephemeralStorage - node.ephemeralStorage) {
      short |= ephemeralStorage > allocatable.ephemeralStorage ? SHORT.storage | SHORT.final : SHORT.storage;
    }
    if (scalars !== undefined) return this.#checkScalars(node, { short, scalars });
    return short === 0 ? undefined : this.#answer(short, []);
  }

  #checkScalars(
    node: NodeInfo,
    { short, scalars }: { readonly short: number; readonly scalars: ReadonlyMap<string, number> },
  ): Rejection | undefined {
    let all = short;
    const missing: string[] = [];
    for (const [resource, wanted] of scalars) {
      const capacity = node.allocatable.scalars.get(resource) ?? 0;
      if (wanted === 0 || wanted <= capacity - (node.scalars.get(resource) ?? 0)) continue;
      missing.push(`Insufficient ${resource}`);
      if (wanted > capacity) all |= SHORT.final;
    }
    return all === 0 && missing.length === 0 ? undefined : this.#answer(all, missing);
  }

  #answer(short: number, missing: readonly string[]): Rejection {
    const key = missing.length === 0 ? short : `${short}/${missing.join()}`;
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const reasons = [...WORDS.flatMap(([bit, reason]) => ((short & bit) === 0 ? [] : [reason])), ...missing];
    const answer: Rejection = { plugin: name, reasons, isFinal: (short & SHORT.final) !== 0 };
    this.#answers.set(key, answer);
    return answer;
  }
}

export const nodeResourcesFit: Filter = {
  name,
  prepare: ({ requests }) => ({ check: new ResourcesCheck(requests) }),
  wakes(pod, event) {
    if (event.what === 'node') return event.now !== undefined && hasGrown(pod, event.old, event.now);
    if (event.what !== 'pod' && event.what !== 'self') return false;
    if (event.now === undefined) return true;
    return event.old !== undefined && hasShrunk(pod, event.old, event.now);
  },
};

/** Whether a pod now takes less of something that the waiting pod needs. */
function hasShrunk({ requests: needed }: PodInfo, { requests: old }: PodInfo, { requests: now }: PodInfo): boolean {
  return (
    (needed.milliCpu > 0 && old.milliCpu > now.milliCpu) ||
    (needed.memory > 0 && old.memory > now.memory) ||
    (needed.ephemeralStorage > 0 && old.ephemeralStorage > now.ephemeralStorage) ||
    [...(needed.scalars?.keys() ?? [])].some((key) => (old.scalars?.get(key) ?? 0) > (now.scalars?.get(key) ?? 0))
  );
}

/** Whether a node that could hold the pod if it were empty is new, or now has more of what the pod needs. */
function hasGrown({ requests }: PodInfo, old: Readonly<Node> | undefined, now: Readonly<Node>): boolean {
  if (new ResourcesCheck(requests).check(new NodeInfo(now)) !== undefined) return false;
  if (old === undefined) return true;
  const [before, after] = [new Allocatable(old.status.allocatable), new Allocatable(now.status.allocatable)];
  return (
    after.pods > before.pods ||
    (requests.milliCpu > 0 && after.milliCpu > before.milliCpu) ||
    (requests.memory > 0 && after.memory > before.memory) ||
    (requests.ephemeralStorage > 0 && after.ephemeralStorage > before.ephemeralStorage) ||
    [...(requests.scalars?.entries() ?? [])].some(
      ([key, wanted]) => wanted > 0 && (after.scalars.get(key) ?? 0) > (before.scalars.get(key) ?? 0),
    )
  );
}
