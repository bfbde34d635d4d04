/** Volumes that carry the labels of a zone or region can only be used there. */
import { storageClassOf, type PersistentVolume, type PersistentVolumeClaim } from '@wherry/api/core-v1';
import { keyOf } from '@wherry/client';
import type { StorageLookups } from '../cluster/lookups.ts';
import type { NodeInfo } from '../nodes/node-info.ts';
import type { Filter, NodeCheck, Preparation, Rejection } from './filter.ts';

const name = 'VolumeZone';
const reject = (reason: string): Rejection => ({ plugin: name, reasons: [reason], isFinal: true });
const ELSEWHERE = reject('node(s) had no available volume zone');

/** With the names that these labels have today. */
const CURRENT: Readonly<Record<string, string>> = {
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region': 'topology.kubernetes.io/region',
};
const LABELS = Object.keys(CURRENT);

interface ZoneDemand {
  readonly label: string;
  readonly values: ReadonlySet<string>;
}

class ZoneCheck implements NodeCheck {
  readonly #demands: readonly ZoneDemand[];

  constructor(demands: readonly ZoneDemand[]) {
    this.#demands = demands;
  }

  /** Where nodes have no zones, volumes need none. */
  check({ labels }: NodeInfo): Rejection | undefined {
    if (LABELS.every((label) => labels[label] === undefined)) return undefined;
    for (const { label, values } of this.#demands) {
      const value = labels[label] ?? labels[CURRENT[label] ?? ''];
      if (value === undefined || !values.has(value)) return ELSEWHERE;
    }
    return undefined;
  }
}

export const volumeZone: Filter = {
  name,
  prepare(pod, { lookups }): Preparation {
    const demands: ZoneDemand[] = [];
    for (const key of pod.claims) {
      const found = demandsOf(key, lookups.storage);
      if (typeof found === 'string') return { rejection: reject(found) };
      demands.push(...found);
    }
    return demands.length === 0 ? undefined : { check: new ZoneCheck(demands) };
  },
  wakes(pod, event) {
    if (event.what === 'time' || event.now === undefined) return false;
    if (event.what === 'class') {
      return event.old === undefined && event.now.volumeBindingMode === 'WaitForFirstConsumer';
    }
    if (event.what === 'claim') return pod.claims.includes(keyOf(event.now));
    return (event.what === 'volume' || event.what === 'node') && zonesDiffer(event.old, event.now);
  },
};

/** What the volume of a claim demands, or why nobody can say. */
function demandsOf(key: string, storage: StorageLookups): ZoneDemand[] | string {
  const claim = storage.claim(key);
  if (claim === undefined) return `persistentvolumeclaim "${key.slice(key.indexOf('/') + 1)}" not found`;
  const volumeName = claim.spec.volumeName ?? '';
  if (volumeName === '') return whyUnbound(claim, storage) ?? [];
  const volume = storage.volume(volumeName);
  return volume === undefined ? `persistentvolume "${volumeName}" not found` : zonesOf(volume);
}

/** A claim that waits for its pod demands nothing yet. */
function whyUnbound(claim: Readonly<PersistentVolumeClaim>, storage: StorageLookups): string | undefined {
  const className = storageClassOf(claim);
  if (className === '') return 'PersistentVolumeClaim had no pv name and storageClass name';
  const found = storage.storageClass(className);
  if (found === undefined) return `storageclass.storage.k8s.io "${className}" not found`;
  if (found.volumeBindingMode === undefined) return `VolumeBindingMode not set for StorageClass "${className}"`;
  return found.volumeBindingMode === 'WaitForFirstConsumer' ? undefined : 'PersistentVolume had no name';
}

/** A volume may be in several zones: `a__b`. A label with an empty one among them says nothing. */
function zonesOf({ metadata }: Readonly<PersistentVolume>): ZoneDemand[] {
  return LABELS.flatMap((label) => {
    const text = metadata.labels?.[label];
    const values = text?.split('__').map((value) => value.trim()) ?? [];
    return values.length === 0 || values.includes('') ? [] : [{ label, values: new Set(values) }];
  });
}

type Labelled = { readonly metadata: { readonly labels?: Record<string, string> } };

const zonesDiffer = (old: Labelled | undefined, now: Labelled): boolean =>
  old === undefined || LABELS.some((label) => old.metadata.labels?.[label] !== now.metadata.labels?.[label]);
