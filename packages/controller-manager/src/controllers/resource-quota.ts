/**
 * Counts what namespaces with quotas use. The server charges every request as it comes; this makes good what it cannot
 * see: objects that go, pods that end, requests that come to nothing, quotas that are new. What is new has been charged
 * for, and is no reason to count: a request that is under way is charged before its object is there to be counted.
 */
import { isConflict, isNotFound } from '@wherry/api';
import { PersistentVolumeClaims, Pods, ResourceQuotas, Services, type ResourceQuota } from '@wherry/api/core-v1';
import { countName, evaluatorOf, haveEqualAmounts, parseAmounts } from '@wherry/api/quota';
import { ResourceClaims } from '@wherry/api/resource-v1';
import type { KubeObject, Resource } from '@wherry/api/resources';
import { discover, keyOf, keysFrom, metadataReader, type Controller, type Informer, type Source } from '@wherry/client';
import { controlLoop, type ControllerContext } from '../context.ts';
import { planQuota } from '../plans/quota.ts';
import { countQuota } from '../quotas/count-quota.ts';

const NAME = 'resourcequota-controller';

/** How often everything is counted anew, in milliseconds: until then whoever writes a status by hand sees it stand. */
const RECOUNT = 300_000;
/** When a count that has changed something is made again: what was under way is then there, or has come to nothing. */
const SETTLED = 1_000;
/** When to try again what somebody else's charge has come between, in milliseconds. */
const SOON = 100;

export const resourceQuotaEntry = controlLoop(NAME, resourceQuotaController);

async function resourceQuotaController(context: ControllerContext): Promise<Controller> {
  const { client, transport, informers, clock } = context;
  const quotas = await informers.get(ResourceQuotas);
  const [pods, services, claims, deviceClaims] = await Promise.all([
    informers.get(Pods),
    informers.get(Services),
    informers.get(PersistentVolumeClaims),
    informers.get(ResourceClaims),
  ]);
  // Of these more counts than their number.
  const whole: readonly Resource[] = [Pods, Services, PersistentVolumeClaims, ResourceClaims];
  const monitors = await context.monitors();
  const reader = metadataReader(transport);
  /** The quotas of an object's namespace for which objects of its kind count. */
  const affected = (resource: Pick<Resource, 'group' | 'plural'>, { metadata }: Readonly<KubeObject>): string[] => {
    const evaluator = evaluatorOf(resource);
    const near = quotas.by('namespace', metadata.namespace ?? '');
    return near.filter((quota) => namesOf(quota).some((name) => evaluator.counts(name))).map(keyOf);
  };
  /** Pods that end, Services that get another type. */
  const changesOfUsage = <T extends KubeObject>(informer: Informer<T>): Source =>
    keysFrom(informer, ({ object, old }) => {
      if (object === undefined || old === undefined) return [];
      const keys = affected(informer.resource, object);
      const evaluator = evaluatorOf(informer.resource);
      const now = clock.now();
      const isSame = keys.length === 0 || haveEqualAmounts(evaluator.usageOf(object, now), evaluator.usageOf(old, now));
      return isSame ? [] : keys;
    });
  /** Quotas of which the limits are to be taken over from the spec, too. */
  const unenforced = new Set<string>();
  const enforceAnew = (key: string, enqueue: (key: string) => void): void => {
    unenforced.add(key);
    enqueue(key);
  };
  return {
    name: NAME,
    workers: 5,
    sources: [
      // Only what is wanted counts: a status that somebody else has written stands until everything is counted anew.
      (enqueue) =>
        quotas.onChange(({ object, old }) => {
          if (object !== undefined && !haveSameLimits(object, old)) enforceAnew(keyOf(object), enqueue);
        }),
      changesOfUsage(pods),
      changesOfUsage(services),
      changesOfUsage(claims),
      changesOfUsage(deviceClaims),
      (enqueue) =>
        monitors.onChange((resource, { object, old }) => {
          if (old === undefined || object?.metadata.uid === old.metadata.uid) return;
          for (const key of affected(resource, old)) enqueue(key);
        }),
      (enqueue) => {
        const timer = clock.every(RECOUNT, () => quotas.list().forEach((quota) => enforceAnew(keyOf(quota), enqueue)));
        return () => timer.cancel();
      },
    ],
    async reconcile(key, signal) {
      const quota = quotas.get(key);
      if (quota === undefined) return void unenforced.delete(key);
      const takesLimits = unenforced.has(key);
      let offered: ReturnType<typeof discover> | undefined;
      const counted = await countQuota(quota, {
        now: clock.now(),
        async resourceNamed(name) {
          offered ??= discover(transport, signal);
          return (await offered).resources.find((each) => each.namespaced && countName(each) === name);
        },
        // From the server: a picture that lags behind would give back what is still in use.
        objectsOf: async (resource, namespace) =>
          (await (whole.includes(resource) ? client : reader).list(resource, { namespace, signal })).items,
      });
      const status = planQuota(quota, { counted, takesLimits });
      try {
        if (status !== undefined) await client.updateStatus(ResourceQuotas, { ...quota, status });
        if (takesLimits && haveSameLimits(quota, quotas.get(key))) unenforced.delete(key);
        return status === undefined ? undefined : { again: SETTLED };
      } catch (error) {
        if (isConflict(error)) return { again: SOON };
        // It has gone with its namespace.
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
  };
}

const namesOf = ({ spec }: Readonly<ResourceQuota>): string[] => Object.keys(spec.hard ?? {});

function haveSameLimits({ spec }: Readonly<ResourceQuota>, old: Readonly<ResourceQuota> | undefined): boolean {
  return old !== undefined && haveEqualAmounts(parseAmounts(spec.hard), parseAmounts(old.spec.hard));
}
