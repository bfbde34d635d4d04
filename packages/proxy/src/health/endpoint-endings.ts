/**
 * Whether new connections may still be led to a pod: what the kernel does goes by slices of a moment ago. Who is about
 * to end a pod asks, so that it does not end before nobody is sent to it any more.
 */
import type { EndpointSlice } from '@wherry/api/discovery-v1';
import type { Clock } from '@wherry/component';

export interface EndpointEndings {
  /** Rules that were made from these slices are in force. */
  carriedOut(slices: readonly Readonly<EndpointSlice>[]): void;
  /**
   * Resolves when no new connection is led to the pod, unless all endpoints of its Service end.
   * @returns false when the time was over before that
   */
  ended(uid: string, milliseconds: number): Promise<boolean>;
}

export function endpointEndings(clock: Clock): EndpointEndings {
  let present: readonly Readonly<EndpointSlice>[] | undefined;
  const waiting = new Set<() => void>();
  return {
    carriedOut(slices) {
      present = slices;
      for (const look of waiting) look();
    },
    ended: (uid, milliseconds) =>
      new Promise((resolve) => {
        const answer = (hasEnded: boolean): void => {
          timer.cancel();
          waiting.delete(look);
          resolve(hasEnded);
        };
        const look = (): void => {
          if (present !== undefined && !isInUse(uid, present)) answer(true);
        };
        const timer = clock.after(milliseconds, () => answer(false));
        waiting.add(look);
        look();
      }),
  };
}

function isInUse(uid: string, slices: readonly Readonly<EndpointSlice>[]): boolean {
  return slices.some(({ endpoints }) =>
    endpoints.some(({ targetRef, conditions }) => targetRef?.uid === uid && conditions?.terminating !== true),
  );
}
