/**
 * What comes in on a channel and waits to be taken, in order. It is up to whoever puts something in to stop when it is
 * full; once nobody takes anything any more, what comes is dropped.
 */
export interface Inbox extends AsyncIterable<Buffer> {
  put(bytes: Buffer): void;
  /** Nothing comes any more: what waits is still taken. */
  end(): void;
  /** Bytes that wait. */
  readonly size: number;
  readonly isEnded: boolean;
}

/** @param taken is called after something was taken: there is room again */
export function createInbox(taken: () => void = () => undefined): Inbox {
  const waiting: Buffer[] = [];
  let size = 0;
  let isEnded = false;
  let isDropped = false;
  let wake: (() => void) | undefined;
  const awake = () => {
    wake?.();
    wake = undefined;
  };
  async function* take(): AsyncGenerator<Buffer, void, undefined> {
    try {
      for (;;) {
        const bytes = waiting.shift();
        if (bytes !== undefined) {
          size -= bytes.length;
          taken();
          yield bytes;
        } else if (isEnded) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      isDropped = true;
      waiting.length = 0;
      size = 0;
      taken();
    }
  }
  return {
    put(bytes) {
      if (isEnded || isDropped || bytes.length === 0) return;
      waiting.push(bytes);
      size += bytes.length;
      awake();
    },
    end() {
      isEnded = true;
      awake();
    },
    get size() {
      return size;
    },
    get isEnded() {
      return isEnded;
    },
    [Symbol.asyncIterator]: take,
  };
}
