/** What becomes of a pod, or a template, on its way into the store, beside defaults. */
import { alignAppArmor } from './app-armor-annotations.ts';
import { applyLabelKeys } from './label-keys.ts';
import { computeQosClass } from './pod-resources.ts';
import type { PodStatus } from './pod-status.ts';
import type { Pod, PodSpec } from './pod.ts';

const GATED_MESSAGE = 'Scheduling is blocked due to non-empty scheduling gates';

/** Drops fields whose features are off, unless the old spec has them. */
export function dropDisabledPodFields(spec: PodSpec, old?: Readonly<PodSpec>): void {
  for (const name of ['clusterTrustBundle', 'podCertificate'] as const) {
    if (old !== undefined && projectionsOf(old).some((source) => source[name] !== undefined)) continue;
    for (const source of projectionsOf(spec)) delete source[name];
  }
}

/** A new pod is pending, gated if it has gates, of the class of service that its resources make. */
export function preparePod(pod: Pod): void {
  dropDisabledPodFields(pod.spec);
  pod.status = { phase: 'Pending', qosClass: computeQosClass(pod.spec) };
  if ((pod.spec.schedulingGates ?? []).length > 0) {
    pod.status.conditions = [
      { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message: GATED_MESSAGE },
    ];
  }
  applyLabelKeys(pod);
  alignAppArmor(pod);
}

/** What a change of the status may not touch, or leave out. */
export function preparePodStatus(pod: Pod, old: Readonly<Pod>): void {
  const { metadata, status } = pod;
  for (const name of ['deletionTimestamp', 'ownerReferences'] as const) {
    delete metadata[name];
    Object.assign(metadata, old.metadata[name] === undefined ? {} : { [name]: old.metadata[name] });
  }
  if (old.status.qosClass) status.qosClass ||= old.status.qosClass;
  keepObservedGenerations(status, old.status);
  alignPodIps(status);
}

// The first of the list and the single address are the same; of two that differ, the single one counts.
function alignPodIps(status: PodStatus): void {
  const { podIP, podIPs = [] } = status;
  const first = podIPs[0]?.ip;
  if (podIP && podIP !== first) status.podIPs = [{ ip: podIP }];
  else if (first !== undefined) status.podIP = first;
}

// Writers that do not know generations would otherwise undo what others have observed.
function keepObservedGenerations(status: PodStatus, old: Readonly<PodStatus>): void {
  if (old.observedGeneration) status.observedGeneration ||= old.observedGeneration;
  const before = new Map<string, number[]>();
  for (const { type, observedGeneration = 0 } of old.conditions ?? []) {
    before.set(type, [...(before.get(type) ?? []), observedGeneration]);
  }
  for (const condition of status.conditions ?? []) {
    const generation = before.get(condition.type)?.shift();
    if (generation) condition.observedGeneration ||= generation;
  }
}

function projectionsOf({ volumes = [] }: Readonly<PodSpec>) {
  return volumes.flatMap(({ projected }) => projected?.sources ?? []);
}
