/** Requests that take as long as their clients like. */
import type { RequestInfo } from '../http/request-info.ts';

const STREAMS = new Set(['attach', 'exec', 'log', 'portforward', 'proxy']);

/** Whether a request is a watch or a stream, and no end of it is to be expected. */
export function isLongRunning(info: RequestInfo): boolean {
  return info.kind === 'resource' && (info.verb === 'watch' || STREAMS.has(info.subresource));
}
