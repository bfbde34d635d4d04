/** ConfigMaps and Secrets as pods of this node refer to them, asked for one by one. */
import { isNotFound, StatusError } from '@wherry/api';
import { ConfigMaps, Secrets } from '@wherry/api/core-v1';
import type { KubeObject, Resource } from '@wherry/api/resources';
import type { Client } from '@wherry/client';
import type { Clock } from '@wherry/component';
import type { DataReader } from './environment.ts';

const GOOD_FOR_MS = 5_000;
const MOST_KEPT = 1000;

export interface DataReaders {
  /** As it is now. What starts sees every change that was made before it. */
  readonly current: DataReader;
  /** Some seconds old at most: what runs looks again and again, and often many pods look at the same. */
  readonly recent: DataReader;
}

/** While the API does not answer, both tell what was last known. */
export function createDataReaders({
  client,
  clock,
}: {
  readonly client: Pick<Client, 'get'>;
  readonly clock: Clock;
}): DataReaders {
  const configMap = reading(client, ConfigMaps, clock);
  const secret = reading(client, Secrets, clock);
  return {
    current: { configMap: (place) => configMap(place, 0), secret: (place) => secret(place, 0) },
    recent: { configMap: (place) => configMap(place, GOOD_FOR_MS), secret: (place) => secret(place, GOOD_FOR_MS) },
  };
}

function reading<T extends KubeObject>(client: Pick<Client, 'get'>, resource: Resource<T>, clock: Clock) {
  const kept = new Map<string, { readonly at: number; readonly object: Readonly<T> }>();
  return async (
    place: { readonly namespace: string; readonly name: string },
    goodForMs: number,
  ): Promise<Readonly<T> | undefined> => {
    const key = `${place.namespace}/${place.name}`;
    const known = kept.get(key);
    const at = clock.monotonic();
    if (known !== undefined && at - known.at < goodForMs) return known.object;
    try {
      const object = await client.get(resource, place);
      kept.delete(key);
      const [oldest] = kept.keys();
      if (oldest !== undefined && kept.size >= MOST_KEPT) kept.delete(oldest);
      kept.set(key, { at, object });
      return object;
    } catch (error) {
      if (isNotFound(error)) {
        kept.delete(key);
        return undefined;
      }
      // Pods of this node start all the same when nobody answers.
      if (known === undefined || error instanceof StatusError) throw error;
      return known.object;
    }
  };
}
