/** Whether a machine has enough left for its pods to go on. Pure. */

/** What is left, and of how much. */
export interface Reading {
  readonly available: number;
  readonly capacity: number;
}

export interface Readings {
  /** Bytes. */
  readonly memory: Reading;
  /** Bytes of the file system that pods' files lie on. */
  readonly disk: Reading;
  readonly pids: Reading;
}

export type Resource = keyof Readings;
export type Pressure = Readonly<Record<Resource, boolean>>;

export const NO_PRESSURE: Pressure = { memory: false, disk: false, pids: false };

const MEBIBYTE = 2 ** 20;

/**
 * Below which a machine is under pressure. That of memory is Kubernetes' own. Kubernetes wants a tenth of the disk to
 * be free, which is much on a developer's machine: here it is what images and logs soon need.
 */
export function thresholdOf(resource: Resource, { capacity }: Reading): number {
  switch (resource) {
    case 'memory':
      return 100 * MEBIBYTE;
    case 'disk':
      return Math.min(1024 * MEBIBYTE, capacity / 10);
    case 'pids':
      return capacity / 50;
  }
}

export function pressureOf(readings: Readings): Pressure {
  const isLow = (resource: Resource) => {
    const reading = readings[resource];
    return reading.available < thresholdOf(resource, reading);
  };
  return { memory: isLow('memory'), disk: isLow('disk'), pids: isLow('pids') };
}
