// What etcd itself can take through npm etcd3, without anything of ours in between.

import { Etcd3 } from 'etcd3';

export interface RawLoad {
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
export function measureRawCreates({ value, prefix, ...load }: RawLoad): Promise<number> {
  return measure(load, async (client, number) => {
    const key = `${prefix}${number}`;
    const { succeeded } = await client.if(key, 'Create', '==', 0).then(client.put(key).value(value)).commit();
    if (!succeeded) throw new Error(`The key ${key} was there already`);
  });
}

/**
 * Replaces values, each in a transaction that succeeds only when nobody else has written meanwhile, and returns how
 * many a second.
 * @throws {Error} when one of them fails
 */
export function measureRawReplacements({ value, prefix, ...load }: RawLoad): Promise<number> {
  const revisions = new Map<number, string>();
  return measure(load, async (client, number, lane) => {
    // Each lane has a key of its own, so that none interferes.
    const key = `${prefix}${lane}`;
    const known = revisions.get(lane);
    const compare = known === undefined ? client.if(key, 'Create', '==', 0) : client.if(key, 'Mod', '==', known);
    const { succeeded, header } = await compare.then(client.put(key).value(`${value}${number % 10}`)).commit();
    if (!succeeded) throw new Error(`Somebody else has written ${key}`);
    revisions.set(lane, header.revision);
  });
}

type Transact = (client: Etcd3, number: number, lane: number) => Promise<void>;

async function measure(
  { etcdUrl, inFlight, durationMs }: Pick<RawLoad, 'etcdUrl' | 'inFlight' | 'durationMs'>,
  transact: Transact,
): Promise<number> {
  const client = new Etcd3({ hosts: etcdUrl });
  let done = 0;
  const start = performance.now();
  const run = async (lane: number): Promise<void> => {
    while (performance.now() - start < durationMs) {
      done += 1;
      await transact(client, done, lane);
    }
  };
  try {
    await Promise.all(Array.from({ length: inFlight }, (_, lane) => run(lane)));
    return done / ((performance.now() - start) / 1000);
  } finally {
    client.close();
  }
}
