/**
 * A node as the scheduler thinks of it: what it offers, who is on it, and what they take together. Pods are those that
 * the API says are there and those that have been promised to it.
 */
import type { Labels } from '@wherry/api';
import type { Node, Taint } from '@wherry/api/core-v1';
import { portsConflict, type HostPort } from '../pods/host-port.ts';
import type { PodInfo, Requests } from '../pods/pod-info.ts';
import { Allocatable } from './allocatable.ts';

const NO_LABELS: Labels = {};
const NO_TAINTS: readonly Taint[] = [];
const NOTHING = new Allocatable({});

export class NodeInfo {
  readonly name: string;
  node: Readonly<Node>;
  labels: Labels = NO_LABELS;
  taints: readonly Taint[] = NO_TAINTS;
  isCordoned = false;
  allocatable: Allocatable;
  /** Sizes of the images that it holds, by each of their names. */
  images: ReadonlyMap<string, number> = new Map();
  /** By uid. */
  readonly pods = new Map<string, PodInfo>();
  readonly hostPorts: HostPort[] = [];
  /** Taken by its pods. */
  milliCpu = 0;
  memory = 0;
  ephemeralStorage = 0;
  readonly scalars = new Map<string, number>();
  nonzeroMilliCpu = 0;
  nonzeroMemory = 0;

  /** @param like a node whose pods and numbers it starts with, instead of what the object says */
  constructor(node: Readonly<Node>, like?: NodeInfo) {
    this.name = node.metadata.name ?? '';
    this.node = node;
    this.allocatable = like === undefined ? NOTHING : like.allocatable;
    if (like === undefined) this.setNode(node);
    else this.#copy(like);
  }

  setNode(node: Readonly<Node>): void {
    this.node = node;
    this.labels = node.metadata.labels ?? NO_LABELS;
    this.taints = node.spec.taints ?? NO_TAINTS;
    this.isCordoned = node.spec.unschedulable === true;
    this.allocatable = new Allocatable(node.status.allocatable);
    this.images = imagesOf(node);
  }

  /** A copy to try things out on. */
  clone(): NodeInfo {
    return new NodeInfo(this.node, this);
  }

  #copy(like: NodeInfo): void {
    this.labels = like.labels;
    this.taints = like.taints;
    this.isCordoned = like.isCordoned;
    this.images = like.images;
    this.milliCpu = like.milliCpu;
    this.memory = like.memory;
    this.ephemeralStorage = like.ephemeralStorage;
    this.nonzeroMilliCpu = like.nonzeroMilliCpu;
    this.nonzeroMemory = like.nonzeroMemory;
    this.hostPorts.push(...like.hostPorts);
    for (const [uid, pod] of like.pods) this.pods.set(uid, pod);
    for (const [name, amount] of like.scalars) this.scalars.set(name, amount);
  }

  addPod(pod: PodInfo): void {
    this.pods.set(pod.uid, pod);
    if (pod.hostPorts.length > 0) this.hostPorts.push(...pod.hostPorts);
    this.#take(pod.requests, 1);
  }

  removePod(pod: PodInfo): void {
    if (!this.pods.delete(pod.uid)) return;
    for (const port of pod.hostPorts) this.hostPorts.splice(this.hostPorts.indexOf(port), 1);
    this.#take(pod.requests, -1);
  }

  hasPortConflict(wanted: readonly HostPort[]): boolean {
    return wanted.some((port) => this.hostPorts.some((taken) => portsConflict(port, taken)));
  }

  #take(requests: Requests, sign: 1 | -1): void {
    this.milliCpu += sign * requests.milliCpu;
    this.memory += sign * requests.memory;
    this.ephemeralStorage += sign * requests.ephemeralStorage;
    this.nonzeroMilliCpu += sign * requests.nonzeroMilliCpu;
    this.nonzeroMemory += sign * requests.nonzeroMemory;
    if (requests.scalars === undefined) return;
    for (const [name, amount] of requests.scalars) {
      this.scalars.set(name, (this.scalars.get(name) ?? 0) + sign * amount);
    }
  }
}

function imagesOf({ status }: Readonly<Node>): ReadonlyMap<string, number> {
  const images = new Map<string, number>();
  for (const { names = [], sizeBytes = 0 } of status.images ?? []) {
    for (const name of names) images.set(name, sizeBytes);
  }
  return images;
}
