/**
 * The storage objects as decisions see them: what the API says, and on top of it what has been promised but not been
 * written or heard back of yet. A promise stands until the object changes, or until it is taken back.
 */
import { SELECTED_NODE, volumeBoundTo, type PersistentVolume, type PersistentVolumeClaim } from '@wherry/api/core-v1';
import type { CSIDriver, CSINode, CSIStorageCapacity, StorageClass, VolumeAttachment } from '@wherry/api/storage-v1';
import { keyOf, type Informer } from '@wherry/client';
import type { StorageLookups } from '../cluster/lookups.ts';
import type { VolumePlan } from './volume-plan.ts';

/** Informers of everything that concerns storage. Volumes are indexed by `class`, attachments by `node`. */
export interface StorageInformers {
  readonly claims: Informer<PersistentVolumeClaim>;
  readonly volumes: Informer<PersistentVolume>;
  readonly classes: Informer<StorageClass>;
  readonly csiNodes: Informer<CSINode>;
  readonly csiDrivers: Informer<CSIDriver>;
  readonly csiCapacities: Informer<CSIStorageCapacity>;
  readonly attachments: Informer<VolumeAttachment>;
}

export class AssumedStorage implements StorageLookups {
  readonly #informers: StorageInformers;
  readonly #claims = new Map<string, PersistentVolumeClaim>();
  readonly #volumes = new Map<string, PersistentVolume>();

  constructor(informers: StorageInformers) {
    this.#informers = informers;
  }

  /** To be told of every change of a claim or volume, before anything is decided by it. */
  changed(object: Readonly<PersistentVolume> | Readonly<PersistentVolumeClaim>): void {
    const assumed = object.metadata.namespace === undefined ? this.#volumes : this.#claims;
    assumed.delete(keyOf(object));
  }

  claim(key: string): Readonly<PersistentVolumeClaim> | undefined {
    return this.#claims.get(key) ?? this.#informers.claims.get(key);
  }

  volume(name: string): Readonly<PersistentVolume> | undefined {
    return this.#volumes.get(name) ?? this.#informers.volumes.get(name);
  }

  volumesOfClass(name: string): readonly Readonly<PersistentVolume>[] {
    const volumes = this.#informers.volumes.by('class', name);
    return this.#volumes.size === 0 ? volumes : volumes.map((volume) => this.#volumes.get(keyOf(volume)) ?? volume);
  }

  storageClass(name: string): Readonly<StorageClass> | undefined {
    return this.#informers.classes.get(name);
  }

  csiNode(name: string): Readonly<CSINode> | undefined {
    return this.#informers.csiNodes.get(name);
  }

  csiDriver(name: string): Readonly<CSIDriver> | undefined {
    return this.#informers.csiDrivers.get(name);
  }

  csiCapacities(): readonly Readonly<CSIStorageCapacity>[] {
    return this.#informers.csiCapacities.list();
  }

  attachmentsTo(nodeName: string): readonly Readonly<VolumeAttachment>[] {
    return this.#informers.attachments.by('node', nodeName);
  }

  /** Promises volumes to claims, and claims to a node. Returns the objects as they are to be written. */
  assume({ bindings, provisions }: VolumePlan, nodeName: string): AssumedVolumes {
    const volumes = bindings.map(({ volume, claim }) => ({ ...volumeBoundTo(claim, volume) }));
    const claims = provisions.map((claim) => ({
      ...claim,
      metadata: { ...claim.metadata, annotations: { ...claim.metadata.annotations, [SELECTED_NODE]: nodeName } },
    }));
    for (const volume of volumes) this.#volumes.set(keyOf(volume), volume);
    for (const claim of claims) this.#claims.set(keyOf(claim), claim);
    return { volumes, claims, bindings };
  }

  /** Takes a promise back. */
  forget({ volumes, claims }: AssumedVolumes): void {
    for (const volume of volumes) if (this.#volumes.get(keyOf(volume)) === volume) this.#volumes.delete(keyOf(volume));
    for (const claim of claims) if (this.#claims.get(keyOf(claim)) === claim) this.#claims.delete(keyOf(claim));
  }
}

export interface AssumedVolumes {
  readonly volumes: readonly PersistentVolume[];
  readonly claims: readonly PersistentVolumeClaim[];
  readonly bindings: VolumePlan['bindings'];
}
