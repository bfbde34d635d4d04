/**
 * When nobody is sent to a pod any more. The API only says that it should be so; the proxies know since when it is. A
 * pod that was asked to end before that would refuse clients.
 */
import { get } from 'node:http';
import type { Pod } from '@wherry/api/core-v1';

/** Resolves when no new connection is led to the pod, or when that takes too long. It never fails. */
export type LastConnection = (pod: Readonly<Pod>, signal: AbortSignal) => Promise<void>;

/** The proxies have had every chance by then. */
const PATIENCE_MS = 2500;

/** @param address where the proxy of this node answers its node: `127.0.0.1:10249` */
export function askProxy(address: string): LastConnection {
  return ({ metadata }, signal) =>
    new Promise((resolve) => {
      const url = `http://${address}/endpoint-ended?pod=${encodeURIComponent(metadata.uid ?? '')}`;
      const either = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
      const request = get(url, { agent: false, signal: either }, (response) => {
        response.on('error', () => resolve());
        response.on('end', () => resolve());
        response.resume();
      });
      // Without a proxy there is nothing to wait for.
      request.on('error', () => resolve());
    });
}
