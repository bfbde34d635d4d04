/**
 * The register of those who write to a store. Every apiserver is enrolled while it writes, so that one that finds only
 * itself there knows that nothing happens in the store but what it does itself (`enrolled-writer.ts`).
 */

/** One writer's place in the register. It is lost when it is not renewed in time. */
export interface Enrolment {
  readonly id: string;
  /** Whether nobody was ever enrolled before, nor has written anything. */
  readonly isFirst: boolean;
  /**
   * Keeps the place for as long again, from now.
   *
   * @returns false when it is lost; it cannot be had back, only another one.
   * @throws StorageUnavailable
   */
  renew(): Promise<boolean>;
  /** Leaves the register. @throws StorageUnavailable */
  end(): Promise<void>;
}

/** The store at one moment between the question and the answer. */
export interface Census {
  /** The revision of the last write of anyone. */
  readonly revision: number;
  /** The ids of those who were enrolled. */
  readonly writers: readonly string[];
}

export interface WriterRegister {
  /**
   * @param seconds how long the place is kept without being renewed, counted by the store; at least 5
   * @throws StorageUnavailable
   */
  enrol(seconds: number): Promise<Enrolment>;
  /** @throws StorageUnavailable */
  census(): Promise<Census>;
}
