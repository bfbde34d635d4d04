/** What containers say as they end: a file that each is given, or the end of its log where its pod allows that. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pod } from '@wherry/api/core-v1';
import type { PodRecord } from '../runtime/runtime.ts';
import { wantedContainers } from './pod-containers.ts';
import type { PodContext } from './pod-context.ts';

const MOST_FROM_FILE = 4096;
const MOST_FROM_LOG = 2048;
const MOST_LINES_FROM_LOG = 80;

/** Where a container leaves its last words. */
export function lastWordsFile(podFolder: string, container: string, attempt: number): string {
  return join(podFolder, 'containers', container, String(attempt));
}

/** By the ids of containers that have ended and had something to say. */
export async function lastWords(
  { volumes, runtime }: Pick<PodContext, 'volumes' | 'runtime'>,
  pod: Readonly<Pod>,
  record: PodRecord | undefined,
): Promise<Map<string, string>> {
  const folder = volumes.podFolder(pod.metadata.uid ?? '');
  const words = new Map<string, string>();
  for (const { id, name, attempt, state } of record?.containers ?? []) {
    if (state.type !== 'exited') continue;
    const told = toldBefore(pod, id);
    if (told !== undefined) {
      if (told !== '') words.set(id, told);
      continue;
    }
    const container = wantedContainers(pod).find((wanted) => wanted.container.name === name)?.container;
    let text = await tail(lastWordsFile(folder, name, attempt));
    if (text === '' && state.exitCode !== 0 && container?.terminationMessagePolicy === 'FallbackToLogsOnError') {
      text = await endOfLog(runtime, id);
    }
    if (text !== '') words.set(id, text);
  }
  return words;
}

/** What the status of the pod says of the end of a container; it is not asked again, for its file may be gone. */
function toldBefore({ status }: Readonly<Pod>, id: string): string | undefined {
  const { initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] } = status;
  const ends = [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses].flatMap(
    ({ state, lastState }) => [state.terminated, lastState.terminated],
  );
  const end = ends.find((each) => each?.containerID?.endsWith(`://${id}`) === true);
  return end === undefined ? undefined : (end.message ?? '');
}

async function endOfLog(runtime: PodContext['runtime'], id: string): Promise<string> {
  const pieces = await Array.fromAsync(runtime.logPieces(id, { tail: MOST_LINES_FROM_LOG }));
  const whole = Buffer.concat(pieces.map(({ bytes }) => bytes));
  return whole.subarray(Math.max(0, whole.length - MOST_FROM_LOG)).toString('utf8');
}

async function tail(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return '';
  try {
    const { size } = await file.stat();
    const length = Math.min(size, MOST_FROM_FILE);
    const { buffer } = await file.read({ buffer: Buffer.alloc(length), position: size - length });
    return buffer.toString('utf8');
  } finally {
    await file.close();
  }
}
