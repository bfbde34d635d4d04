// Whether the API and the engine speak of the same pods.

import type { ApiClient } from './api-client.ts';
import { podContainers } from './docker.ts';

/**
 * Nothing, when the engine runs a sandbox and a container `app` for each pod that the API has, there is nothing else of
 * any pod, and no two pods have the same address.
 */
export async function disagreement({ api, cluster }: { api: ApiClient; cluster: string }): Promise<readonly string[]> {
  const pods = await api.list('/api/v1/pods');
  const wanted = pods.flatMap(({ metadata: { uid } }) => [`${uid} POD`, `${uid} app`]);
  const found = (await podContainers(cluster)).map(({ uid, name, state }) => ({ what: `${uid} ${name}`, state }));
  const running = found.filter(({ state }) => state === 'running').map(({ what }) => what);
  const addresses = pods.map(({ status }) => status.podIP ?? 'none');
  return [
    ...addresses.filter((ip, index) => addresses.indexOf(ip) !== index).map((ip) => `twice: ${ip}`),
    ...wanted.filter((what) => running.filter((each) => each === what).length !== 1).map((what) => `not once: ${what}`),
    ...found.filter(({ what }) => !wanted.includes(what)).map(({ what, state }) => `unknown: ${what} (${state})`),
  ];
}
