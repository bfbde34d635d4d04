/**
 * The volumes of a pod must be reachable from its node: those that its claims have, and those that they can still get
 * there. For claims that wait for the first consumer, the check also works out which volumes they would get.
 */
import { compileLabelSelector, Quantity } from '@wherry/api';
import {
  claimNameOf,
  findVolume,
  isVolumeReachableFrom,
  SELECTED_NODE,
  storageClassOf,
  type PersistentVolumeClaim,
  type TopologySelectorTerm,
} from '@wherry/api/core-v1';
import type { CSIStorageCapacity, StorageClass } from '@wherry/api/storage-v1';
import type { ClusterEvent } from '../cluster/cluster-event.ts';
import type { StorageLookups } from '../cluster/lookups.ts';
import type { NodeInfo } from '../nodes/node-info.ts';
import type { PodInfo } from '../pods/pod-info.ts';
import { claimsOf, type PodClaims } from '../volumes/pod-claims.ts';
import { NO_PROVISIONER, type VolumePlan } from '../volumes/volume-plan.ts';
import type { Filter, NodeCheck, Preparation, Rejection } from './filter.ts';

const name = 'VolumeBinding';
const reject = (reason: string): Rejection => ({ plugin: name, reasons: [reason], isFinal: true });
const OUT_OF_REACH = reject("node(s) didn't match PersistentVolume's node affinity");
const NONE_FREE = reject("node(s) didn't find available persistent volumes to bind");
const NO_SPACE = reject('node(s) did not have enough free storage');
const NO_VOLUME = reject('node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)');
const UNBOUND = reject('pod has unbound immediate PersistentVolumeClaims');

class VolumesCheck implements NodeCheck {
  readonly #claims: PodClaims;
  readonly #storage: StorageLookups;
  readonly #plans = new Map<string, VolumePlan>();

  constructor(claims: PodClaims, storage: StorageLookups) {
    this.#claims = claims;
    this.#storage = storage;
  }

  check(node: NodeInfo): Rejection | undefined {
    const fault = this.#checkBound(node);
    if (this.#claims.delayed.length === 0) return fault;
    const plan = this.#plan(node);
    if ('rejection' in plan) {
      return fault === undefined
        ? plan.rejection
        : { plugin: name, reasons: [...fault.reasons, ...plan.rejection.reasons], isFinal: true };
    }
    this.#plans.set(node.name, plan);
    return fault;
  }

  volumesOn(node: NodeInfo): VolumePlan | undefined {
    return this.#plans.get(node.name);
  }

  #checkBound(node: NodeInfo): Rejection | undefined {
    for (const { spec } of this.#claims.bound) {
      const volume = this.#storage.volume(spec.volumeName ?? '');
      if (volume === undefined) return NO_VOLUME;
      if (!isVolumeReachableFrom(volume, node)) return OUT_OF_REACH;
    }
    return undefined;
  }

  #plan(node: NodeInfo): VolumePlan | { readonly rejection: Rejection } {
    const waiting: Readonly<PersistentVolumeClaim>[] = [];
    const provisions: Readonly<PersistentVolumeClaim>[] = [];
    for (const claim of this.#claims.delayed) {
      const selected = claim.metadata.annotations?.[SELECTED_NODE];
      if (selected === undefined) waiting.push(claim);
      else if (selected === node.name) provisions.push(claim);
      else return { rejection: NONE_FREE };
    }
    const bindings: VolumePlan['bindings'][number][] = [];
    const taken = new Set<string>();
    for (const claim of waiting.toSorted(bySize)) {
      const volumes = this.#storage.volumesOfClass(storageClassOf(claim));
      const volume = findVolume(claim, { volumes, taken, node });
      if (volume === undefined) provisions.push(claim);
      else {
        taken.add(volume.metadata.name ?? '');
        bindings.push({ volume, claim });
      }
    }
    for (const claim of provisions) {
      const rejection = whyNotProvided(claim, { node, storage: this.#storage });
      if (rejection !== undefined) return { rejection };
    }
    return { bindings, provisions };
  }
}

const sizeOf = ({ spec }: Readonly<PersistentVolumeClaim>): Quantity =>
  Quantity.parse(spec.resources.requests?.['storage'] ?? '0');
const bySize = (one: Readonly<PersistentVolumeClaim>, other: Readonly<PersistentVolumeClaim>): number =>
  sizeOf(one).compare(sizeOf(other));

interface Place {
  readonly node: NodeInfo;
  readonly storage: StorageLookups;
}

/** @throws Error for a claim whose class is gone */
function whyNotProvided(claim: Readonly<PersistentVolumeClaim>, { node, storage }: Place): Rejection | undefined {
  const className = storageClassOf(claim);
  const found = storage.storageClass(className);
  if (found === undefined) throw new Error(`failed to find storage class "${className}"`);
  const { provisioner, allowedTopologies = [] } = found;
  if (provisioner === '' || provisioner === NO_PROVISIONER || !isAllowed(allowedTopologies, node)) return NONE_FREE;
  return hasSpace(claim, found, { node, storage }) ? undefined : NO_SPACE;
}

function isAllowed(terms: readonly TopologySelectorTerm[], { labels }: NodeInfo): boolean {
  if (terms.length === 0) return true;
  return terms.some(({ matchLabelExpressions = [] }) =>
    matchLabelExpressions.every(({ key, values }) => values.includes(labels[key] ?? '\u0000')),
  );
}

/** Only drivers that publish how much space they have are asked. */
function hasSpace(
  claim: Readonly<PersistentVolumeClaim>,
  of: Readonly<StorageClass>,
  { node, storage }: Place,
): boolean {
  const wanted = claim.spec.resources.requests?.['storage'];
  if (wanted === undefined || storage.csiDriver(of.provisioner)?.spec.storageCapacity !== true) return true;
  return storage.csiCapacities().some((capacity) => {
    const { storageClassName, nodeTopology } = capacity;
    if (storageClassName !== of.metadata.name || nodeTopology === undefined) return false;
    const limit = limitOf(capacity);
    if (limit === undefined || limit.compare(Quantity.parse(wanted)) < 0) return false;
    return compileLabelSelector(nodeTopology).matches(node.labels);
  });
}

function limitOf({ maximumVolumeSize, capacity }: Readonly<CSIStorageCapacity>): Quantity | undefined {
  const text = maximumVolumeSize ?? capacity;
  return text === undefined ? undefined : Quantity.parse(text);
}

export const volumeBinding: Filter = {
  name,
  prepare({ pod }, { lookups }): Preparation {
    const claims = claimsOf(pod, lookups.storage);
    if (typeof claims === 'string') return { rejection: reject(claims) };
    if (claims.immediate.length > 0) return { rejection: UNBOUND };
    if (claims.bound.length + claims.delayed.length === 0) return undefined;
    return { check: new VolumesCheck(claims, lookups.storage) };
  },
  wakes,
};

function wakes(pod: PodInfo, event: ClusterEvent): boolean {
  if (event.what === 'time' || event.now === undefined) return false;
  if (event.what === 'claim') return isClaimOf(pod, event.now);
  if (event.what === 'class') return event.old === undefined || topologiesDiffer(event.old, event.now);
  if (event.what === 'node') return labelsDiffer(event.old?.metadata.labels, event.now.metadata.labels);
  if (event.what === 'csi-capacity') return hasMoreSpace(event.old, event.now);
  if (event.what === 'csi-driver') {
    return event.old?.spec.storageCapacity === true && event.now.spec.storageCapacity !== true;
  }
  return event.what === 'volume' || (event.what === 'csi-node' && event.old === undefined);
}

/** Whether one of the pod's volumes stands for this claim. */
export function isClaimOf({ pod, namespace }: PodInfo, { metadata }: Readonly<PersistentVolumeClaim>): boolean {
  if (metadata.namespace !== namespace) return false;
  return (pod.spec.volumes ?? []).some((volume) => claimNameOf(volume, pod.metadata.name ?? '') === metadata.name);
}

const topologiesDiffer = (old: Readonly<StorageClass>, now: Readonly<StorageClass>): boolean =>
  JSON.stringify(old.allowedTopologies ?? []) !== JSON.stringify(now.allowedTopologies ?? []);
const labelsDiffer = (old: object | undefined, now: object | undefined): boolean =>
  old === undefined || JSON.stringify(old) !== JSON.stringify(now);

function hasMoreSpace(old: Readonly<CSIStorageCapacity> | undefined, now: Readonly<CSIStorageCapacity>): boolean {
  const [before, after] = [old === undefined ? undefined : limitOf(old), limitOf(now)];
  if (old === undefined) return true;
  return after !== undefined && (before === undefined || after.compare(before) > 0);
}
