/** Tells when a connection has been silent for too long. */
import type { Clock } from '@wherry/component';

export interface IdleTimer {
  /** Something came or went. Costs next to nothing. */
  touch(): void;
  cancel(): void;
}

export function startIdleTimer(options: {
  readonly clock: Clock;
  /** Milliseconds; 0: never. */
  readonly timeout: number;
  readonly expired: () => void;
}): IdleTimer {
  const { clock, timeout, expired } = options;
  let touched = clock.monotonic();
  if (timeout <= 0) return { touch: () => undefined, cancel: () => undefined };
  const look = () => {
    const left = touched + timeout - clock.monotonic();
    if (left <= 0) expired();
    else timer = clock.after(left, look);
  };
  let timer = clock.after(timeout, look);
  return {
    touch() {
      touched = clock.monotonic();
    },
    cancel: () => timer.cancel(),
  };
}
