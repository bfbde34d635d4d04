/** Which container of a pod is meant, and where the pod is. */
import { badRequest } from '@wherry/api';
import type { Pod } from '@wherry/api/core-v1';
import type { Api } from '../handlers/api.ts';
import { readEntry } from '../handlers/get.ts';
import type { Scope } from '../handlers/scope.ts';

/** The pod that the request names. @throws StatusError 404 */
export async function podOf(api: Pick<Api, 'cache'>, scope: Scope): Promise<Readonly<Pod>> {
  // The path exists for pods only.
  return (await readEntry(api, scope)).object as unknown as Pod;
}

/**
 * The name of the container: the one that was asked for, or the only one.
 * @throws StatusError 400 when there is no such container, or several and none was named
 */
export function containerOf({ metadata, spec }: Readonly<Pod>, asked: string | undefined): string {
  const { name = '' } = metadata;
  const { initContainers = [], containers, ephemeralContainers = [] } = spec;
  const names = [...initContainers, ...containers, ...ephemeralContainers].map((container) => container.name);
  if (asked !== undefined) {
    if (names.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  const [only] = containers;
  if (only === undefined) throw badRequest(`a container name must be specified for pod ${name}`);
  if (containers.length === 1) return only.name;
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`);
}
