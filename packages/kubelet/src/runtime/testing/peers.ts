/** Somebody to talk to, for tests of runtimes: says one thing and listens. */
import type { StreamPeer } from '../runtime.ts';

export interface TestPeer {
  readonly peer: StreamPeer;
  readonly heard: () => { readonly stdout: string; readonly stderr: string };
}

/** @param says undefined: it says nothing, and does not end either, until the signal is aborted */
export function testPeer(says: string | undefined, signal: AbortSignal = new AbortController().signal): TestPeer {
  const heard = { stdout: '', stderr: '' };
  async function* stdin(): AsyncIterable<Buffer> {
    if (says !== undefined) yield Buffer.from(says);
    else await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  }
  const write: StreamPeer['write'] = (stream, bytes) => {
    heard[stream] += bytes.toString();
  };
  return { peer: { stdin: stdin(), write, signal }, heard: () => heard };
}
