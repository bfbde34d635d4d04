/** Keys that one control loop hands to another. */
import type { Source } from '@wherry/client';

export interface Signal {
  readonly source: Source;
  /** Heard by those who listen already. */
  readonly tell: (key: string) => void;
}

export function signal(): Signal {
  const listeners = new Set<(key: string) => void>();
  return {
    source(enqueue) {
      listeners.add(enqueue);
      return () => void listeners.delete(enqueue);
    },
    tell(key) {
      for (const listener of listeners) listener(key);
    },
  };
}
