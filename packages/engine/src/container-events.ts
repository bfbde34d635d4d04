/** What happens to containers, as the engine tells it. */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type Docker from 'dockerode';

export interface ContainerEventsOptions {
  /** Which containers: `label` or `label=value`, all of which they carry. */
  readonly labels: readonly string[];
  /** Which events, as the engine names them: `start`, `die` … */
  readonly events: readonly string[];
  /** The label whose value stands for a container. */
  readonly key: string;
  readonly signal: AbortSignal;
}

/**
 * The keys of containers, each time that something happens to one, from the moment on in which this resolves. It ends
 * when it is called off, and ends or throws when the engine goes away.
 * @throws what the engine answers instead
 */
export async function containerEvents(
  docker: Pick<Docker, 'getEvents'>,
  { labels, events, key, signal }: ContainerEventsOptions,
): Promise<AsyncIterable<string>> {
  const filters = JSON.stringify({ type: ['container'], event: events, label: labels });
  const stream = (await docker.getEvents({ filters })) as Readable;
  const lines = createInterface({ input: stream });
  const end = () => {
    lines.close();
    stream.destroy();
  };
  signal.addEventListener('abort', end, { once: true });
  // An engine that goes away breaks the stream off.
  stream.on('error', end);
  stream.on('close', end);
  if (signal.aborted) end();
  return keysIn(lines, key);
}

async function* keysIn(lines: AsyncIterable<string>, key: string): AsyncIterable<string> {
  for await (const line of lines) {
    const event: unknown = JSON.parse(line);
    // Only events of containers are asked for; these have this shape.
    const { Actor: actor } = event as { readonly Actor?: { readonly Attributes?: Readonly<Record<string, string>> } };
    const value = actor?.Attributes?.[key];
    if (value !== undefined) yield value;
  }
}
