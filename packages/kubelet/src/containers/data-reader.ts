/** ConfigMaps and Secrets as pods of this node refer to them: asked for one by one, and good for some seconds. */
import { isNotFound, StatusError } from '@wherry/api';
import { ConfigMaps, Secrets } from '@wherry/api/core-v1';
import type { KubeObject, Resource } from '@wherry/api/resources';
import type { Client } from '@wherry/client';
import type { Clock } from '@wherry/component';
import type { DataReader } from './environment.ts';

const GOOD_FOR_MS = 5_000;
const MOST_KEPT = 1000;

export function createDataReader({
  client,
  clock,
}: {
  readonly client: Pick<Client, 'get'>;
  readonly clock: Clock;
}): DataReader {
  return { configMap: reading(client, ConfigMaps, clock), secret: reading(client, Secrets, clock) };
}

function reading<T extends KubeObject>(client: Pick<Client, 'get'>, resource: Resource<T>, clock: Clock) {
  const kept = new Map<string, { readonly at: number; readonly object: Readonly<T> }>();
  return async (place: { readonly namespace: string; readonly name: string }): Promise<Readonly<T> | undefined> => {
    const key = `${place.namespace}/${place.name}`;
    const known = kept.get(key);
    if (known !== undefined && clock.monotonic() - known.at < GOOD_FOR_MS) return known.object;
    try {
      const object = await client.get(resource, place);
      kept.delete(key);
      const [oldest] = kept.keys();
      if (oldest !== undefined && kept.size >= MOST_KEPT) kept.delete(oldest);
      kept.set(key, { at: clock.monotonic(), object });
      return object;
    } catch (error) {
      if (isNotFound(error)) {
        kept.delete(key);
        return undefined;
      }
      // While the API does not answer, pods of this node start with what was last known.
      if (known === undefined || error instanceof StatusError) throw error;
      return known.object;
    }
  };
}
