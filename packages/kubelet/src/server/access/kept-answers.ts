/** Answers of the API server that are good for a while, so that not every request asks again. */
import type { Clock } from '@wherry/component';

export interface KeptAnswers<T> {
  /** The answer that is kept, or what `ask` says; how long that is kept (milliseconds) goes by `keep`. */
  get(key: string, ask: () => Promise<T>): Promise<T>;
}

const MOST = 1000;

export function createKeptAnswers<T>(clock: Clock, keep: (answer: T) => number): KeptAnswers<T> {
  const kept = new Map<string, { readonly answer: T; readonly until: number }>();
  return {
    async get(key, ask) {
      const found = kept.get(key);
      if (found !== undefined && found.until > clock.monotonic()) return found.answer;
      const answer = await ask();
      // The oldest goes: Maps keep the order of insertion.
      const [oldest] = kept.keys();
      if (kept.size >= MOST && oldest !== undefined) kept.delete(oldest);
      kept.delete(key);
      kept.set(key, { answer, until: clock.monotonic() + keep(answer) });
      return answer;
    },
  };
}
