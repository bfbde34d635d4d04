/** What happens to publishers, as the engine tells it. */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { CLUSTER_LABEL, GATE_LABEL } from './publisher-config.ts';

interface Following {
  readonly cluster: string;
  readonly signal: AbortSignal;
}

export async function publisherEvents(docker: Docker, { cluster, signal }: Following): Promise<AsyncIterable<string>> {
  const label = [`${CLUSTER_LABEL}=${cluster}`, GATE_LABEL];
  const filters = { type: ['container'], event: ['start', 'die', 'destroy'], label };
  const stream = (await docker.getEvents({ filters: JSON.stringify(filters) })) as Readable;
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
  return keysIn(lines);
}

async function* keysIn(lines: AsyncIterable<string>): AsyncIterable<string> {
  for await (const line of lines) {
    const event: unknown = JSON.parse(line);
    const key = keyIn(event);
    if (key !== undefined) yield key;
  }
}

function keyIn(event: unknown): string | undefined {
  // Only events of containers with our labels are asked for; these have this shape.
  const { Actor: actor } = event as { readonly Actor?: { readonly Attributes?: Readonly<Record<string, string>> } };
  return actor?.Attributes?.[GATE_LABEL];
}
