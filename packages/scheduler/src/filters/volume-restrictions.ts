/** Disks that only one pod of a node can have, and claims that only one pod of the cluster can have. */
import type { Pod, Volume } from '@wherry/api/core-v1';
import type { NodeInfo } from '../nodes/node-info.ts';
import type { PodInfo } from '../pods/pod-info.ts';
import type { Filter, NodeCheck, Preparation, Rejection } from './filter.ts';

const name = 'VolumeRestrictions';
const DISK_TAKEN: Rejection = { plugin: name, reasons: ['node(s) had no available disk'], isFinal: false };
const CLAIM_TAKEN: Rejection = {
  plugin: name,
  reasons: [
    'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
  ],
  isFinal: false,
};

class RestrictionsCheck implements NodeCheck {
  readonly #disks: readonly Volume[];
  /** Claims that nobody else may have. */
  readonly #exclusive: ReadonlySet<string>;
  /** How many others have them. */
  #users: number;

  constructor(disks: readonly Volume[], exclusive: ReadonlySet<string>, users: number) {
    this.#disks = disks;
    this.#exclusive = exclusive;
    this.#users = users;
  }

  check({ pods }: NodeInfo): Rejection | undefined {
    if (this.#disks.length > 0) {
      for (const { pod } of pods.values()) if (this.#disks.some((disk) => isInTheWay(pod, disk))) return DISK_TAKEN;
    }
    return this.#users > 0 ? CLAIM_TAKEN : undefined;
  }

  podAdded({ claims }: PodInfo): void {
    for (const claim of claims) if (this.#exclusive.has(claim)) this.#users += 1;
  }

  podRemoved({ claims }: PodInfo): void {
    for (const claim of claims) if (this.#exclusive.has(claim)) this.#users -= 1;
  }

  clone(): RestrictionsCheck {
    return new RestrictionsCheck(this.#disks, this.#exclusive, this.#users);
  }
}

export const volumeRestrictions: Filter = {
  name,
  prepare(pod, { lookups, claimUsers }): Preparation {
    const exclusive = new Set<string>();
    let users = 0;
    for (const key of pod.claims) {
      const claim = lookups.storage.claim(key);
      if (claim === undefined) {
        const claimName = key.slice(key.indexOf('/') + 1);
        return {
          rejection: { plugin: name, reasons: [`persistentvolumeclaim "${claimName}" not found`], isFinal: true },
        };
      }
      if (claim.spec.accessModes?.includes('ReadWriteOncePod') !== true) continue;
      exclusive.add(key);
      if (claimUsers.has(key)) users += 1;
    }
    const disks = disksOf(pod.pod);
    return disks.length === 0 && users === 0 ? undefined : { check: new RestrictionsCheck(disks, exclusive, users) };
  },
  wakes(pod, event) {
    if (event.what === 'node') return event.old === undefined && event.now !== undefined;
    if (event.what === 'claim') {
      const { namespace = '', name: claim = '' } = event.now?.metadata ?? {};
      return event.old === undefined && pod.claims.includes(`${namespace}/${claim}`);
    }
    if (event.what !== 'pod' || event.now !== undefined || event.old === undefined) return false;
    const gone = event.old;
    return (
      disksOf(pod.pod).some((disk) => isInTheWay(gone.pod, disk)) || pod.claims.some((key) => gone.claims.includes(key))
    );
  },
};

const disksOf = ({ spec }: Readonly<Pod>): Volume[] =>
  (spec.volumes ?? []).filter(
    ({ gcePersistentDisk: gce, awsElasticBlockStore: aws, rbd, iscsi }) => (gce ?? aws ?? rbd ?? iscsi) !== undefined,
  );

/** Whether a pod already has a disk; several may have one that all of them only read. */
function isInTheWay({ spec }: Readonly<Pod>, disk: Volume): boolean {
  return (spec.volumes ?? []).some((other) => {
    const [gce, otherGce] = [disk.gcePersistentDisk, other.gcePersistentDisk];
    if (gce && otherGce && gce.pdName === otherGce.pdName && !areRead(gce, otherGce)) return true;
    const [aws, otherAws] = [disk.awsElasticBlockStore, other.awsElasticBlockStore];
    if (aws && otherAws && aws.volumeID === otherAws.volumeID) return true;
    const [iscsi, otherIscsi] = [disk.iscsi, other.iscsi];
    if (iscsi && otherIscsi && iscsi.iqn === otherIscsi.iqn && !areRead(iscsi, otherIscsi)) return true;
    const [rbd, otherRbd] = [disk.rbd, other.rbd];
    if (!rbd || !otherRbd || rbd.pool !== otherRbd.pool || rbd.image !== otherRbd.image) return false;
    return rbd.monitors.some((monitor) => otherRbd.monitors.includes(monitor)) && !areRead(rbd, otherRbd);
  });
}

const areRead = (one: { readOnly?: boolean }, other: { readOnly?: boolean }): boolean =>
  one.readOnly === true && other.readOnly === true;
