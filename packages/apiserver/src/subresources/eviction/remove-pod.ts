/** Deletes a pod and leaves in its status why it had to go. */
import { canonicalTime } from '@wherry/api';
import type { Pod } from '@wherry/api/core-v1';
import type { DeleteOptions } from '@wherry/api/meta-v1';
import type { KubeObject } from '@wherry/api/resources';
import { admissionChain } from '../../admission/admission.ts';
import type { Api } from '../../handlers/api.ts';
import { keyOfRequest, writeRequest, type Scope } from '../../handlers/scope.ts';
import type { RegistryContext } from '../../registry/context.ts';
import { assertPreconditions } from '../../registry/delete-options.ts';
import { deleteObject } from '../../registry/delete.ts';
import { statusRules, updateObject } from '../../registry/update.ts';

/** @throws StatusError 404, 409 when it is not the pod that the options mean */
export async function removePod(api: Api, scope: Scope, options: DeleteOptions): Promise<void> {
  const { name } = scope.info;
  const dryRun = (options.dryRun ?? []).length > 0;
  // Admission has seen the Eviction; what follows from it is not another request.
  const registry: RegistryContext = { ...api.registry, admission: admissionChain([]) };
  const request = { ...writeRequest(scope, { dryRun }), subresource: '' };
  const marked = dryRun ? options : await markPod({ ...api, registry }, scope, options);
  await deleteObject(registry, { request, name, options: marked });
}

/** Writes the condition, and returns the options for the pod as it is then. */
async function markPod(
  { registry, clock }: Pick<Api, 'registry' | 'clock'>,
  scope: Scope,
  options: DeleteOptions,
): Promise<DeleteOptions> {
  const { served, info } = scope;
  const request = { ...writeRequest(scope, { dryRun: false }), subresource: 'status' };
  const now = canonicalTime(clock.now().toISOString());
  const { revision } = await updateObject(registry, {
    request,
    name: info.name,
    rules: statusRules(served),
    change(object) {
      const current = { key: keyOfRequest(scope), object, revision: Number(object.metadata.resourceVersion) };
      assertPreconditions(served, { options, current });
      return withTarget(object, now);
    },
  });
  if (options.preconditions?.resourceVersion === undefined) return options;
  return { ...options, preconditions: { ...options.preconditions, resourceVersion: String(revision) } };
}

const TARGET = 'DisruptionTarget';

function withTarget(object: Readonly<KubeObject>, now: string): KubeObject {
  // The key was a pod's.
  const pod = structuredClone(object) as Pod;
  const conditions = pod.status.conditions ?? [];
  const old = conditions.find(({ type }) => type === TARGET);
  const { generation } = pod.metadata;
  const condition = {
    type: TARGET,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    status: 'True',
    lastTransitionTime: old?.status === 'True' && old.lastTransitionTime !== undefined ? old.lastTransitionTime : now,
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  } as const;
  pod.status.conditions = [...conditions.filter(({ type }) => type !== TARGET), condition];
  return pod;
}
