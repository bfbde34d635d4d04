/** What is done for a client ends when it goes away, or when the server stops. */
import type { ServerResponse } from 'node:http';

/** Aborted when the answer can no longer be sent, and when `stopping` is. */
export function clientGone(response: ServerResponse, stopping: AbortSignal): AbortSignal {
  const gone = new AbortController();
  const abort = (): void => gone.abort(new Error('The client went away'));
  if (response.destroyed || response.socket?.destroyed === true) abort();
  else response.once('close', abort);
  return AbortSignal.any([gone.signal, stopping]);
}
