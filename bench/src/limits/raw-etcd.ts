// What etcd itself can take through npm etcd3, without anything of ours in between.

import { Etcd3 } from 'etcd3';

export interface RawCreates {
  readonly etcdUrl: string;
  /** How many transactions are under way at a time. */
  readonly inFlight: number;
  readonly durationMs: number;
  /** The value that every key gets. */
  readonly value: string;
  /** Keys begin with it: a fresh one each time, since a key can be created once. */
  readonly prefix: string;
}

/**
 * Creates keys, each in a transaction that succeeds only when the key is new, and returns how many a second.
 * @throws {Error} when one of them fails
 */
export async function measureRawCreates({ etcdUrl, inFlight, durationMs, value, prefix }: RawCreates): Promise<number> {
  const client = new Etcd3({ hosts: etcdUrl });
  let created = 0;
  const start = performance.now();
  const one = async (): Promise<void> => {
    while (performance.now() - start < durationMs) {
      const key = `${prefix}${created}`;
      created += 1;
      const { succeeded } = await client.if(key, 'Create', '==', 0).then(client.put(key).value(value)).commit();
      if (!succeeded) throw new Error(`The key ${key} was there already`);
    }
  };
  try {
    await Promise.all(Array.from({ length: inFlight }, one));
    return created / ((performance.now() - start) / 1000);
  } finally {
    client.close();
  }
}
