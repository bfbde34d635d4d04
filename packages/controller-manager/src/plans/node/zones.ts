/**
 * How well zones are. When many nodes fail at once it is more likely that the control plane cannot see them than that
 * they are dead: then pods are driven off slowly, or not at all.
 */
import type { Node } from '@wherry/api/core-v1';

export type ZoneState = 'normal' | 'partialDisruption' | 'fullDisruption';

const UNHEALTHY_SHARE = 0.55;
const LARGE_ZONE = 50;
/** In a large zone of which a good part is down, nodes a second. */
const SECONDARY_RATE = 0.01;

export function zoneOf({ metadata }: Readonly<Node>): string {
  const { 'topology.kubernetes.io/region': region = '', 'topology.kubernetes.io/zone': zone = '' } =
    metadata.labels ?? {};
  return `${region}:${zone}`;
}

export function zoneState(ready: number, total: number): ZoneState {
  const down = total - ready;
  if (ready === 0 && down > 0) return 'fullDisruption';
  return down > 2 && down / total >= UNHEALTHY_SHARE ? 'partialDisruption' : 'normal';
}

/** Nodes a second from which pods may be driven off. */
export function evictionRate(
  state: ZoneState,
  {
    total,
    rate,
    isEverythingDown,
  }: { readonly total: number; readonly rate: number; readonly isEverythingDown: boolean },
): number {
  if (isEverythingDown) return 0;
  if (state === 'partialDisruption') return total > LARGE_ZONE ? SECONDARY_RATE : 0;
  return rate;
}

/** One node at a time, by zone. */
export class EvictionLimiter {
  readonly #last = new Map<string, number>();

  /**
   * Milliseconds until one may go; undefined: none may at this rate.
   * @param now milliseconds that never go back
   */
  until(zone: string, { rate, now }: { readonly rate: number; readonly now: number }): number | undefined {
    if (rate <= 0) return undefined;
    return Math.max(0, (this.#last.get(zone) ?? Number.NEGATIVE_INFINITY) + 1000 / rate - now);
  }

  /** Counts one that goes now. */
  count(zone: string, now: number): void {
    this.#last.set(zone, now);
  }
}
