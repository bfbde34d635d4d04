/**
 * The store on etcd. Lists and compactions go through npm etcd3. Its policies of retrying and of opening
 * circuits are turned off: a retried write could happen twice, and a circuit stays open when etcd is back. gRPC's own
 * reconnecting is kept, with short pauses. What clients wait for, transactions and reads of one key, and the watch, by which
 * every change comes, take the short way (`grpc/`).
 */
import type { Clock, Running } from '@wherry/component';
import { releasing } from '@wherry/component';
import { noop } from 'cockatiel';
import { Etcd3, type IKeyValue } from 'etcd3';
import type { Storage, StorageListOptions, StoredItem } from '../storage.ts';
import type { WriterRegister } from '../writers/writer-register.ts';
import { castEtcdError } from './etcd-errors.ts';
import { createEtcdWriterRegister } from './etcd-writer-register.ts';
import { watchEtcd } from './etcd-watch.ts';
import { Connections } from './grpc/connections.ts';
import { UnaryCalls } from './grpc/unary-calls.ts';
import { decodeGet, decodeRevision, decodeTxn, encodeGet, encodeTxn, prefixEnd, RANGE, TXN } from './kv-messages.ts';

export interface EtcdStorageOptions {
  /** URLs: `http://127.0.0.1:2379`. */
  readonly servers: readonly string[];
  readonly clock: Clock;
  /** For `https` servers: PEM. */
  readonly tls?: { readonly ca: Buffer; readonly key?: Buffer; readonly cert?: Buffer };
  /** How long a call may take, in milliseconds. @default 5000 */
  readonly timeout?: number;
}

const TIMEOUT = 5000;

/** Is asked for where only the revision of the answer matters. It never exists. */
const NO_KEY = '\0';

/** Connects to etcd. Returns at once: whether etcd is there shows with the first call. */
export function openEtcdStorage(options: EtcdStorageOptions): Storage & WriterRegister & Running {
  const client = connect(options);
  const { kv } = client;
  const { clock, timeout = TIMEOUT } = options;
  const connections = new Connections(options);
  const calls = new UnaryCalls({ connections, clock, timeout });
  const running = releasing(() => {
    calls.close();
    connections.close();
    client.close();
  });

  return {
    ...running,
    ...createEtcdWriterRegister(calls),

    async get(key) {
      return decodeGet(await attempt('read', () => calls.call(RANGE, encodeGet(key))));
    },

    async list(list) {
      const response = await attempt('read', () => kv.range(rangeOf(list)));
      return {
        items: response.kvs.map(toItem),
        revision: list.revision ?? Number(response.header.revision),
        remaining: Number(response.count) - response.kvs.length,
      };
    },

    async txn(txn) {
      return decodeTxn(await attempt('write', () => calls.call(TXN, encodeTxn(txn))));
    },

    async currentRevision() {
      return decodeRevision(await attempt('read', () => calls.call(RANGE, encodeGet(NO_KEY, { countOnly: true }))));
    },

    watch: (watch) => watchEtcd({ connections, clock }, watch),

    async compact(revision) {
      await attempt('write', () => kv.compact({ revision }));
    },
  };
}

function connect({ servers, clock, tls, timeout = TIMEOUT }: EtcdStorageOptions): Etcd3 {
  return new Etcd3({
    hosts: [...servers],
    ...(tls && {
      credentials: {
        rootCertificate: tls.ca,
        ...(tls.key && { privateKey: tls.key }),
        ...(tls.cert && { certChain: tls.cert }),
      },
    }),
    faultHandling: { global: noop, host: () => noop },
    defaultCallOptions: ({ isStream }) => (isStream ? {} : { deadline: clock.now().getTime() + timeout }),
    grpcOptions: {
      'grpc.enable_retries': 0,
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': 1000,
      // Lists and the watch have no bound of their own; etcd bounds each value.
      'grpc.max_receive_message_length': -1,
      'grpc.max_send_message_length': -1,
      // A connection that has silently died is noticed within 15 s. etcd takes pings from 5 s on.
      'grpc.keepalive_time_ms': 10_000,
      'grpc.keepalive_timeout_ms': 5_000,
    },
  });
}

async function attempt<T>(kind: 'read' | 'write', call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw castEtcdError(error, kind);
  }
}

function toItem(kv: IKeyValue): StoredItem {
  return { key: kv.key.toString(), value: kv.value, revision: Number(kv.mod_revision) };
}

function rangeOf({ prefix, after, limit, revision }: StorageListOptions) {
  return {
    // The next key after a key in byte order is the key followed by a zero byte.
    key: Buffer.from(after === undefined || after < prefix ? prefix : `${after}\0`),
    range_end: prefixEnd(prefix),
    ...(limit !== undefined && { limit }),
    ...(revision !== undefined && { revision }),
  };
}
