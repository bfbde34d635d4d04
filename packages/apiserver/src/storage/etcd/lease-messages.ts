/** The messages of etcd's leases, and of what is kept under them, in protobuf. Source: etcd's `rpc.proto`. */
import { WireReader, WireWriter } from '@wherry/api/encoding';

export const LEASE_GRANT = '/etcdserverpb.Lease/LeaseGrant';
export const LEASE_KEEP_ALIVE = '/etcdserverpb.Lease/LeaseKeepAlive';
export const LEASE_REVOKE = '/etcdserverpb.Lease/LeaseRevoke';
export const PUT = '/etcdserverpb.KV/Put';

/** A LeaseGrantRequest. @param lease its id, which the client may choose */
export function encodeLeaseGrant(lease: number, seconds: number): Uint8Array {
  const writer = new WireWriter();
  writer.int(1, seconds);
  writer.int(2, lease);
  return writer.finish();
}

/** A LeaseKeepAliveRequest or a LeaseRevokeRequest. */
export function encodeLease(lease: number): Uint8Array {
  const writer = new WireWriter();
  writer.int(1, lease);
  return writer.finish();
}

/** The seconds that a LeaseKeepAliveResponse gives; 0 when there is no such lease. */
export function decodeKeepAlive(response: Uint8Array): number {
  const reader = new WireReader(response);
  let seconds = 0;
  while (reader.next()) {
    if (reader.field === 3) seconds = reader.int64();
    else reader.skip();
  }
  return seconds;
}

/** A PutRequest for a key without a value that goes with the lease. */
export function encodePutUnder(lease: number, key: string): Uint8Array {
  const writer = new WireWriter();
  writer.string(1, key);
  writer.int(3, lease);
  return writer.finish();
}
