/**
 * One APIService for every group and version that this apiserver serves by itself: `kubectl get apiservices` shows them
 * as Local. The priorities give the order of groups, and of versions within a group, in which clients see them.
 */
import type { APIService } from '@wherry/api/apiregistration-v1';
import { semanticEqual } from '@wherry/api/meta-v1';
import type { Resource } from '@wherry/api/resources';
import type { Draft } from '@wherry/api/schema';

/** Set on what is brought into line once, when an apiserver starts. */
export const AUTO_MANAGED_LABEL = 'kube-aggregator.kubernetes.io/automanaged';

const GROUP_PRIORITIES: Readonly<Record<string, number>> = {
  '': 18_000,
  apps: 17_800,
  'events.k8s.io': 17_750,
  'authentication.k8s.io': 17_700,
  'authorization.k8s.io': 17_600,
  autoscaling: 17_500,
  batch: 17_400,
  'certificates.k8s.io': 17_300,
  'networking.k8s.io': 17_200,
  extensions: 17_150,
  policy: 17_100,
  'rbac.authorization.k8s.io': 17_000,
  'storage.k8s.io': 16_800,
  'apiextensions.k8s.io': 16_700,
  'admissionregistration.k8s.io': 16_700,
  'scheduling.k8s.io': 16_600,
  'coordination.k8s.io': 16_500,
  'node.k8s.io': 16_300,
  'discovery.k8s.io': 16_200,
  'resource.k8s.io': 16_200,
  'flowcontrol.apiserver.k8s.io': 16_100,
  'metrics.k8s.io': 100,
};

/** Where it is not that of a first stable version. */
const VERSION_PRIORITIES: Readonly<Record<string, number>> = {
  '/v1': 1,
  'autoscaling/v2': 30,
  'extensions/v1beta1': 1,
  'flowcontrol.apiserver.k8s.io/v1': 21,
  'metrics.k8s.io/v1beta1': 100,
  'resource.k8s.io/v1': 20,
};
const VERSION_PRIORITY = 15;

/** APIServices are what the aggregator serves; they do not register their own group. */
const AGGREGATOR_GROUP = 'apiregistration.k8s.io';

/** The APIServices for what is served. @throws Error for a group whose priority nobody has chosen */
export function localApiServices(resources: readonly Pick<Resource, 'group' | 'version'>[]): Draft<APIService>[] {
  const versions = new Map(resources.map(({ group, version }) => [`${version}.${group}`, { group, version }]));
  return [...versions]
    .filter(([, { group }]) => group !== AGGREGATOR_GROUP)
    .map(([name, { group, version }]) => ({
      metadata: { name, labels: { [AUTO_MANAGED_LABEL]: 'onstart' } },
      spec: {
        ...(group === '' ? {} : { group }),
        version,
        groupPriorityMinimum: groupPriority(group),
        versionPriority: VERSION_PRIORITIES[`${group}/${version}`] ?? VERSION_PRIORITY,
      },
    }));
}

export interface ApiServiceWrites {
  readonly create: readonly Draft<APIService>[];
  readonly update: readonly APIService[];
  /** Names of those that an earlier release served. */
  readonly remove: readonly string[];
}

/** What to write so that the local APIServices are there. Those without the label are somebody else's. */
export function planApiServices(
  wanted: readonly Draft<APIService>[],
  existing: readonly APIService[],
): ApiServiceWrites {
  const byName = new Map(existing.map((service) => [service.metadata.name, service]));
  const ours = existing.filter(({ metadata }) => metadata.labels?.[AUTO_MANAGED_LABEL] === 'onstart');
  const specs = new Map(wanted.map(({ metadata, spec }) => [metadata?.name, spec]));
  return {
    create: wanted.filter(({ metadata }) => !byName.has(metadata?.name)),
    update: ours.flatMap((service) => {
      const spec = specs.get(service.metadata.name);
      if (spec === undefined || semanticEqual(spec, service.spec)) return [];
      const { groupPriorityMinimum = 0, versionPriority = 0, group, version } = spec;
      const names = { ...(group === undefined ? {} : { group }), ...(version === undefined ? {} : { version }) };
      return [{ ...service, spec: { ...names, groupPriorityMinimum, versionPriority } }];
    }),
    remove: ours.flatMap(({ metadata: { name = '' } }) => (specs.has(name) ? [] : [name])),
  };
}

function groupPriority(group: string): number {
  const priority = GROUP_PRIORITIES[group];
  if (priority === undefined) throw new Error(`Cannot register the API group ${group}: its priority is not known`);
  return priority;
}
