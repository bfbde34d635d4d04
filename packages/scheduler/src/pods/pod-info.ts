/** A pod as the scheduler thinks of it: everything that decisions ask for again and again, worked out once. */
import type { Labels } from '@wherry/api';
import {
  claimNamesOf,
  type Pod,
  type PodAffinityTerm,
  type Toleration,
  type WeightedPodAffinityTerm,
} from '@wherry/api/core-v1';
import type { KubeObject } from '@wherry/api/resources';
import { keyOf } from '@wherry/client';
import { AffinityTerm } from './affinity-term.ts';
import { isScalarResource } from './amounts.ts';
import { hostPortsOf, type HostPort } from './host-port.ts';
import { nonzeroRequests, podRequests } from './pod-requests.ts';

const NONE: readonly never[] = [];
const NO_LABELS: Labels = {};

/** What a pod takes of a node. */
export interface Requests {
  readonly milliCpu: number;
  readonly memory: number;
  readonly ephemeralStorage: number;
  /** Huge pages and extended resources, if there are any. */
  readonly scalars: ReadonlyMap<string, number> | undefined;
  /** What it counts as when nodes are compared. */
  readonly nonzeroMilliCpu: number;
  readonly nonzeroMemory: number;
}

export class PodInfo {
  readonly pod: Readonly<Pod>;
  readonly key: string;
  readonly uid: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly priority: number;
  readonly tolerations: readonly Toleration[];
  readonly isTerminating: boolean;
  readonly requests: Requests;
  readonly hostPorts: readonly HostPort[];
  /** Keys (`namespace/name`) of the claims that it mounts. */
  readonly claims: readonly string[];
  readonly requiredAffinity: readonly AffinityTerm[];
  readonly requiredAntiAffinity: readonly AffinityTerm[];
  readonly preferredAffinity: readonly AffinityTerm[];
  readonly preferredAntiAffinity: readonly AffinityTerm[];

  constructor(pod: Readonly<Pod>) {
    const { metadata, spec } = pod;
    this.pod = pod;
    this.key = keyOf(pod);
    this.uid = metadata.uid ?? '';
    this.namespace = metadata.namespace ?? '';
    this.labels = metadata.labels ?? NO_LABELS;
    this.priority = spec.priority ?? 0;
    this.tolerations = spec.tolerations ?? NONE;
    this.isTerminating = metadata.deletionTimestamp !== undefined;
    this.requests = requestsOf(pod);
    this.hostPorts = hostPortsOf(spec);
    this.claims = claimNamesOf(pod).map((name) => `${this.namespace}/${name}`);
    const { podAffinity: near, podAntiAffinity: far } = spec.affinity ?? {};
    this.requiredAffinity = this.#terms(near?.requiredDuringSchedulingIgnoredDuringExecution);
    this.requiredAntiAffinity = this.#terms(far?.requiredDuringSchedulingIgnoredDuringExecution);
    this.preferredAffinity = this.#wishes(near?.preferredDuringSchedulingIgnoredDuringExecution);
    this.preferredAntiAffinity = this.#wishes(far?.preferredDuringSchedulingIgnoredDuringExecution);
  }

  /** The node that it has been given, or the empty string. */
  get nodeName(): string {
    return this.pod.spec.nodeName ?? '';
  }

  /** The node on which room is being made for it, or the empty string. */
  get nominatedNode(): string {
    return this.pod.status.nominatedNodeName ?? '';
  }

  /** The pod as events name it: items of lists do not say what they are. */
  get subject(): KubeObject {
    return { apiVersion: 'v1', kind: 'Pod', metadata: this.pod.metadata };
  }

  get schedulerName(): string {
    return this.pod.spec.schedulerName ?? '';
  }

  #terms(terms: readonly PodAffinityTerm[] | undefined): readonly AffinityTerm[] {
    return terms === undefined ? NONE : terms.map((term) => new AffinityTerm(term, { namespace: this.namespace }));
  }

  #wishes(wishes: readonly WeightedPodAffinityTerm[] | undefined): readonly AffinityTerm[] {
    if (wishes === undefined) return NONE;
    const { namespace } = this;
    return wishes.map(({ podAffinityTerm, weight }) => new AffinityTerm(podAffinityTerm, { namespace, weight }));
  }
}

function requestsOf(pod: Readonly<Pod>): Requests {
  const amounts = podRequests(pod);
  const nonzero = nonzeroRequests(pod, amounts);
  let scalars: Map<string, number> | undefined;
  for (const [name, amount] of amounts) {
    if (isScalarResource(name)) (scalars ??= new Map()).set(name, amount);
  }
  return {
    milliCpu: amounts.get('cpu') ?? 0,
    memory: amounts.get('memory') ?? 0,
    ephemeralStorage: amounts.get('ephemeral-storage') ?? 0,
    scalars,
    nonzeroMilliCpu: nonzero.get('cpu') ?? 0,
    nonzeroMemory: nonzero.get('memory') ?? 0,
  };
}
