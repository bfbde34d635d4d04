/** Which pod ends so that the others can go on, and what is said of it. Pure. */
import { formatBytes } from './format-bytes.ts';
import { computeQosClass, type Pod } from '@wherry/api/core-v1';
import type { Verdict } from '../status/picture.ts';
import { thresholdOf, type Reading, type Resource } from './pressure.ts';

/** The pods of the system itself have at least this priority, and are never given up. */
const CRITICAL_PRIORITY = 2_000_000_000;
const FIRST_TO_GO = ['BestEffort', 'Burstable', 'Guaranteed'];
/** Where there is no time left, containers get next to none. */
const GRACE_SECONDS = 1;

/** The pod that matters least: by priority, then by what it was promised, then the youngest. */
export function planEviction(pods: readonly Readonly<Pod>[]): Readonly<Pod> | undefined {
  const rank = ({ spec }: Readonly<Pod>) => FIRST_TO_GO.indexOf(computeQosClass(spec));
  const begin = ({ status }: Readonly<Pod>) => Date.parse(status.startTime ?? '') || 0;
  const candidates = pods.filter(
    ({ spec, status, metadata }) =>
      (spec.priority ?? 0) < CRITICAL_PRIORITY &&
      metadata.deletionTimestamp === undefined &&
      status.phase !== 'Succeeded' &&
      status.phase !== 'Failed',
  );
  const [least] = candidates.toSorted(
    (a, b) => (a.spec.priority ?? 0) - (b.spec.priority ?? 0) || rank(a) - rank(b) || begin(b) - begin(a),
  );
  return least;
}

const NAMES: Readonly<Record<Resource, string>> = { memory: 'memory', disk: 'ephemeral-storage', pids: 'pids' };

export function pressureVerdict(resource: Resource, reading: Reading): Verdict {
  const words = (amount: number) => (resource === 'pids' ? String(amount) : formatBytes(amount));
  const threshold = words(Math.floor(thresholdOf(resource, reading)));
  const message = `The node was low on resource: ${NAMES[resource]}. Threshold quantity: ${threshold}, available: ${words(reading.available)}. `;
  return evicted(message);
}

export function volumeVerdict(volume: string, limit: string): Verdict {
  return evicted(`Usage of EmptyDir volume "${volume}" exceeds the limit "${limit}". `);
}

function evicted(message: string): Verdict {
  return { reason: 'Evicted', message, graceSeconds: GRACE_SECONDS, isDisruption: true };
}
