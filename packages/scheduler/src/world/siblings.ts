/** Who the siblings of a pod are: those whom the same Services and the same controller select. */
import { LabelMatcher, type Labels } from '@wherry/api';
import type { ReplicaSet, StatefulSet } from '@wherry/api/apps-v1';
import type { Pod, ReplicationController, Service } from '@wherry/api/core-v1';
import type { Lister } from '@wherry/client';
import { compileLeniently } from '../pods/lenient-selector.ts';

/** Services are indexed by `namespace`. */
export interface SiblingListers {
  readonly services: Lister<Service>;
  readonly replicationControllers: Lister<ReplicationController>;
  readonly replicaSets: Lister<ReplicaSet>;
  readonly statefulSets: Lister<StatefulSet>;
}

export class Siblings {
  readonly #listers: SiblingListers;
  /** A selector is compiled once, not for each of the pods. */
  readonly #compiled = new WeakMap<object, LabelMatcher>();

  constructor(listers: SiblingListers) {
    this.#listers = listers;
  }

  /** Undefined for a pod that nothing selects. */
  of({ metadata }: Readonly<Pod>): LabelMatcher | undefined {
    const { namespace = '', labels = {} } = metadata;
    const common: Record<string, string> = {};
    for (const { spec } of this.#listers.services.by('namespace', namespace)) {
      if (spec.selector !== undefined && includes(labels, spec.selector)) Object.assign(common, spec.selector);
    }
    const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
    const key = `${namespace}/${owner?.name ?? ''}`;
    let own: LabelMatcher | undefined;
    if (owner?.kind === 'ReplicationController' && owner.apiVersion === 'v1') {
      Object.assign(common, this.#listers.replicationControllers.get(key)?.spec.selector);
    } else if (owner?.kind === 'ReplicaSet' && owner.apiVersion === 'apps/v1') {
      own = this.#compile(this.#listers.replicaSets.get(key));
    } else if (owner?.kind === 'StatefulSet' && owner.apiVersion === 'apps/v1') {
      own = this.#compile(this.#listers.statefulSets.get(key));
    }
    if (Object.keys(common).length === 0) return own;
    const shared = LabelMatcher.fromLabels(common);
    return own === undefined ? shared : new LabelMatcher([...shared.requirements, ...own.requirements]);
  }

  #compile(owner: Readonly<ReplicaSet> | Readonly<StatefulSet> | undefined): LabelMatcher | undefined {
    if (owner === undefined) return undefined;
    const matcher = this.#compiled.get(owner) ?? compileLeniently(owner.spec.selector);
    this.#compiled.set(owner, matcher);
    return matcher;
  }
}

const includes = (labels: Labels, wanted: Labels): boolean =>
  Object.entries(wanted).every(([key, value]) => labels[key] === value);
