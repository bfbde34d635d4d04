/** Pods as tests of workloads need them, and the kubelet's part of their lives. */
import { formatTime } from '@wherry/api';
import { Pods, type Pod } from '@wherry/api/core-v1';
import type { Client } from '@wherry/client';
import { systemClock } from '@wherry/component';

/** A template of pods with these labels. */
export function podTemplate(labels: Record<string, string>, image = 'app:1') {
  return { metadata: { labels }, spec: { containers: [{ name: 'app', image }] } };
}

/** The pods of the namespace `default` that match a selector, by name. */
export async function podsOf(client: Client, labelSelector?: string): Promise<Pod[]> {
  const query = { namespace: 'default', ...(labelSelector === undefined ? {} : { labelSelector }) };
  const { items } = await client.list(Pods, query);
  return items.toSorted((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1));
}

/** What a kubelet says of a pod whose containers run; `ready` as its probes have it. */
export async function runPod(client: Client, pod: Pod, { ready = true }: { ready?: boolean } = {}): Promise<void> {
  const now = formatTime(systemClock.now().getTime());
  const status = {
    phase: 'Running',
    startTime: now,
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: now }],
  };
  const { name = '' } = pod.metadata;
  const patch = { type: 'merge', body: { status } } as const;
  await client.patch(Pods, { namespace: 'default', name, subresource: 'status' }, patch);
}

/** Says that a pod has failed, as after an eviction. */
export async function failPod(client: Client, pod: Pod): Promise<void> {
  const { name = '' } = pod.metadata;
  const patch = { type: 'merge', body: { status: { phase: 'Failed', reason: 'Evicted' } } } as const;
  await client.patch(Pods, { namespace: 'default', name, subresource: 'status' }, patch);
}

/** Says that a pod that is being deleted has ended: it is gone after that. */
export async function endPod(client: Client, pod: Pod): Promise<void> {
  const { name = '' } = pod.metadata;
  await client.delete(Pods, { namespace: 'default', name }, { gracePeriodSeconds: 0 });
}
