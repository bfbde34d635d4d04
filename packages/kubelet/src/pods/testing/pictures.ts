/** Pods and what there is of them, as tests of plans and statuses draw them. */
import { Pod } from '@wherry/api/core-v1';
import { setPodDefaults } from '@wherry/api/core-v1';
import { decodeJson } from '@wherry/api/schema';
import type { ContainerRecord, ContainerRunState, PodRecord, SandboxRecord } from '../../runtime/runtime.ts';
import { containerHash } from '../container-hash.ts';
import type { ProbeKind, ProbeResult, ProbeResults } from '../probe-results.ts';

export const UID = '8f7e2a10-0000-4000-8000-000000000001';
export const START = Date.parse('2026-01-01T00:00:00Z');

/** A pod of this spec with one container `app`, unless the spec has containers, as the server hands it out. */
export function podOf(spec: object = {}, more: { readonly metadata?: object; readonly status?: object } = {}): Pod {
  const { value } = decodeJson(Pod, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'default', uid: UID, ...more.metadata },
    spec: { containers: [{ name: 'app', image: 'app:1' }], nodeName: 'node-1', ...spec },
    ...(more.status && { status: more.status }),
  });
  setPodDefaults(value);
  return value;
}

export const running: ContainerRunState = { type: 'running', startedAt: START + 2000, pid: 7 };
export const created: ContainerRunState = { type: 'created' };

export function exited(exitCode = 0, reason?: 'OOMKilled'): ContainerRunState {
  return {
    type: 'exited',
    startedAt: START + 2000,
    finishedAt: START + 5000,
    exitCode,
    reason: reason ?? (exitCode === 0 ? 'Completed' : 'Error'),
    message: '',
  };
}

export interface Drawn {
  readonly attempt?: number;
  readonly image?: string;
  readonly sandboxId?: string;
}

/** A container of the name, in the first sandbox, of the image `<name>:1`. */
export function container(name: string, state: ContainerRunState, more: Drawn = {}): ContainerRecord {
  const { attempt = 0, image = `${name}:1`, sandboxId = 'sandbox-0' } = more;
  const hash = containerHash({ name, image });
  const id = `${name}-${attempt}`;
  return { id, sandboxId, name, attempt, hash, image, imageId: `docker://${image}`, createdAt: START + 1000, state };
}

export function sandbox(more: Partial<SandboxRecord> = {}): SandboxRecord {
  return {
    id: 'sandbox-0',
    attempt: 0,
    isReady: true,
    createdAt: START,
    addresses: ['10.244.1.7'],
    network: 'pod',
    ...more,
  };
}

/** Containers are given newest first. */
export function recordOf(
  containers: readonly ContainerRecord[],
  sandboxes: readonly SandboxRecord[] = [sandbox()],
): PodRecord {
  return { pod: { name: 'web', namespace: 'default', uid: UID }, sandboxes, containers };
}

/** Results by `<container id>/<kind>`. */
export function probesOf(results: Readonly<Record<string, ProbeResult>> = {}): ProbeResults {
  return { get: (id: string, kind: ProbeKind) => results[`${id}/${kind}`] };
}
