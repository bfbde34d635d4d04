/**
 * The last requests of a process: whoever has been asked to end says what there is to say, but does not wait for a server that
 * is gone, as when an engine ends all machines of a cluster at once.
 */
import type { ClientRequest } from 'node:http';
import type { Clock } from '@wherry/component';

export interface Ending {
  /** Aborted when the process is asked to end. */
  readonly signal: AbortSignal;
  readonly clock: Pick<Clock, 'after'>;
}

/** Half of what an engine gives to a process that it stops. */
const PATIENCE_MS = 5000;

/** @returns takes a request on: it is cancelled when the time is over and it is not answered, or is made later still */
export function cancelUnanswered({ signal, clock }: Ending): (sent: ClientRequest) => void {
  const waiting = new Set<ClientRequest>();
  let isOver = false;
  const cancel = (sent: ClientRequest): void => void sent.destroy(new Error('the client ends'));
  const end = (): void => {
    isOver = true;
    waiting.forEach(cancel);
  };
  signal.addEventListener('abort', () => clock.after(PATIENCE_MS, end), { once: true });
  return (sent) => {
    if (isOver) return cancel(sent);
    waiting.add(sent);
    for (const event of ['response', 'close'] as const) sent.once(event, () => waiting.delete(sent));
  };
}
