/** Pods that wait for room on a node that has been chosen for them: others of less importance leave that room alone. */
import type { PodInfo } from '../pods/pod-info.ts';

const NOBODY: readonly PodInfo[] = [];

export class Nominations {
  readonly #byNode = new Map<string, Map<string, PodInfo>>();
  readonly #nodeOf = new Map<string, string>();

  /** Puts a pod on a node's list, and off any other; the empty name only takes it off. */
  set(pod: PodInfo, nodeName: string): void {
    this.delete(pod.uid);
    if (nodeName === '') return;
    this.#nodeOf.set(pod.uid, nodeName);
    const pods = this.#byNode.get(nodeName) ?? new Map<string, PodInfo>();
    this.#byNode.set(nodeName, pods.set(pod.uid, pod));
  }

  delete(uid: string): void {
    const nodeName = this.#nodeOf.get(uid);
    if (nodeName === undefined) return;
    this.#nodeOf.delete(uid);
    const pods = this.#byNode.get(nodeName);
    pods?.delete(uid);
    if (pods?.size === 0) this.#byNode.delete(nodeName);
  }

  nodeOf(uid: string): string {
    return this.#nodeOf.get(uid) ?? '';
  }

  on(nodeName: string): readonly PodInfo[] {
    if (this.#byNode.size === 0) return NOBODY;
    return [...(this.#byNode.get(nodeName)?.values() ?? NOBODY)];
  }
}
