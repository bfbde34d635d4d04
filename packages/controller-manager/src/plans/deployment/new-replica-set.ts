/** The ReplicaSet that a Deployment makes for a template that none of its ReplicaSets has. */
import { ReplicaSets, Deployments, type Deployment, type ReplicaSet } from '@wherry/api/apps-v1';
import { controllerRef } from '../../ownership/controller-ref.ts';
import { stateHash } from '../template-hash.ts';
import { newestAnnotations, nextRevision, scaleAnnotations } from './replica-set-annotations.ts';
import { POD_TEMPLATE_HASH_LABEL, sizeOf, sum, type Sized } from './replica-sets.ts';
import { growth } from './rollout.ts';
import { rolloutBounds } from './rollout-bounds.ts';

/** The longest name of an object. */
const MAX_NAME_LENGTH = 253;

/** The draft; its pods are told from those of the other ReplicaSets by a label with the template's hash. */
export function newReplicaSet(deployment: Readonly<Deployment>, old: readonly Sized[]): ReplicaSet {
  const { metadata, spec, status } = deployment;
  const { name = '', namespace = '' } = metadata;
  const hash = stateHash(spec.template, status.collisionCount);
  const hashLabel = { [POD_TEMPLATE_HASH_LABEL]: hash };
  const labels = { ...spec.template.metadata.labels, ...hashLabel };
  const bounds = rolloutBounds(deployment);
  const annotations = newestAnnotations(deployment, {}, { revision: nextRevision(old) });
  return {
    metadata: {
      namespace,
      name: `${name.slice(0, MAX_NAME_LENGTH - hash.length - 1)}-${hash}`,
      labels,
      annotations: { ...annotations, ...scaleAnnotations(bounds) },
      ownerReferences: [controllerRef(deployment, Deployments)],
    },
    spec: {
      replicas:
        spec.strategy.type === 'Recreate'
          ? bounds.wanted
          : growth({ bounds, newestSize: 0, allSize: sum(old, sizeOf) }),
      ...(spec.minReadySeconds === undefined ? {} : { minReadySeconds: spec.minReadySeconds }),
      selector: { ...spec.selector, matchLabels: { ...spec.selector?.matchLabels, ...hashLabel } },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
    status: { replicas: 0 },
    apiVersion: 'apps/v1',
    kind: ReplicaSets.kind,
  };
}
