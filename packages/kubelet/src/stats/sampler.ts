/**
 * Samples for as long as somebody asks. An answer is at most two seconds old, and its rates span at least one second: the
 * first to ask after a pause waits for that second.
 */
import type { Clock } from '@wherry/component';
import type { NodeSample, SamplePair } from './sample.ts';

export interface SamplerOptions {
  readonly take: () => Promise<NodeSample>;
  readonly clock: Clock;
}

/** So long an answer serves all who ask, in milliseconds. */
const FRESH_MS = 1900;
/** What was measured longer ago says nothing about the present rate. */
const OLD_MS = 60_000;
const FIRST_SPAN_MS = 1000;

export function createSampler({ take, clock }: SamplerOptions): () => Promise<SamplePair> {
  let last: (SamplePair & { readonly since: number }) | undefined;
  let underWay: Promise<SamplePair> | undefined;
  const sample = async (): Promise<SamplePair> => {
    const since = clock.monotonic();
    let before = last !== undefined && since - last.since < OLD_MS ? last.now : undefined;
    if (before === undefined) {
      before = await take();
      await clock.sleep(FIRST_SPAN_MS);
    }
    last = { now: await take(), before, since: clock.monotonic() };
    return last;
  };
  return () => {
    if (last !== undefined && clock.monotonic() - last.since < FRESH_MS) return Promise.resolve(last);
    underWay ??= sample().finally(() => (underWay = undefined));
    return underWay;
  };
}
