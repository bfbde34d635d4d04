/**
 * A compact way to write policy. `read('', 'pods services')` is a rule for get, list and watch of two core resources;
 * words in one string are separated by spaces.
 */
import { type PolicyRule } from '../policy.ts';

const words = (text: string): string[] => text.split(' ').toSorted();

/** The verbs that read, change, or do both. */
export const READ = 'get list watch';
export const WRITE = 'create delete deletecollection patch update';
export const READ_WRITE = `${READ} ${WRITE}`;
export const READ_UPDATE = `${READ} patch update`;

/** `allow(verbs, groups, resources, names?)`. The core group is written `core` when it stands beside others. */
export function allow(verbs: string, groups: string, resources: string, names?: string): PolicyRule {
  return {
    verbs: words(verbs),
    apiGroups: words(groups).map((group) => (group === 'core' ? '' : group)),
    resources: words(resources),
    ...(names === undefined ? {} : { resourceNames: words(names) }),
  };
}

/** Reading: get, list and watch. */
export const read = (groups: string, resources: string): PolicyRule => allow(READ, groups, resources);

/** Changing in every way. */
export const write = (groups: string, resources: string): PolicyRule => allow(WRITE, groups, resources);

/** Paths outside the resource API. */
export const allowPaths = (verbs: string, paths: string): PolicyRule => ({
  verbs: words(verbs),
  nonResourceURLs: words(paths),
});

/** Everything that writes events needs this. */
export const writeEvents = allow('create patch update', 'core events.k8s.io', 'events');

/** API groups under the names that the policy files use. */
export const GROUP = {
  core: '',
  admission: 'admissionregistration.k8s.io',
  apps: 'apps',
  authentication: 'authentication.k8s.io',
  authorization: 'authorization.k8s.io',
  autoscaling: 'autoscaling',
  batch: 'batch',
  certificates: 'certificates.k8s.io',
  coordination: 'coordination.k8s.io',
  discovery: 'discovery.k8s.io',
  extensions: 'extensions',
  metrics: 'metrics.k8s.io',
  networking: 'networking.k8s.io',
  node: 'node.k8s.io',
  policy: 'policy',
  rbac: 'rbac.authorization.k8s.io',
  resource: 'resource.k8s.io',
  storage: 'storage.k8s.io',
} as const;
