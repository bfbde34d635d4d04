/**
 * Many calls at once, but not before it is known that they succeed: first one, then two, four and so on. A controller
 * whose pods are refused, by a quota for example, thus asks once and not a hundred times.
 */

/**
 * Calls `act` so many times, with the index. After a failure no further calls are begun.
 * @throws the first failure, when the calls under way have ended
 */
export async function slowStart(count: number, act: (index: number) => Promise<void>): Promise<void> {
  let begun = 0;
  for (let batch = 1; begun < count; batch *= 2) {
    const size = Math.min(batch, count - begun);
    const first = begun;
    begun += size;
    const results = await Promise.allSettled(Array.from({ length: size }, (_, index) => act(first + index)));
    const failure = results.find((result) => result.status === 'rejected');
    if (failure !== undefined) throw failure.reason;
  }
}
