/** `pods/eviction`: the deletion of a pod, as far as the disruption budgets of its namespace allow (`kubectl drain`). */
import { asStatusError, badRequest, canonicalTime, StatusError } from '@wherry/api';
import type { Pod } from '@wherry/api/core-v1';
import type { DeleteOptions } from '@wherry/api/meta-v1';
import { Eviction, PodDisruptionBudgets, type PodDisruptionBudget } from '@wherry/api/policy-v1';
import type { Api } from '../../handlers/api.ts';
import { decodeBody } from '../../handlers/decode-body.ts';
import { placeObject, writeRequest, type Scope, type VerbHandler } from '../../handlers/scope.ts';
import { sendJson } from '../../handlers/send.ts';
import { readWriteOptions } from '../../handlers/write-options.ts';
import { admitted } from '../../registry/context.ts';
import { assertValidDeleteOptions } from '../../registry/delete-options.ts';
import { podOf } from '../pod-container.ts';
import { removePod } from './remove-pod.ts';
import { budgetsOf, goesUncounted, servesNobody, spendBudget, stillProcessed } from './spend-budget.ts';

const EXPECTED = { group: 'policy', version: 'v1', olderVersions: ['v1beta1'], kind: 'Eviction', schema: Eviction };

export const evictionHandler =
  (api: Api): VerbHandler =>
  async (scope) => {
    const { info } = scope;
    const { dryRun, fieldValidation } = readWriteOptions(info.query, 'CreateOptions');
    // decodeBody has checked that it is one.
    const eviction = (await decodeBody(scope.exchange, EXPECTED, fieldValidation)) as Eviction;
    placeObject(eviction, scope);
    if (eviction.metadata.name !== info.name) throw badRequest('name in URL does not match name in Eviction object');
    const options = deleteOptions(eviction, dryRun);
    const request = writeRequest(scope, { dryRun: (options.dryRun ?? []).length > 0 });
    const asked = admitted(request, { operation: 'CREATE', name: info.name, object: eviction });
    await api.registry.admission.admit(asked);
    await api.registry.admission.validate(asked);
    await evict(api, scope, options);
    sendJson(scope.exchange, DONE, { status: 201 });
  };

const DONE = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };

/** What is tried out is only tried out, wherever that is said. @throws StatusError 422 */
function deleteOptions({ deleteOptions: given = {} }: Eviction, dryRun: boolean): DeleteOptions {
  const options = dryRun ? { ...given, dryRun: ['All'] } : given;
  assertValidDeleteOptions(options);
  return options;
}

/** How often a pod that is changed meanwhile is looked at again. */
const ATTEMPTS = 20;

async function evict(api: Api, scope: Scope, options: DeleteOptions): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const pod = await podOf(api, scope);
    if (!servesNobody(pod)) return evictWithinBudget(api, scope, { pod, options });
    const { resourceVersion } = options.preconditions ?? {};
    // A pod that is still to start may have become ready, and then counts.
    const isRacing = pod.status.phase === 'Pending' && pod.metadata.deletionTimestamp === undefined;
    try {
      return await removePod(api, scope, isRacing && resourceVersion === undefined ? only(options, pod) : options);
    } catch (error) {
      const isConflict = asStatusError(error)?.reason === 'Conflict' && resourceVersion === undefined;
      if (!isConflict || attempt >= ATTEMPTS) throw error;
    }
  }
}

interface Evicting {
  readonly pod: Readonly<Pod>;
  readonly options: DeleteOptions;
}

async function evictWithinBudget(api: Api, scope: Scope, { pod, options }: Evicting): Promise<void> {
  const { namespace } = scope.info;
  const [budget, second] = budgetsOf(pod, api.client.list(PodDisruptionBudgets, namespace));
  if (second !== undefined) throw severalBudgets();
  if (budget === undefined) return removePod(api, scope, options);
  if (!goesUncounted(pod, budget)) {
    await spend(api, scope, { budget, dryRun: (options.dryRun ?? []).length > 0 });
    return removePod(api, scope, options);
  }
  try {
    // It must still be the pod that did not count.
    await removePod(api, scope, only(options, pod));
  } catch (error) {
    const isRace = asStatusError(error)?.reason === 'Conflict' && options.preconditions?.resourceVersion === undefined;
    throw isRace ? stillProcessed(budget.metadata.name ?? '') : error;
  }
}

interface Spent {
  readonly budget: Readonly<PodDisruptionBudget>;
  readonly dryRun: boolean;
}

/** Takes one disruption off the budget, in one write that goes by the budget as it then is. @throws StatusError 429 */
async function spend({ client, clock }: Api, { info }: Scope, { budget, dryRun }: Spent): Promise<void> {
  const spending = { pod: info.name, now: canonicalTime(clock.now().toISOString()) };
  if (dryRun) {
    spendBudget(budget, spending);
    return;
  }
  const name = { namespace: info.namespace, name: budget.metadata.name ?? '' };
  await client.update(PodDisruptionBudgets, name, (current) => spendBudget(current, spending), 'status');
}

/** The options for exactly this state of the pod. */
function only(options: DeleteOptions, { metadata }: Readonly<Pod>): DeleteOptions {
  const { resourceVersion = '' } = metadata;
  return { ...options, preconditions: { ...options.preconditions, resourceVersion } };
}

function severalBudgets(): StatusError {
  return new StatusError({
    code: 500,
    reason: '',
    message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
  });
}
