/** Keeps the status of PodDisruptionBudgets, by which the server grants or refuses evictions. */
import { compileLabelSelector, formatLabelSelector, isNotFound } from '@wherry/api';
import { Deployments, ReplicaSets, StatefulSets } from '@wherry/api/apps-v1';
import { Pods, ReplicationControllers, type Pod } from '@wherry/api/core-v1';
import type { OwnerReference } from '@wherry/api/meta-v1';
import { PodDisruptionBudgets, type PodDisruptionBudget, type PodDisruptionBudgetStatus } from '@wherry/api/policy-v1';
import { apiVersionOf, type Resource } from '@wherry/api/resources';
import { changesOf, discover, keyOf, keysFrom, type Controller } from '@wherry/client';
import { controlLoop, type ControllerContext } from '../context.ts';
import { OwnWrites } from '../own-writes.ts';
import { controllerOf } from '../ownership/controller-ref.ts';
import { dependsOnScale, failedStatus, planBudget } from '../plans/disruption-budget.ts';

const NAME = 'disruption-controller';
/** As events name it. */
const COMPONENT = 'controllermanager';

export const disruptionEntry = controlLoop(NAME, disruptionController);

async function disruptionController({ client, informers, clock, ...context }: ControllerContext): Promise<Controller> {
  const [budgets, pods, scaleOf] = await Promise.all([
    informers.get(PodDisruptionBudgets),
    informers.get(Pods),
    openScales({ informers, transport: context.transport }),
  ]);
  const events = context.events(COMPONENT);
  const writes = new OwnWrites({ picture: budgets, clock });

  const show = async (key: string, budget: Readonly<PodDisruptionBudget>, status: PodDisruptionBudgetStatus) => {
    if (canonical(budget.status) === canonical(status)) return;
    writes.wrote(key, await client.updateStatus(PodDisruptionBudgets, { ...budget, status }));
  };
  /** How many pods there should be, by what controls those there are. */
  const wantedPods = async (budget: Readonly<PodDisruptionBudget>, members: readonly Readonly<Pod>[]) => {
    if (!dependsOnScale(budget)) return members.length;
    const unmanaged = members.filter((pod) => controllerOf(pod) === undefined);
    if (unmanaged.length > 0) events.record(budget, unmanagedPods(budget));
    const owners = new Map<string, { readonly reference: OwnerReference; readonly namespace: string }>();
    for (const pod of members) {
      const reference = controllerOf(pod);
      if (reference !== undefined) owners.set(reference.uid, { reference, namespace: pod.metadata.namespace ?? '' });
    }
    const scales = new Map<string, number>();
    for (const owner of owners.values()) {
      const scale = await scaleOf(owner);
      if (scale !== undefined) scales.set(scale.uid, scale.replicas);
    }
    return [...scales.values()].reduce((sum, replicas) => sum + replicas, 0);
  };

  return {
    name: NAME,
    workers: 1,
    sources: [
      changesOf(budgets),
      keysFrom(pods, ({ object, old }) =>
        budgets
          .by('namespace', (object ?? old)?.metadata.namespace ?? '')
          .filter((budget) => [object, old].some((pod) => pod !== undefined && covers(budget, pod)))
          .map(keyOf),
      ),
    ],
    async reconcile(key) {
      const budget = budgets.get(key);
      if (budget === undefined || !writes.areSeen(key)) return;
      const now = clock.now().getTime();
      const members = pods.by('namespace', budget.metadata.namespace ?? '').filter((pod) => covers(budget, pod));
      if (members.length === 0)
        events.record(budget, { type: 'Normal', reason: 'NoPods', message: 'No matching pods found' });
      try {
        const wanted = await wantedPods(budget, members);
        const plan = planBudget({ budget, pods: members, wanted, now });
        for (const pod of plan.stayed) {
          const message = `Pod was expected by PDB ${key} to be deleted but it wasn't`;
          events.record(pod, { type: 'Warning', reason: 'NotDeleted', message });
        }
        await show(key, budget, plan.status);
        return plan.again === undefined ? undefined : { again: plan.again };
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        const what = `Failed to calculate the number of expected pods: ${message}`;
        events.record(budget, { type: 'Warning', reason: 'CalculateExpectedPodCountFailed', message: what });
        await show(key, budget, failedStatus(budget, { message, now }));
        throw error;
      }
    },
  };
}

function covers({ spec, metadata }: Readonly<PodDisruptionBudget>, pod: Readonly<Pod>): boolean {
  const isNear = metadata.namespace === pod.metadata.namespace;
  return isNear && compileLabelSelector(spec.selector).matches(pod.metadata.labels ?? {});
}

function unmanagedPods({ spec }: Readonly<PodDisruptionBudget>) {
  const message =
    `Pods selected by this PodDisruptionBudget (selector: ${formatLabelSelector(spec.selector)}) were found to be unmanaged. ` +
    'As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. ' +
    'To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.';
  return { type: 'Warning', reason: 'UnmanagedPods', message } as const;
}

interface Scale {
  readonly uid: string;
  readonly replicas: number;
}

/** What is asked for the size of what controls pods: a Deployment in place of its ReplicaSet. */
async function openScales({ informers, transport }: Pick<ControllerContext, 'informers' | 'transport'>) {
  const [deployments, replicaSets, statefulSets, replicationControllers] = await Promise.all([
    informers.get(Deployments),
    informers.get(ReplicaSets),
    informers.get(StatefulSets),
    informers.get(ReplicationControllers),
  ]);
  const known = [deployments, replicaSets, statefulSets, replicationControllers];
  const named = ({ resource }: { readonly resource: Resource }, { kind, apiVersion }: OwnerReference): boolean =>
    resource.kind === kind && apiVersionOf(resource) === apiVersion;

  return async function scaleOf({ reference, namespace }: Owner): Promise<Scale | undefined> {
    const lister = known.find((each) => named(each, reference));
    if (lister === undefined) return askForScale(transport, { reference, namespace });
    const object = lister.get(`${namespace}/${reference.name}`);
    if (object === undefined || object.metadata.uid !== reference.uid) return undefined;
    const above = controllerOf(object);
    if (above !== undefined && named(deployments, above)) return scaleOf({ reference: above, namespace });
    return { uid: reference.uid, replicas: object.spec.replicas ?? 1 };
  };
}

interface Owner {
  readonly reference: OwnerReference;
  readonly namespace: string;
}

/** Kinds that others have brought are asked by their scale. */
async function askForScale(
  transport: ControllerContext['transport'],
  { reference, namespace }: Owner,
): Promise<Scale | undefined> {
  const group = reference.apiVersion.includes('/') ? reference.apiVersion.replace(/\/.*/, '') : '';
  const { resources } = await discover(transport);
  const resource = resources.find((each) => each.kind === reference.kind && each.group === group);
  if (resource === undefined) throw new Error(`no matches for kind ${reference.kind} in ${reference.apiVersion}`);
  const root = group === '' ? '/api' : '/apis';
  const place = `${apiVersionOf(resource)}/namespaces/${namespace}/${resource.plural}/${reference.name}/scale`;
  try {
    // A Scale, as every scale subresource answers.
    const scale = (await transport.send({ method: 'GET', path: `${root}/${place}` })) as {
      readonly spec?: { readonly replicas?: number };
    };
    return { uid: reference.uid, replicas: scale.spec?.replicas ?? 0 };
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new Error(`${resource.plural}.${group} does not implement the scale subresource`, { cause: error });
  }
}

function canonical({ disruptedPods = {}, conditions = [], ...counts }: PodDisruptionBudgetStatus): string {
  const { observedGeneration, disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods } = counts;
  const said = conditions.map((each) => [each.type, each.status, each.reason, each.message, each.observedGeneration]);
  const going = Object.entries(disruptedPods).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    observedGeneration,
    disruptionsAllowed,
    currentHealthy,
    desiredHealthy,
    expectedPods,
    going,
    said,
  ]);
}
