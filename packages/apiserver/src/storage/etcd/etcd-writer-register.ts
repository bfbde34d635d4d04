/**
 * The register of writers in etcd: a key for each, under a lease, so that etcd takes it away when its writer is silent.
 * The keys stand outside `/registry/`: they are no objects.
 */
import { randomInt } from 'node:crypto';
import type { Census, Enrolment, WriterRegister } from '../writers/writer-register.ts';
import { castEtcdError, type CallKind } from './etcd-errors.ts';
import type { UnaryCalls } from './grpc/unary-calls.ts';
import { decodeKeys, decodeRevision, encodeKeysUnder, RANGE } from './kv-messages.ts';
import {
  decodeKeepAlive,
  encodeLease,
  encodeLeaseGrant,
  encodePutUnder,
  LEASE_GRANT,
  LEASE_KEEP_ALIVE,
  LEASE_REVOKE,
  PUT,
} from './lease-messages.ts';

/** The `/` is followed by the id. */
const PREFIX = 'writers/';
/** A store to which nothing was written is at revision 1. */
const FIRST_WRITE = 2;
/** What `randomInt` gives at most: ids are to be safe integers. */
const HIGHEST_LEASE = 2 ** 48 - 1;

export function createEtcdWriterRegister(calls: Pick<UnaryCalls, 'call'>): WriterRegister {
  const call = async (kind: CallKind, path: string, message: Uint8Array): Promise<Buffer> => {
    try {
      return await calls.call(path, message);
    } catch (error) {
      throw castEtcdError(error, kind);
    }
  };

  return {
    async enrol(seconds): Promise<Enrolment> {
      const lease = randomInt(1, HIGHEST_LEASE);
      const id = String(lease);
      // When one of the two fails, what the other may have left goes with the lease.
      await call('write', LEASE_GRANT, encodeLeaseGrant(lease, seconds));
      const revision = decodeRevision(await call('write', PUT, encodePutUnder(lease, `${PREFIX}${id}`)));
      return {
        id,
        isFirst: revision === FIRST_WRITE,
        // A stream in etcd's protocol; of one question here, which is to have an answer in time as others do.
        renew: async () => decodeKeepAlive(await call('read', LEASE_KEEP_ALIVE, encodeLease(lease))) > 0,
        end: async () => void (await call('write', LEASE_REVOKE, encodeLease(lease))),
      };
    },
    async census(): Promise<Census> {
      const { keys, revision } = decodeKeys(await call('read', RANGE, encodeKeysUnder(PREFIX)));
      return { revision, writers: keys.map((key) => key.slice(PREFIX.length)) };
    },
  };
}
