/** Asks a kubelet what its node and containers have used. */
import type { Clock } from '@wherry/component';
import type { Outward } from '../connections/outward.ts';
import { readStart } from '../connections/read-start.ts';
import { askKubelet } from '../kubelets/ask-kubelet.ts';
import { readSample, type Sample } from './sample.ts';

/** What a few thousand containers come to. */
const MOST_BYTES = 16 * 1024 * 1024;

export interface ReadKubeletOptions {
  readonly outward: Outward;
  readonly clock: Pick<Clock, 'now'>;
}

/** @throws Error when the kubelet does not answer, or says nothing of what is used */
export async function readKubelet(
  node: string,
  { outward, clock, signal }: ReadKubeletOptions & { readonly signal: AbortSignal },
): Promise<Sample> {
  const response = await askKubelet(outward, { node, target: '/metrics/resource', signal });
  const text = await readStart(response, MOST_BYTES);
  if (response.statusCode !== 200) throw new Error(`the kubelet answered with status ${response.statusCode ?? 0}`);
  // Half a list would be half a truth.
  if (!response.complete) throw new Error('the answer of the kubelet broke off');
  const sample = readSample(text, clock.now().getTime());
  if (sample.at === 0) throw new Error('the kubelet says nothing of what is used');
  return sample;
}
