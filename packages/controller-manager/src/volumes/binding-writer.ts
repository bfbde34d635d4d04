/**
 * Writes what binds volumes and claims. The volume first: it decides who has it. Every write is on condition of the revision
 * that was looked at, and what was written is the beginning of the next write, so that half a binding is finished later.
 */
import { formatTime } from '@wherry/api';
import {
  PersistentVolumeClaims,
  PersistentVolumes,
  volumeBoundTo,
  type PersistentVolume,
  type PersistentVolumeClaim,
  type PersistentVolumeClaimPhase,
  type PersistentVolumePhase,
} from '@wherry/api/core-v1';
import { keyOf, type Lister, type Writer } from '@wherry/client';
import type { Clock } from '@wherry/component';
import { OwnWrites } from '../own-writes.ts';
import { claimBoundTo, claimInPhase } from '../plans/volumes/claim-status.ts';

type Claim = Readonly<PersistentVolumeClaim>;
type Volume = Readonly<PersistentVolume>;

export interface BindingWriterOptions {
  readonly client: Pick<Writer, 'update' | 'updateStatus'>;
  readonly claims: Pick<Lister<PersistentVolumeClaim>, 'revision'>;
  readonly volumes: Pick<Lister<PersistentVolume>, 'revision'>;
  readonly clock: Clock;
}

/** All volumes are looked at together. */
const ALL = '';

export class BindingWriter {
  readonly #options: BindingWriterOptions;
  readonly #claimWrites: OwnWrites;
  readonly #volumeWrites: OwnWrites;

  constructor(options: BindingWriterOptions) {
    const { claims, volumes, clock } = options;
    this.#options = options;
    this.#claimWrites = new OwnWrites({ picture: claims, clock });
    this.#volumeWrites = new OwnWrites({ picture: volumes, clock });
  }

  /** Whether the pictures show all that was written of volumes, and of the claim. */
  isSeen(claimKey: string): boolean {
    return this.#volumeWrites.areSeen(ALL) && this.#claimWrites.areSeen(claimKey);
  }

  async bind(volume: Volume, claim: Claim): Promise<void> {
    const mine = await this.writeVolume(volume, volumeBoundTo(claim, volume));
    const bound = await this.showVolume(mine, 'Bound');
    const named = await this.writeClaim(claim, claimBoundTo(bound, claim));
    await this.showClaim(named, 'Bound', bound);
  }

  /** Writes the volume when it differs. */
  async writeVolume(volume: Volume, wanted: Volume): Promise<Volume> {
    if (wanted === volume) return volume;
    return this.#volumeWritten(await this.#options.client.update(PersistentVolumes, { ...wanted }));
  }

  async showVolume(volume: Volume, phase: PersistentVolumePhase, message = ''): Promise<Volume> {
    if (volume.status.phase === phase) return volume;
    const { client, clock } = this.#options;
    const { message: _old, ...rest } = volume.status;
    const lastPhaseTransitionTime = formatTime(clock.now().getTime());
    const status = { ...rest, phase, lastPhaseTransitionTime, ...(message === '' ? {} : { message }) };
    return this.#volumeWritten(await client.updateStatus(PersistentVolumes, { ...volume, status }));
  }

  /** Writes the claim when it differs. */
  async writeClaim(claim: Claim, wanted: Claim): Promise<Claim> {
    if (wanted === claim) return claim;
    return this.#claimWritten(await this.#options.client.update(PersistentVolumeClaims, { ...wanted }));
  }

  async showClaim(claim: Claim, phase: PersistentVolumeClaimPhase, volume?: Volume): Promise<Claim> {
    const wanted = claimInPhase(claim, phase, volume);
    if (wanted === claim) return claim;
    return this.#claimWritten(await this.#options.client.updateStatus(PersistentVolumeClaims, { ...wanted }));
  }

  #volumeWritten(volume: Volume): Volume {
    this.#volumeWrites.wrote(ALL, volume);
    return volume;
  }

  #claimWritten(claim: Claim): Claim {
    this.#claimWrites.wrote(keyOf(claim), claim);
    return claim;
  }
}
