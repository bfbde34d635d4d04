/** The lines of a watch as events. */
import { StatusError } from '@wherry/api';
import type { KubeObject } from '@wherry/api/resources';

export interface WatchEvent<T extends KubeObject> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: T;
}

/** @throws StatusError in the iteration, when the server ends the watch with a failure such as 410 */
export async function* watchEvents<T extends KubeObject>(lines: AsyncIterable<string>): AsyncGenerator<WatchEvent<T>> {
  for await (const line of lines) {
    if (line === '') continue;
    // A watch of a resource consists of events of that resource.
    const event = JSON.parse(line) as WatchEvent<T> | { readonly type: 'ERROR'; readonly object: unknown };
    if (event.type === 'ERROR') {
      throw StatusError.fromStatus(event.object) ?? new Error(`The watch failed: ${line.slice(0, 200)}`);
    }
    yield event;
  }
}
