/** The IPAddress object that stands for an address in use. */
import { randomUUID } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { formatTime } from '@wherry/api';
import type { Service } from '@wherry/api/core-v1';
import { storedText } from '../storage/stored-text.ts';

/** The stored text of the IPAddress of a Service. */
export function ipAddressText(address: string, { service, now }: { service: Service; now: Date }): string {
  const { namespace = '', name = '' } = service.metadata;
  return storedText({
    kind: 'IPAddress',
    apiVersion: 'networking.k8s.io/v1',
    metadata: {
      name: address,
      uid: randomUUID(),
      creationTimestamp: formatTime(now.getTime()),
      labels: {
        'ipaddress.kubernetes.io/ip-family': isIPv4(address) ? 'IPv4' : 'IPv6',
        'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
      },
    },
    // The core group has no name, and is not written: stored objects are as they are decoded.
    spec: { parentRef: { resource: 'services', namespace, name } },
  });
}
